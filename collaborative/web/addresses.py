"""The addresses of our own pages, by their names in urls.py. Where the product runs under a path, they begin with it.

path_to("person", 7)        /people/7/, cheap enough for every row of a list
absolute_url("person", 7)   the same with the host, for what is read elsewhere: letters, calendars, papers
absolute("/people/7/")      of a path at hand
to_keep, from_kept          of a path in the database, which keeps it without the path that the product runs under
Link(words, url)            words that lead to an address; templates ask for them by these names
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.urls import get_script_prefix, reverse

from collaborative.web.text import Words

PLAIN = re.compile(r"[A-Za-z0-9_-]+")  # what an address holds as it is
STAND_IN = 10**15  # and the numbers behind it: they stand where the given ones will


class Link(NamedTuple):
    words: Words
    url: str


def path_to(name: str, *args: int | str) -> str:
    """What `reverse` gives. It is looked up once per process; then numbers and plain words are filled in."""
    for one in args:
        if type(one) is not int and not PLAIN.fullmatch(str(one)):
            return reverse(name, args=args)
    return _pattern(name, len(args), get_script_prefix()) % args


@lru_cache(maxsize=1024)
def _pattern(name: str, number: int, _prefix: str) -> str:
    stand_ins = range(STAND_IN, STAND_IN + number)
    pattern = reverse(name, args=stand_ins).replace("%", "%%")
    for one in stand_ins:
        pattern = pattern.replace(str(one), "%s")
    return pattern


def absolute_url(name: str, *args: int | str) -> str:
    return absolute(path_to(name, *args))


def absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)


def to_keep(path: str) -> str:
    return "/" + path.removeprefix(get_script_prefix()).removeprefix("/") if path else ""


def from_kept(path: str) -> str:
    return f"{get_script_prefix()}{path.removeprefix('/')}" if path else ""
