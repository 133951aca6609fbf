"""Statements whose text is made once per process.

Building a query of several joins and turning it into SQL costs more processor time than running it: one to five
milliseconds each. A function marked `@prepared` returns a queryset, and is called as usual:

    @prepared
    def steps_of_district(person: Person, district: District, *, state: str) -> QuerySet[Step]: ...

    steps = steps_of_district(request.user, district, state="open")     # a list, always fresh from the database

What is positional is a thing, a list of things, an id, a text, or None: it is filled into the known statement at each call.
What is named shapes the statement; one is kept for each combination, and for each shape of what is positional: how many
things, which of them are the same, which roles a person holds. A statement for which the day was asked serves that day.

The function is called with stand-ins, so it may pass things on to the database and nothing else: comparing an id with a
number, or reading another field, raises an error. Instants (the clock) cannot be prepared. In tests the first calls are held
against the statement as the plain function makes it.

At most thirty functions are worth it, each in a `queries.py`: docs/decisions/prepared-statements.md says how to write one.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from datetime import date
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, Prefetch, QuerySet
from django.db.models.sql import Query
from django.utils.functional import Promise

from collaborative.calendar.periods import days_asked, today

P = ParamSpec("P")
Row = TypeVar("Row")

DOUBTS = 4
MOST_KEPT = 600  # of all functions together
UNKNOWN = object()
_FIRST_ID = 7_000_000_000_000_000_000
_MARK = "\u2063{}\u2063"
_MARKED = re.compile("(?P<pattern>%?)\u2063(?P<place>[0-9]+)\u2063(?P=pattern)")


class CannotBePrepared(TypeError):
    """The statement holds something that would not be filled in at the next call."""


def known_by_id(model: type[Model], pk: int) -> Any:
    """A stand-in of which the id alone is known: reading anything else asks the database, which is refused here."""
    names = {one._meta.pk.attname for one in (model, *model._meta.all_parents)}
    return model.from_db(DEFAULT_DB_ALIAS, names, [pk] * len(names))


class _Id(int):
    """Stands in for an id. What depends on its value cannot be prepared."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int) and not isinstance(other, _Id) and other < _FIRST_ID:
            raise CannotBePrepared("An id was compared while a statement was prepared.")
        return int(self) == other

    __hash__ = int.__hash__


def union_all(parts: Sequence[QuerySet]) -> QuerySet:
    """Several questions, shaped alike, in one statement; a single one stays as it is."""
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


class prepared(Generic[P, Row]):
    """See above."""

    def __init__(self, make: Callable[P, QuerySet[Any, Row]]) -> None:
        self.make = make
        update_wrapper(self, make)

    def __call__(self, *given: P.args, **named: P.kwargs) -> list[Row]:
        if not settings.PREPARED:
            return list(self.make(*given, **named))
        values: dict[Any, int] = {}
        shape = tuple(_shape_of(one, values) for one in given)
        key = (self, shape, *named.items())
        statement = _kept.pop(key, UNKNOWN)
        if statement is UNKNOWN or (statement and not statement.serves(today())):
            statement = self._prepare(shape, named)
        _kept[key] = statement  # the last used stand last
        for oldest in list(_kept)[: len(_kept) - MOST_KEPT] if len(_kept) > MOST_KEPT else ():
            _kept.pop(oldest, None)
        if statement is None:
            return list(self.make(*given, **named))
        if settings.TESTING and _is_doubted(key):
            statement.hold_against(self.make(*given, **named), list(values))
        return statement.run(list(values))

    def plain(self, *given: P.args, **named: P.kwargs) -> QuerySet[Any, Row]:
        """The queryset itself, made anew."""
        return self.make(*given, **named)

    def _prepare(self, shape: tuple, named: dict[str, Any]) -> "_Statement | None":
        try:
            with connection.execute_wrapper(_refuse), days_asked() as days:
                return _Statement(self.make(*map(_stand_in, shape), **named), days)
        except CannotBePrepared:
            if settings.TESTING:
                raise
            return None


_kept: dict[Hashable, Any] = {}  # _Statement, or None for what is refused
_doubts: Counter[Hashable] = Counter()


def _is_doubted(key: Hashable) -> bool:
    """In tests: whether a statement is still held against the plain one. After a few calls it is believed."""
    _doubts[key] += 1
    return _doubts[key] <= DOUBTS


class _Statement:
    """SQL with its parameters, and what Django needs to make objects of the answer."""

    def __init__(self, made: QuerySet, days: list[date]) -> None:
        """`days`: what `today()` answered while it is made, filled in until it is compiled."""
        self.made = made
        self.compiler, self.sql, params = _compiled(made)
        self.compiler.connection = None  # each thread brings its own
        if str(_FIRST_ID)[:12] in self.sql:
            raise CannotBePrepared("An id is part of the statement's text.")
        self.slots = [_slot(one) for one in params]
        _refuse_stand_ins_within(made)
        self.converters: dict[int, tuple[list[Callable], Any]] | None = None
        self.days = set(days)

    def serves(self, day: date) -> bool:
        return not self.days or self.days == {day}

    def run(self, values: list) -> list:
        if self.sql == "":
            return []
        params = tuple(slot(values) if callable(slot) else slot for slot in self.slots)
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *args, **kwargs: (self.sql, params)
        compiler.get_converters = self._converters
        known: Any = QuerySet(self.made.model, cast(Query, _Known(self.made.query, compiler)), DEFAULT_DB_ALIAS)
        made: Any = self.made  # what follows is Django’s own, of which its hints say nothing
        known._fields = made._fields
        known._iterable_class = made._iterable_class
        known._prefetch_related_lookups = made._prefetch_related_lookups
        return list(known)

    def _converters(self, expressions: Iterable[Any]) -> dict[int, tuple[list[Callable], Any]]:
        """What turns the database's answer into Python's values: the same at every call."""
        if self.converters is None:
            compiler = copy(self.compiler)
            compiler.connection = connections[DEFAULT_DB_ALIAS]
            self.converters = compiler.get_converters(expressions)
        return self.converters

    def hold_against(self, made: QuerySet, values: list) -> None:
        _compiler, sql, params = _compiled(made)
        filled = [slot(values) if callable(slot) else slot for slot in self.slots]
        if sql != self.sql or list(params) != filled:
            raise AssertionError(f"Prepared:\n{self.sql} {filled}\nbut plainly:\n{sql} {list(params)}")


class _Known:
    """A query in the eyes of Django's iterables; its compiler has done its work already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _compiled(made: QuerySet) -> tuple[Any, str, Iterable]:
    """(compiler, sql, params); an empty text where nothing can match."""
    compiler = made.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        return compiler, *compiler.as_sql()
    except EmptyResultSet:
        return compiler, "", ()


def _refuse_stand_ins_within(made: Any) -> None:
    """What is prefetched runs as it stands, at every call: nothing in it may wait to be filled in."""
    lookups = [one for one in made._prefetch_related_lookups if isinstance(one, Prefetch)]
    for rows in (one.queryset for one in lookups if one.queryset is not None):
        _compiler, _sql, params = _compiled(rows)
        if any(callable(_slot(one)) for one in params):
            raise CannotBePrepared("What is prefetched depends on what is positional.")
        _refuse_stand_ins_within(rows)


def _refuse(execute: Any, sql: str, params: tuple, many: bool, context: dict) -> None:
    raise CannotBePrepared("The database was asked while a statement was prepared.")


# What is positional: its shape, its stand-in, its place among the parameters -------------------------------------------


def _shape_of(given: Any, values: dict[Any, int]) -> Hashable:
    """Which of the values stand where; equal ones share a place. A thing is its kind and id, a person is made of several."""
    if given is None:
        return None
    if isinstance(given, bool):
        raise TypeError("What is true or false shapes a statement: give it by name.")
    if isinstance(given, (int, str)):
        return _place(given, values)
    if hasattr(given, "take_apart"):
        shape, ids = given.take_apart()
        return (given.__class__, shape, *[_place(one, values) for one in ids])
    if isinstance(given, Model):
        return (given.__class__, None, _place(given.pk, values))
    if isinstance(given, (list, tuple, set, frozenset)):
        return (list, None, *[_shape_of(one, values) for one in given])
    raise TypeError(f"{type(given).__name__} cannot be filled into a prepared statement.")


def _place(value: int | str, values: dict[Any, int]) -> tuple[type, int]:
    kind = str if isinstance(value, str) else int
    return kind, values.setdefault(str(value) if kind is str else int(value), len(values))


def _stand_in(shape: Any) -> Any:
    if shape is None:
        return None
    if isinstance(shape[1], int):
        kind, place = shape
        return _Id(_FIRST_ID + place) if kind is int else _MARK.format(place)
    kind, more, *places = shape
    made_of = [_stand_in(one) for one in places]
    if kind is list:
        return made_of
    return kind.stand_in(more, made_of) if hasattr(kind, "stand_in") else known_by_id(kind, *made_of)


def _slot(param: Any) -> Any:
    """The parameter itself, or a function that finds it among the values of a call."""
    if isinstance(param, int) and not isinstance(param, bool) and param >= _FIRST_ID:
        place = int(param) - _FIRST_ID
        return lambda values: values[place]
    if isinstance(param, str) and _MARK[0] in param:
        marked = _MARKED.fullmatch(param)
        if marked is None:
            raise CannotBePrepared("A text was changed while a statement was prepared.")
        place = int(marked["place"])
        if marked["pattern"]:  # of «contains»: what means something in a pattern is escaped, as Django does
            return lambda values: f"%{connection.ops.prep_for_like_query(values[place])}%"
        return lambda values: values[place]
    if isinstance(param, (list, tuple)):
        slots = [_slot(one) for one in param]
        if any(callable(one) for one in slots):
            return lambda values: type(param)(one(values) if callable(one) else one for one in slots)
        return param
    if hasattr(param, "tzinfo") or (isinstance(param, str) and str(_FIRST_ID)[:12] in param):
        raise CannotBePrepared(f"{param!r} would not be filled in anew.")
    return str(param) if isinstance(param, Promise) else param
