"""How rows move when two records of one person become one, as each app knows it: its module `merging` registers here.

Every column that points at a person is named: its rows move to the record that is kept, stay where they are (history:
who did it, what is closed), or are dealt with by functions of the app where a rule of uniqueness stands in the way. What is
closed stays under the id under which it was written; whoever reads it reads both ids (`Person.objects.records_of`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from collaborative.database.sure import sure
from collaborative.people.models import Person
from collaborative.plugs.registry import Registry
from collaborative.web.text import Words

Facts = dict[str, Any]


@dataclass(frozen=True)
class Joining:
    """`with_notes`: the person of the record that goes said that the private notes come along."""

    kept: Person
    gone: Person
    by: Person | None
    now: datetime
    with_notes: bool = False


@dataclass(frozen=True)
class Mover:
    """`words`: what moves, for the page; empty where nothing does. `find(person)`: the rows of a record that would move.

    `move` gives back what an undo needs, as JSON; `put_back` gives back sentences about what no longer goes back.
    `lock` takes what other acts lock before they lock a person. `left_behind`: rows that hang on a record that was merged
    although they move: `manage.py verify` looks for them.
    """

    model: type[Model]
    field: str
    words: Words = ""
    find: Callable[[Person], QuerySet] | None = None
    move: Callable[[Joining], Facts] | None = None
    put_back: Callable[[Joining, Facts], list[str]] | None = None
    left_behind: Callable[[], QuerySet] | None = None
    lock: Callable[[Person, Person], None] | None = None
    is_private: bool = False

    @property
    def name(self) -> str:
        return mover_name(self.model, self.field)


movers: Registry[Mover] = Registry("mover of rows")


def mover_name(model: type[Model], field: str) -> str:
    return f"{model._meta.label_lower}.{field}"


def stays(model: type[Model], *fields: str) -> None:
    """History: who did it, to whom it went. The rows keep the id under which they were written."""
    for field in fields:
        mover = Mover(model, field)
        movers.add(mover.name, mover)


def special(model: type[Model], field: str, words: Words, **parts: Any) -> Mover:
    mover = Mover(model, field, words, **parts)
    return movers.add(mover.name, mover)


def moves(
    model: type[Model],
    field: str,
    words: Words,
    *,
    only: Q | None = None,
    unique: tuple[str, ...] = (),
    among: Q | None = None,
    is_private: bool = False,
) -> Mover:
    """A plain foreign key: the rows (`only` some) point at the kept record from then on.

    `unique` names the columns in which a person has one row only, `among` those to which this applies: where the kept
    record has that row already, the other stays.
    """
    rows = model._base_manager.filter(only or Q())

    def free(found: QuerySet, owner: Any) -> QuerySet:
        if not unique:
            return found
        same = model._base_manager.filter(among or Q(), **{field: owner}, **{name: OuterRef(name) for name in unique})
        taken = Exists(same)
        return found.exclude((among or Q()) & Q(taken))

    def move(joining: Joining) -> Facts:
        if is_private and not joining.with_notes:
            return {}
        found = free(rows.filter(**{field: joining.gone.pk}), joining.kept.pk)
        return repoint(model, field, list(found.values_list("pk", flat=True)), to=joining.kept)

    return special(
        model,
        field,
        words,
        find=lambda person: rows.filter(**{field: person.pk}),
        move=move,
        put_back=lambda joining, facts: back_again(model, field, words, joining, facts),
        left_behind=lambda: free(
            rows.filter(**{f"{field}__merged_into__isnull": False}), OuterRef(f"{field}__merged_into")
        ),
        is_private=is_private,
    )


def repoint(model: type[Model], field: str, ids: list[int], *, to: Person) -> Facts:
    """Let these rows point at a person; gives back what `back_again` needs."""
    if ids:
        model._base_manager.filter(pk__in=ids).update(**{field: to.pk})
    return {"ids": sorted(ids)} if ids else {}


def back_again(model: type[Model], field: str, words: Words, joining: Joining, facts: Facts) -> list[str]:
    """Those rows that still stand at the kept record point at the other one again."""
    ids = facts.get("ids", [])
    if not ids:
        return []
    put = model._base_manager.filter(pk__in=ids, **{field: joining.kept.pk}).update(**{field: joining.gone.pk})
    return not_all(words, put, len(ids))


def not_all(words: Words, put: int, whole: int) -> list[str]:
    if put == whole:
        return []
    return [
        _("%(what)s: %(put)s of %(whole)s went back; the others were changed since.")
        % {"what": words, "put": put, "whole": whole}
    ]


def counts_of(person: Person) -> dict[str, int]:
    """How many rows of each kind hang on a record and would move, by the name of the mover."""
    return {mover.name: mover.find(person).count() for mover in movers.values() if mover.find}


def lock_all(kept: Person, gone: Person) -> None:
    """What stands before the people in the order of locks, so that nobody waits for each other."""
    for mover in movers.values():
        if mover.lock:
            mover.lock(kept, gone)


def move_all(joining: Joining) -> dict[str, Facts]:
    facts = {mover.name: mover.move(joining) for mover in movers.values() if mover.move}
    return {name: found for name, found in facts.items() if found}


def put_all_back(joining: Joining, moved: dict[str, Facts]) -> list[str]:
    """In the opposite order. Gives back what did not go back, in sentences."""
    told: list[str] = []
    for name, facts in reversed(moved.items()):
        told += sure(movers[name].put_back)(joining, facts) if name in movers else [name]
    return told
