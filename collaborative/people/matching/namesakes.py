"""Whose name stands on a list: the same person however it is written, and people whose name is nearly that."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from collaborative.database.search_keys import folded
from collaborative.lists.list_reader import Listed
from collaborative.people.models import Hat, Person


@dataclass
class Namesakes:
    """Of one organization's people, by the folded name of a line."""

    same: dict[str, list[Hat]] = field(default_factory=lambda: defaultdict(list))
    alike: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))


def namesakes(lines: Iterable[Listed], hats: QuerySet[Hat]) -> Namesakes:
    """One statement for everybody's names, one for the hats of those who are meant. `hats` are the organization's."""
    names = {folded(line.name) for line in lines if line.name} - {""}
    found = Namesakes()
    if not names:
        return found
    people = _People(hats)
    same = {name: people.same(name) for name in names}
    alike = {name: people.alike(name) for name, whole in same.items() if not whole}
    wanted = {pk for found_here in (*same.values(), *alike.values()) for pk in found_here}
    by_person: dict[int, list[Hat]] = defaultdict(list)
    if wanted:
        for hat in hats.filter(person__in=wanted).select_related("person", "organization").order_by("id"):
            by_person[hat.person_id].append(hat)
    for name, keys in same.items():
        found.same[name] = [hat for pk in sorted(keys) for hat in by_person[pk]]
    for name, keys in alike.items():
        found.alike[name] = [by_person[pk][0].person for pk in sorted(keys) if by_person[pk]]
    return found


class _People:
    """Everybody's names, by their words."""

    def __init__(self, hats: QuerySet[Hat]) -> None:
        rows = hats.order_by().values_list("person_id", "person__given_name", "person__family_name").distinct()
        self.words: dict[int, tuple[str, ...]] = {}
        self.by_words: dict[tuple[str, ...], set[int]] = defaultdict(set)
        self.by_word: dict[str, set[int]] = defaultdict(set)
        for pk, given, family in rows:
            words = tuple(folded(f"{given} {family}").split())
            self.words[pk] = words
            self.by_words[_key(words)].add(pk)
            for word in words:
                self.by_word[word].add(pk)

    def same(self, name: str) -> set[int]:
        """All words, in any order: a list may begin with the family's. An initial more or less is the same name."""
        words = tuple(name.split())
        exact = {pk for pk in self.by_words.get(_key(words), ()) if sorted(self.words[pk]) == sorted(words)}
        return exact or {pk for pk in self.by_words.get(_key(words), ()) if _initials_agree(words, self.words[pk])}

    def alike(self, name: str) -> set[int]:
        words = tuple(name.split())
        near = {pk for word in words for pk in self.by_word.get(word, ())}
        return {pk for pk in near if are_alike(words, self.words[pk])}


def _key(words: tuple[str, ...]) -> tuple[str, ...]:
    long = [word for word in words if len(word) > 1]
    return tuple(sorted(long if len(long) > 1 else words))


def _initials_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    initials = [sorted(word for word in words if len(word) == 1) for words in (one, other)]
    return not all(initials) or initials[0] == initials[1]


def are_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """A middle name or a second surname is missing, or one word is written nearly so; a word at least is the same."""
    shorter, longer = sorted((_key(one), _key(other)), key=len)
    common = set(shorter) & set(longer)
    rest, others = [word for word in shorter if word not in common], [word for word in longer if word not in common]
    if not common or (len(shorter) == 1 and len(longer) > 1):
        return False
    if not rest:
        return True
    return len(rest) == len(others) == 1 and _is_near(rest[0], others[0])


def _is_near(one: str, other: str) -> bool:
    length = max(len(one), len(other))
    most = 0 if length <= 3 else 1 if length <= 6 else 2
    if any(c.isdigit() for c in one + other) or abs(len(one) - len(other)) > most:
        return False
    return distance(one, other) <= most


def distance(one: str, other: str) -> int:
    """Letters to change, add, drop, or to swap with their neighbour."""
    before_last: list[int] = []
    last = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        row = [at]
        for to, against in enumerate(other, start=1):
            cost = min(last[to] + 1, row[-1] + 1, last[to - 1] + (letter != against))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == against:
                cost = min(cost, before_last[to - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]
