"""What the rows of a file become: the app that knows registers it in its module `imports`."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from collaborative.imports.enums import Outcome
from collaborative.imports.models import Import
from collaborative.people.models import Organization, Person
from collaborative.plugs.registry import Registry
from collaborative.web.sentences import Saying


@dataclass
class Verdict:
    """What our records make of a row. `acts`: applying does something, namely gives `places` or asks for them, or writes
    what `wanted` says of the record, by field, or asks for that."""

    outcome: Outcome
    words: str = ""
    person: Person | None = None
    candidates: list[Person] = field(default_factory=list)
    places: list[Organization] = field(default_factory=list)
    wanted: dict[str, str] = field(default_factory=dict)
    acts: bool = False


@dataclass(frozen=True)
class ImportKind:
    """`permission` is asked at each step for the organization.

    `judge(upload, rows, *, by)` says what each row becomes and writes nothing; `missing(upload, named)` gives who is on
    record at the places that the file speaks of, but not among those named. `apply(upload, judged, *, by, now)` writes
    what acts, in the caller's transaction, sets each row's person and returns how many of what; `words(upload, counts)`
    says so for the journal.
    """

    name: str
    verb: str  # of the journal's entry
    permission: str
    judge: Callable[..., list[Verdict]]
    missing: Callable[[Import, Collection[int]], Sequence[Person]]
    apply: Callable[..., dict[str, int]]
    words: Callable[[Import, dict[str, int]], Saying]


kinds: Registry[ImportKind] = Registry("kind of import")
