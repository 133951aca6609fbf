"""What a list said, line by line and cell by cell: nothing that was given falls away without a word."""

from dataclasses import dataclass, field

GIVEN_FIRST, FAMILY_FIRST = "given first", "family first"
LONGEST_REMARK = 80


@dataclass(frozen=True)
class Listed:
    """One person of a list, as it was read. Names may be empty where only an address stood.

    `number` is the line on which the person begins, as somebody who looks at the list counts them. `position` is what the
    list says they are; `places` what it says where they work, in its own words or ids (several for OneRoster).
    `external_id` is the number that the other program has for them, where a column says so.
    """

    number: int
    given: str = ""
    family: str = ""
    email: str = ""
    position: str = ""
    places: tuple[str, ...] = ()
    external_id: str = ""
    left_out: tuple[str, ...] = ()  # cells of this line that are not kept, each with its heading: «Grade: 3»

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def words(self) -> str:
        words = ", ".join(part for part in (self.name, self.email) if part)
        return f"{words} ({self.position})" if self.position else words


@dataclass(frozen=True)
class Remark:
    """A line, or a part of one, that is no person: passed over (a heading, a title), refused (a pupil), or to be put right."""

    number: int
    text: str  # of the line, cut to a readable length
    why: str  # a whole sentence for the user


@dataclass
class Reading:
    """`problems` must be put right before anything is done; `refused` are lines of whom nobody is made (pupils, parents,
    people who are to be deleted); `passed_over` are lines without a person. Every line that is not blank is in one of the
    four. `order` says how names without headings of their own were taken, where the other order would be possible: it
    can be swapped.
    """

    people: list[Listed] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    passed_over: list[Remark] = field(default_factory=list)
    order: str = ""  # GIVEN_FIRST, FAMILY_FIRST, or empty where nothing is to be swapped

    @property
    def other_order(self) -> str:
        return {GIVEN_FIRST: FAMILY_FIRST, FAMILY_FIRST: GIVEN_FIRST}.get(self.order, "")


class Unread(Exception):
    """Why nobody is read from a line; the kind of it says in which part of the reading it is told."""


class Problem(Unread):
    """It must be put right first."""


class Refusal(Unread):
    """Of this line nobody is made, whatever else is done with the list."""


class NoPerson(Unread):
    """A heading, a title, a room, a date."""
