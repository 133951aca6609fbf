"""A sentence that is kept is said in the language of whoever reads it, years after it was made."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from collaborative.calendar.days import clock, short_day
from collaborative.calendar.hours import in_hours
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import in_words, joined, kept, of_the_day, shown
from collaborative.web.sentences import ngettext_kept as ngettext
from tests import builders
from tests.languages.pseudo import CODE, Pseudo, accented

MOMENT = datetime(2027, 1, 14, 16, tzinfo=UTC)


def said(text, *, language=CODE) -> str:
    """As it is read from its column."""
    held, of_then = json.loads(json.dumps(kept(text))), of_the_day(text)
    with translation.override(language):
        return in_words(held, of_then)


def test_the_message_is_translated_and_what_is_put_in_is_not(pseudo_language):
    text = _("%(name)s leads.") % {"name": "Ana Lucero"}

    assert said(text) == f"⟦Ana Lucero {accented('leads.')}⟧"
    assert said(text, language="en-us") == "Ana Lucero leads."


@pytest.mark.parametrize(("number", "word"), [(1, "person"), (2, "people")])
def test_the_number_chooses_the_words(pseudo_language, number, word):
    text = ngettext("%(n)s person", "%(n)s people", number) % {"n": number}

    assert said(text) == f"⟦{number} {accented(word)}⟧"


def test_days_and_hours_are_said_when_they_are_read(pseudo_language):
    text = _("%(day)s, %(start)s, %(hours)s hours") % {
        "day": shown(short_day, date(2027, 1, 14)),
        "start": shown(clock, MOMENT, "America/Denver"),
        "hours": shown(in_hours, Decimal("5.50")),
    }

    assert of_the_day(text) == "Thu, Jan 14, 9:00 a.m., 5.5 hours"
    assert accented("Thu") in said(text) and accented("a.m.") in said(text) and "5.5" in said(text)


def test_titles_and_other_sentences_stand_inside_in_the_same_language(pseudo_language):
    seats = _("%(n)s seated") % {"n": 2}
    text = _("%(role)s: %(seats)s") % {
        "role": gettext_lazy("Superintendent"),
        "seats": joined(seats, "Corona", by=", "),
    }

    assert of_the_day(text) == "Superintendent: 2 seated, Corona"
    assert said(text) == f"⟦⟦{accented('Superintendent')}⟧: ⟦2 {accented('seated')}⟧, Corona⟧"


def test_sentences_follow_each_other_without_those_that_say_nothing(pseudo_language):
    text = joined(_("Moved."), "", "It snows.")

    assert of_the_day(text) == "Moved. It snows."
    assert said(text) == f"⟦{accented('Moved.')}⟧ It snows."


def test_a_hat_names_its_role_in_the_readers_language(pseudo_language, db):
    hat = builders.hat(builders.person(), "superintendent", builders.district("Cloudcroft"))

    assert said(_("%(hat)s") % {"hat": hat}) == f"⟦⟦{accented('District superintendent')}⟧, Cloudcroft⟧"


def test_without_a_translation_the_text_of_the_day_is_read(pseudo_language, monkeypatch):
    monkeypatch.setattr(Pseudo, "gettext", lambda _self, message: message)

    with translation.override(CODE):
        assert in_words(kept(_("%(name)s leads.") % {"name": "Ana"}), "Ana was leading.") == "Ana was leading."
        assert in_words(None, "As it was written before.") == "As it was written before."


def test_whoever_acts_in_another_language_leaves_the_text_in_that_of_the_house(pseudo_language):
    with translation.override(CODE):
        assert of_the_day(_("%(name)s leads.") % {"name": "Ana"}) == "Ana leads."


def test_nothing_is_kept_that_the_sentence_does_not_say():
    text = _("%(name)s gave the place up.") % {"name": "Rosa", "why": "ill"}

    assert kept(text) == {"message": ["%(name)s gave the place up."], "params": {"name": "Rosa"}}
