"""One search box: each package says in its search.py what can be found, within the reach of who asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from collaborative.registry import Registry

SHOWN = 8  # of each kind; the rest is reached through «all …»
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
    `more(words)` is the address of the whole list, where there is one."""

    name: str
    title: str
    find: Callable[[Any, str, int], Iterable[Any]]
    show: Callable[[Any], Hit]
    more: Callable[[str], str] | None = None
    order: int = 50


sources: Registry[Source] = Registry("search source")


def search_source(name: str, title: str, **parts: Any) -> Source:
    return sources.add(name, Source(name, title, **parts))


def search(person: Any, words: str) -> list[tuple[Source, list[Hit], bool]]:
    """Each source with its hits and whether there are more; one statement a source."""
    found = []
    for source in sorted(sources.values(), key=lambda one: one.order):
        things = list(source.find(person, words, SHOWN + 1))
        if things:
            found.append((source, [source.show(thing) for thing in things[:SHOWN]], len(things) > SHOWN))
    return found
