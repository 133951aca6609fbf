"""For check pages: every line of a list, what is taken from it, what becomes of it and what is not kept."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from collaborative.lists.results import FAMILY_FIRST, GIVEN_FIRST, Listed, Reading


@dataclass(frozen=True)
class Line:
    number: int
    taken: str  # the person as read, or the line's own words
    fate: str
    left_out: tuple[str, ...] = ()
    is_person: bool = True


@dataclass(frozen=True)
class Account:
    """The lines in order, and the button that reads first and last names the other way round."""

    lines: list[Line]
    other_order: str = ""
    example: str = ""

    @property
    def is_short(self) -> bool:
        return len(self.lines) <= 15

    @property
    def aside(self) -> list[Line]:
        return [line for line in self.lines if not line.is_person]

    @property
    def swap_text(self) -> str:
        return {
            FAMILY_FIRST: _("The last name stands first: read it so"),
            GIVEN_FIRST: _("The first name stands first: read it so"),
        }.get(self.other_order, "")


def account_for(reading: Reading, fate: Callable[[Listed], str]) -> Account:
    lines = [Line(one.number, one.words, fate(one), _not_kept(one)) for one in reading.people]
    for remark in [*reading.problems, *reading.refused, *reading.passed_over]:
        lines.append(Line(remark.number, remark.text, remark.why, is_person=False))
    named = next((one for one in reading.people if one.given and one.family), None)
    other = reading.other_order if named else ""
    words = _("For example: first name %(given)s, last name %(family)s.")
    example = words % {"given": named.given, "family": named.family} if named else ""
    return Account(sorted(lines, key=lambda line: line.number), other, example)


def _not_kept(person: Listed) -> tuple[str, ...]:
    """Running numbers go without saying."""
    left = [part for part in person.left_out if not (part.isdecimal() and len(part) <= 3)]
    number = [_("Number: %(number)s") % {"number": person.external_id}] if person.external_id else []
    places = [_("Works at: %(places)s") % {"places": ", ".join(person.places)}] if person.places else []
    return (*left, *number, *places)
