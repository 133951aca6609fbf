"""Sentences that are kept with what is put into them, so that each reader reads them in the own language.

`gettext_kept` and `ngettext_kept` stand in for gettext's own where a sentence goes into the journal, into a duty or into
another sentence: `_("%(name)s leads.") % {"name": lead}` is put into words when it is read, not when it is made. A day
inside of it is `shown(short_day, day)`, several sentences are `joined(first, second)`.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from collaborative.calendar.days import clock, long_day, short_day, span
from collaborative.calendar.hours import in_hours
from collaborative.calendar.periods import fiscal_year_name
from collaborative.web.text import Words

# How values are said inside of a sentence; what is kept names them.
FORMATS: dict[str, Callable[..., str]] = {
    form.__name__: form for form in (short_day, long_day, span, clock, fiscal_year_name, in_hours)
}

Kept = dict[str, Any]  # as a column holds it


class Saying(Promise):
    """What is put into words when it is read, and can be kept until then."""

    def kept(self) -> Kept:
        raise NotImplementedError

    @property
    def is_translated(self) -> bool:
        """Whether the language of now has words of its own for it."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, (str, Promise)) else NotImplemented

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __hash__(self) -> int:
        return hash(str(self))


class Sentence(Saying):
    """A message of gettext, or two and the number that chooses, with what is put into it."""

    def __init__(self, *message: Any, params: Mapping[str, Any] | None = None) -> None:
        self.message, self.params = message, params

    def __mod__(self, params: Mapping[str, Any]) -> "Sentence":
        return Sentence(*self.message, params={**(self.params or {}), **params})

    def __str__(self) -> str:
        return self._words if self.params is None else self._words % self.params

    @property
    def _words(self) -> str:
        return translation.gettext(*self.message) if len(self.message) == 1 else translation.ngettext(*self.message)

    @property
    def is_translated(self) -> bool:
        return self._words not in self.message

    def kept(self) -> Kept:
        kept: Kept = {"message": list(self.message)}
        if self.params is not None:
            told = {name: value for name, value in self.params.items() if f"%({name})" in str(self.message)}
            kept["params"] = {name: _kept(value) for name, value in told.items()}
        return kept


class Shown(Saying):
    """A value that is no text: a day, hours."""

    is_translated = True

    def __init__(self, form: str, *values: Any) -> None:
        self.form, self.values = form, values

    def __str__(self) -> str:
        return FORMATS[self.form](*self.values)

    def kept(self) -> Kept:
        return {"shown": self.form, "of": [_kept(value) for value in self.values]}


class Joined(Saying):
    """Several, one after another."""

    def __init__(self, *parts: Words, by: str) -> None:
        self.parts, self.by = parts, by

    def __str__(self) -> str:
        return self.by.join(str(part) for part in self.parts)

    @property
    def is_translated(self) -> bool:
        return any(part.is_translated for part in self.parts if isinstance(part, Saying))

    def kept(self) -> Kept:
        return {"joined": [_kept(part) for part in self.parts], "by": self.by}


def gettext_kept(message: str) -> Sentence:
    return Sentence(message)


def ngettext_kept(singular: str, plural: str, number: int) -> Sentence:
    return Sentence(singular, plural, number)


def shown(form: Callable[..., str], *values: Any) -> Shown:
    return Shown(form.__name__, *values)


def joined(*parts: Words, by: str = " ") -> Joined:
    """Without those that say nothing."""
    return Joined(*(part for part in parts if part != ""), by=by)


def kept(text: Words) -> Kept | None:
    """None of what is a text and nothing more."""
    value = _kept(text)
    return value if isinstance(value, dict) else None


def of_the_day(text: Words) -> str:
    """The text that stands beside what is kept: in the language of the house, whoever acts."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(text)


def in_words(kept: Kept | None, text: str) -> str:
    """What was kept, in the language of now; where it has no words for it, the text of the day."""
    if not kept or translation.get_language() == settings.LANGUAGE_CODE:
        return text
    saying = _saying(kept)
    return str(saying) if saying.is_translated else text


def _kept(value: Any) -> Any:
    value = getattr(value, "name_kept", value)  # a thing whose name is made of words
    if isinstance(value, Saying):
        return value.kept()
    if isinstance(value, Promise):  # Django's own lazy text tells, to be pickled, what makes it
        made_by: Any = value.__reduce__()
        function, message = made_by[1][:2]
        return {"message": list(message)} if function is translation.gettext else str(value)
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    return value if isinstance(value, (str, int, type(None))) else str(value)


def _saying(kept: Kept) -> Saying:
    if "message" in kept:
        params = kept.get("params")
        return Sentence(
            *kept["message"],
            params=None if params is None else {name: _value(value) for name, value in params.items()},
        )
    if "shown" in kept:
        return Shown(kept["shown"], *(_value(value) for value in kept["of"]))
    return Joined(*(_value(value) for value in kept["joined"]), by=kept["by"])


def _value(kept: Any) -> Any:
    if not isinstance(kept, dict):
        return kept
    if "number" in kept:
        return Decimal(kept["number"])
    if "instant" in kept:
        return datetime.fromisoformat(kept["instant"])
    return date.fromisoformat(kept["day"]) if "day" in kept else _saying(kept)
