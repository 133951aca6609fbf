"""A person has a language: of pages, of what is owed and was done, and of letters, whoever acts."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collaborative.calendar.periods import today
from collaborative.duties.kinds import duty_kind, duty_kinds
from collaborative.duties.models import Duty
from collaborative.duties.services import open_duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.journal.recording import record
from collaborative.letters.outbox import write
from collaborative.people.models import Person
from collaborative.people.sign_in.actions.account import choose_language
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.text import Words
from tests import builders
from tests.languages.pseudo import CODE, accented

KIND = "tests.language"
if KIND not in duty_kinds:
    duty_kind(KIND, "for tests")


@pytest.fixture
def reader(cast, pseudo_language) -> Person:
    """The superintendent reads the pseudo-language, the coordinator English."""
    Person.objects.filter(pk=cast.superintendent.pk).update(language=CODE)
    cast.superintendent.refresh_from_db()
    return cast.superintendent


def owe(person: Person, text: Words) -> None:
    open_duty(KIND, about=person, text=text, due_on=today(), at=builders.district("Cloudcroft"), person=person)


def test_pages_are_in_the_language_that_somebody_chose(reader, cast, client):
    client.force_login(reader)
    assert accented("Privacy") in client.get("/").content.decode()

    client.force_login(cast.coordinator)
    page = client.get("/").content.decode()
    assert "Privacy" in page and accented("Privacy") not in page


def test_the_language_of_the_reader_costs_no_statement(reader, client, settings):
    client.force_login(reader)
    client.get("/")
    with CaptureQueriesContext(connection) as chosen:
        client.get("/")
    settings.LANGUAGES = settings.LANGUAGES[:1]
    alone = Client()
    alone.force_login(reader)
    with CaptureQueriesContext(connection) as without:
        alone.get("/")

    assert len(chosen) == len(without)


def test_what_is_owed_is_read_in_the_readers_language(reader, client):
    owe(reader, _("Answer the invitation to “%(title)s”") % {"title": "Phonics"})

    client.force_login(reader)
    (duty,) = client.get("/").context["duties"]
    assert duty.text == "Answer the invitation to “Phonics”"
    assert f"⟦{accented('Answer the invitation to “')}Phonics”⟧" in client.get("/").content.decode()


def test_a_duty_of_before_is_read_as_it_was_written(reader, client):
    owe(reader, _("Answer"))
    Duty.objects.update(text="Answer, as it was", message=None)

    client.force_login(reader)
    assert "Answer, as it was" in client.get("/").content.decode()


def test_the_history_is_read_in_the_readers_language(reader, cast, client):
    cast.coordinator.acting_hat = cast.coordinator.hats_today[0]
    record("tests.done", reader, text=_("%(name)s leads.") % {"name": reader}, by=cast.coordinator)
    entry = Entry.objects.about(reader).get()
    assert (entry.text, entry.hat) == ("Dolores Peña leads.", "REC coordinator, Region 9")

    client.force_login(reader)
    (shown,) = client.get("/me/").context["history"]
    assert shown.text == f"⟦Dolores Peña {accented('leads.')}⟧"
    assert shown.hat == f"⟦{accented('REC coordinator')}⟧, Region 9"


def test_the_words_for_one_page_are_read_there_in_the_readers_language(reader, cast, client):
    here = {reader: _("Your seat moved up.")}
    record("tests.done", cast.coach, text=_("Somebody gave a seat up."), by=None, also=[reader], said_at=here)

    client.force_login(reader)
    (shown,) = client.get("/me/").context["history"]
    assert shown.text == f"⟦{accented('Your seat moved up.')}⟧"
    assert shown.by_name == f"⟦{accented('the system')}⟧"


def test_a_letter_is_in_the_language_of_its_reader_not_of_who_writes(reader, cast):
    to = [reader, cast.coordinator]
    letters = write("address_changed", about=reader, to=to, context={"email": "x@example.org"})
    theirs, english = (next(one for one in letters if one.recipient == person) for person in to)

    assert theirs.subject.startswith("⟦") and accented("address") in theirs.body
    assert "⟦" not in english.subject + english.body


def test_a_language_that_is_no_longer_offered_is_not_spoken(reader, client, settings):
    settings.LANGUAGES = [*settings.LANGUAGES[:1], ("es", "Español")]

    client.force_login(reader)
    assert "⟦" not in client.get("/").content.decode()


def test_one_chooses_the_own_language(cast, pseudo_language, client):
    person = cast.coordinator
    client.force_login(person)
    assert "/me/language/" in client.get("/me/").content.decode()

    done = client.post("/me/language/", {"language": CODE}, follow=True)

    person.refresh_from_db()
    assert person.language == CODE
    assert accented("Pages and letters are in this language from now on.") in done.content.decode()
    entry = Entry.objects.about(person).get()
    assert (entry.verb, entry.text) == (
        "person.language_chosen",
        "Carla Ortiz reads in another language: Pseudo.",
    )


def test_a_language_that_is_not_offered_is_refused(cast, pseudo_language, client):
    client.force_login(cast.coordinator)

    assert client.post("/me/language/", {"language": "tlh"}).status_code == 200

    cast.coordinator.refresh_from_db()
    assert cast.coordinator.language == "en-us"


def test_the_same_language_again_is_told(cast, pseudo_language):
    with pytest.raises(ActionError, match="already"):
        choose_language(cast.coordinator, language="en-us", by=cast.coordinator)


def test_where_one_language_is_offered_nobody_is_asked(cast, client):
    client.force_login(cast.coordinator)

    assert "/me/language/" not in client.get("/me/").content.decode()
    assert client.get("/me/language/").status_code == 404
