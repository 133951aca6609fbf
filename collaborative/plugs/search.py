"""One search box: each package says in its search.py what can be found, within the reach of who asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from collaborative.plugs.registry import Registry
from collaborative.web.addresses import Link, path_to
from collaborative.web.text import Words

SHOWN = 8  # of each kind; the list that holds all is a link
LEAST = 3  # keystrokes


@dataclass(frozen=True)
class Hit:
    """One line of the results: what it is, a few words beside it, where it leads."""

    title: str
    words: str
    url: str


@dataclass(frozen=True)
class Source:
    """`find(person, words, limit)` gives things within reach; `show(thing)` turns one into a Hit.
    `list_name` names the list where all of them are found by the same words, `whole` the words of the link that leads there.
    `recent`: only the recent ones are looked through, so the way to the list is always offered."""

    name: str
    title: Words
    find: Callable[[Any, str, int], Iterable[Any]]
    show: Callable[[Any], Hit]
    list_name: str = ""
    whole: Words = ""
    recent: bool = False
    order: int = 50

    def way(self, words: str) -> Link:
        """To the list. Without «show», so that the list does not remember it as a choice of filters."""
        return Link(self.whole % {"words": words}, f"{path_to(self.list_name)}?{urlencode({'words': words})}")


@dataclass(frozen=True)
class SearchResult:
    title: Words
    hits: list[Hit]
    more: bool  # than are shown
    way: Link | None


sources: Registry[Source] = Registry("search source")


def search_source(name: str, title: Words, **parts: Any) -> Source:
    return sources.add(name, Source(name, title, **parts))


def search(person: Any, words: str) -> list[SearchResult]:
    """What each source finds; one statement a source."""
    found = []
    for source in sorted(sources.values(), key=lambda one: one.order):
        things = list(source.find(person, words, SHOWN + 1))
        more = len(things) > SHOWN
        way = source.way(words) if source.list_name and (more or source.recent) else None
        if things or way:
            found.append(SearchResult(source.title, [source.show(thing) for thing in things[:SHOWN]], more, way))
    return found
