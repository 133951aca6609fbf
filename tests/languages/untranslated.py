"""What a page in the pseudo-language shows that is neither of it nor anybody's data."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import models

from collaborative.journal.models import Entry

SHOWN = ("alt", "title", "placeholder", "aria-label", "data-label", "data-too-big")
SILENT = ("script", "style", "svg", "code")
# Where one piece of text ends and another begins; letters with accents are the pseudo-language's.
BETWEEN = re.compile(r"[^\x00-\x7f]+|[\d\W_]*[,;:.!?()\[\]{}/|\"«»…\n\t+=<>#&%]+[\d\W_]*|\s+-\s+|\s{2,}")
LETTERS = re.compile(r"[A-Za-z]{2,}")
NO_WORDS = re.compile(
    r"\S*[@/\\]\S*|\b\S+\.\S+\b|\b(?=\w*\d)[\w-]+\b|\b[A-Z0-9]{4}(-[A-Z0-9]{4})+\b"
)  # addresses, file names, codes
LONG = 20  # what somebody typed is cut where there is no room
ALWAYS = {"PED", "CLC"}


class Texts(HTMLParser):
    """What is read of a page: its text, and attributes that are read out or shown."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.silent = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        found = dict(attrs)
        self.texts += [found[name] for name in SHOWN if found.get(name)]
        if tag == "input" and found.get("type") in ("submit", "button"):
            self.texts.append(found.get("value") or "")

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent:
            self.texts.append(data)


def pieces(text: str) -> Iterator[str]:
    """The parts between marks, without what nobody translates."""
    for part in BETWEEN.split(NO_WORDS.sub("; ", unescape(text))):
        piece = " ".join((part or "").split()).strip("-–' ")
        if LETTERS.search(piece):
            yield piece


def data() -> set[str]:
    """All that somebody typed, and what things are called, in pieces."""
    found: set[str] = set()
    for model in apps.get_models():
        if not model._meta.managed or model._meta.app_label in (
            "sessions",
            "contenttypes",
            "auth",
            "journal",
        ):
            continue
        kinds = (models.CharField, models.TextField, models.JSONField)
        typed = [field.name for field in model._meta.fields if isinstance(field, kinds)]
        typed = [
            name
            for name in typed
            if not model._meta.get_field(name).choices
            and (model.__name__, name) not in (("Duty", "text"), ("Duty", "message"))
        ]
        for row in model._default_manager.values_list(*typed).iterator() if typed else ():
            found.update(piece for value in row if value for text in leaves(value) for piece in pieces(text))
    found.update(piece for person in apps.get_model("people.Person").objects.all() for piece in pieces(str(person)))
    old = Entry.objects.filter(message=None).values_list("text", flat=True)  # shown as they were written
    return found | {piece for text in old for piece in pieces(text)}


def leaves(value: Any) -> Iterator[str]:
    """The texts of a column, of one that holds JSON, too."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from leaves(part)
    elif isinstance(value, str):
        yield value


def untranslated(page: str, known: set[str]) -> Iterable[str]:
    for text in Texts(page).texts:
        is_cut = text.rstrip().endswith("…")
        for piece in pieces(text):
            may_be_cut = is_cut or len(piece) > LONG
            if piece in known or piece in ALWAYS or (may_be_cut and any(one.startswith(piece) for one in known)):
                continue
            yield piece
