"""A language that says everything in English with accents: «⟦Ţŕáîñîñĝš⟧». What stands on a page without them went past gettext.

It needs no catalog: whatever gettext is asked for, it answers.
"""

import re
from contextlib import contextmanager
from string import ascii_letters

import pytest
from django.template import engines
from django.utils import translation
from django.utils.translation import trans_real

CODE = "en-xa"
ACCENTED = str.maketrans(
    ascii_letters,
    "áƀçðéƒĝĥîĵķļɱñöþɋŕšţüṽŵẋýžÁƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÜṼŴẊÝŽ",
)
KEPT = re.compile(r"(%\([\w.]+\)[sd]|%%|\{\w*\}|<[^>]*>|&#?\w+;)")  # what is put in, and marks of a page
ASKED = ("gettext", "ngettext", "pgettext", "npgettext", "activate", "deactivate", "get_language", "get_language_bidi")


def accented(text: str) -> str:
    parts = KEPT.split(text)
    return "".join(part if number % 2 else part.translate(ACCENTED) for number, part in enumerate(parts))


class Pseudo:
    """As much of a catalog as Django asks of one."""

    def gettext(self, message: str) -> str:
        return f"⟦{accented(message.rpartition(trans_real.CONTEXT_SEPARATOR)[2])}⟧"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)

    def to_language(self) -> str:
        return CODE


@pytest.fixture
def pseudo_language(settings, monkeypatch):
    """It is offered beside English."""
    settings.USE_I18N = True
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE, "Pseudo")]  # which forgets all catalogs
    monkeypatch.setitem(trans_real._translations, CODE, Pseudo())
    for name in ASKED:
        monkeypatch.setattr(translation._trans, name, getattr(trans_real, name), raising=False)
    forget_templates()
    yield CODE
    trans_real.deactivate()
    forget_templates()


def forget_templates() -> None:
    """Where one language is offered, constant words are a part of the parsed template (ui.translate)."""
    for backend in engines.all():
        for loader in backend.engine.template_loaders:
            loader.reset()


@contextmanager
def asked_by_the_browser(monkeypatch):
    """Whoever is not signed in reads it, too."""
    with monkeypatch.context() as within:
        within.setattr(translation._trans, "get_language_from_request", lambda *_args, **_kwargs: CODE, raising=False)
        yield
