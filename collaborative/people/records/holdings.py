"""What hangs on a person's record, as each app knows it: its module `holdings` registers here (hours, certificates, notes).

Whoever writes a record that holds something of others writes into their facts, too: owners.py judges by it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Model

from collaborative.plugs.registry import Registry
from collaborative.web.text import Words


@dataclass(frozen=True)
class Holding:
    """`find(people)` gives the ids of those who have any of it. `is_private`: nobody but the person may come to it."""

    name: str
    words: Words
    find: Callable[[Collection[int]], set[int]]
    is_private: bool = False


holdings: Registry[Holding] = Registry("holding")


def holding(
    name: str, words: Words, *, find: Callable[[Collection[int]], set[int]], is_private: bool = False
) -> Holding:
    return holdings.add(name, Holding(name, words, find, is_private))


def named_in(model: type[Model], *fields: str) -> Callable[[Collection[int]], set[int]]:
    """For `find`: whoever is named in one of these columns."""

    def find(people: Collection[int]) -> set[int]:
        return {
            pk
            for field in fields
            for pk in model._default_manager.filter(**{f"{field}__in": people}).values_list(field, flat=True)
        }

    return find


def holds(person: int, *, private: bool) -> bool:
    """Whether the person has any of the private holdings, or any of the others."""
    return any(person in one.find([person]) for one in holdings.values() if one.is_private is private)
