"""Statements whose text is made once per process.

Building a query of several joins and turning it into SQL costs more processor time than running it: one to five
milliseconds each. A function marked `@prepared` returns a queryset (or `totals(…)`), and is called as usual:

    @prepared
    def steps_of_district(person, district, *, state): ...

    steps = steps_of_district(request.user, district.pk, state="open")     # a list, always fresh from the database

What is positional is an id, a list of ids, a text, None, or a person: it is filled into the known statement at each call.
What is named shapes the statement; one is kept for each combination, and for each shape of what is positional: how many
ids, which of them are the same, which roles a person holds. A statement made yesterday is not used today.

The function is called with stand-ins, so it may pass ids on to the database and nothing else: comparing one with a
number raises an error. Instants (the clock) cannot be prepared. In tests the first calls are held against the statement as
the plain function makes it.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from functools import update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, cast, overload

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Aggregate, Model, Prefetch, QuerySet
from django.db.models.sql import Query
from django.utils.functional import Promise

from collaborative.calendar.periods import today

P = ParamSpec("P")
Row = TypeVar("Row")
Made = TypeVar("Made")  # by the function itself: a queryset, or totals
Answer = TypeVar("Answer")  # of the database: a list of rows, or one dictionary

DOUBTS = 4
MOST_KEPT = 600  # of all functions together
_FIRST_ID = 7_000_000_000_000_000_000
_MARK = "\u2063{}\u2063"
_MARKED = re.compile("(?P<pattern>%?)\u2063(?P<place>[0-9]+)\u2063(?P=pattern)")


class CannotBePrepared(TypeError):
    """The statement holds something that would not be filled in at the next call."""


def known_by_id(model: type[Model], pk: int) -> Any:
    """A stand-in of which the id alone is known: reading anything else asks the database, which is refused here."""
    return model.from_db(DEFAULT_DB_ALIAS, [model._meta.pk.attname], [pk])


class _Id(int):
    """Stands in for an id. What depends on its value cannot be prepared."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, int) and not isinstance(other, _Id) and other < _FIRST_ID:
            raise CannotBePrepared("An id was compared while a statement was prepared.")
        return int(self) == other

    __hash__ = int.__hash__


class Totals:
    """One row of aggregates over a queryset, as `aggregate` gives it: a dictionary."""

    def __init__(self, rows: QuerySet, figures: dict[str, Aggregate]) -> None:
        self.rows, self.figures = rows, figures


def totals(rows: QuerySet, **figures: Aggregate) -> Totals:
    return Totals(rows, figures)


def union_all(parts: Sequence[QuerySet]) -> QuerySet:
    """Several questions, shaped alike, in one statement; a single one stays as it is."""
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


class _Captured(Exception):
    def __init__(self, sql: str, params: tuple) -> None:
        self.sql, self.params = sql, params


class prepared(Generic[P, Made, Answer]):
    """See above."""

    @overload
    def __init__(self: "prepared[P, Totals, dict[str, Any]]", make: Callable[P, Totals]) -> None: ...

    @overload
    def __init__(self: "prepared[P, QuerySet[Any, Row], list[Row]]", make: Callable[P, QuerySet[Any, Row]]) -> None: ...

    def __init__(self, make: Callable[P, Any]) -> None:
        self.make = make
        update_wrapper(self, make)

    def __call__(self, *given: P.args, **named: P.kwargs) -> Answer:
        values: dict[Any, int] = {}
        shape = tuple(_shape_of(one, values) for one in given)
        if not settings.PREPARED:
            return _plainly(self.make(*given, **named))
        key = (self, today(), shape, *named.items())
        try:
            statement = _kept[key] = _kept.pop(key)  # the last used stand last
        except KeyError:
            statement = _kept[key] = self._prepare(given, shape, named)
            for oldest in list(_kept)[: len(_kept) - MOST_KEPT] if len(_kept) > MOST_KEPT else ():
                _kept.pop(oldest, None)
        if statement is None:
            return _plainly(self.make(*given, **named))
        if settings.TESTING and is_doubted(key):
            statement.hold_against(self.make(*given, **named), list(values))
        return statement.run(list(values))

    def plain(self, *given: P.args, **named: P.kwargs) -> Made:
        """The queryset itself, or the totals, made anew."""
        return self.make(*given, **named)

    def _prepare(self, given: tuple, shape: tuple, named: dict[str, Any]) -> "_Statement | None":
        try:
            with connection.execute_wrapper(_refuse):
                made = self.make(*map(_stand_in, given, shape), **named)
            return _Statement(made)
        except CannotBePrepared:
            if settings.TESTING:
                raise
            return None


_kept: dict[Hashable, "_Statement | None"] = {}
_doubts: Counter[Hashable] = Counter()


def is_doubted(key: Hashable) -> bool:
    """In tests: whether a statement is still held against the plain one. After a few calls it is believed."""
    _doubts[key] += 1
    return _doubts[key] <= DOUBTS


class _Statement:
    """SQL with its parameters, and what Django needs to make objects of the answer."""

    def __init__(self, made: "QuerySet | Totals") -> None:
        self.made = made
        self.compiler, self.sql, params = _compiled(made)
        if self.compiler is not None:
            self.compiler.connection = None  # each thread brings its own
        if str(_FIRST_ID)[:12] in self.sql:
            raise CannotBePrepared("An id is part of the statement's text.")
        self.slots = [_slot(one) for one in params]
        _refuse_stand_ins_within(made)
        self.converters: dict[int, tuple[list[Callable], Any]] | None = None

    def run(self, values: list) -> Any:
        if self.sql == "":
            return []
        params = tuple(slot(values) if callable(slot) else slot for slot in self.slots)
        if isinstance(self.made, Totals):
            with connection.cursor() as cursor:
                cursor.execute(self.sql, params)
                return dict(zip(self.made.figures, cursor.fetchone(), strict=True))
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

    def hold_against(self, made: "QuerySet | Totals", values: list) -> None:
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


def _compiled(made: "QuerySet | Totals") -> tuple[Any, str, Iterable]:
    """(compiler, sql, params); an empty text where nothing can match."""
    if isinstance(made, Totals):
        return None, *_asked(lambda: made.rows.aggregate(**made.figures))
    compiler = made.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        return compiler, *compiler.as_sql()
    except EmptyResultSet:
        return compiler, "", ()


def _refuse_stand_ins_within(made: Any) -> None:
    """What is prefetched runs as it stands, at every call: nothing in it may wait to be filled in."""
    lookups = () if isinstance(made, Totals) else made._prefetch_related_lookups
    inner = [one.queryset for one in lookups if isinstance(one, Prefetch) and one.queryset is not None]
    for rows in inner:
        _compiler, _sql, params = _compiled(rows)
        if any(callable(_slot(one)) for one in params):
            raise CannotBePrepared("What is prefetched depends on what is positional.")
        _refuse_stand_ins_within(rows)


def _refuse(execute: Any, sql: str, params: tuple, many: bool, context: dict) -> None:
    raise CannotBePrepared("The database was asked while a statement was prepared.")


def _asked(act: Callable[[], Any]) -> tuple[str, tuple]:
    """The statement that an act would put to the database. Nobody else sees or counts it."""

    def capture(execute: Any, sql: str, params: tuple, many: bool, context: dict) -> None:
        raise _Captured(sql, params)

    logging, connection.force_debug_cursor = connection.force_debug_cursor, False
    connection.execute_wrappers.insert(0, capture)
    try:
        act()
    except _Captured as captured:
        return captured.sql, captured.params
    finally:
        connection.execute_wrappers.remove(capture)
        connection.force_debug_cursor = logging
    raise CannotBePrepared("These totals need no statement.")


def _plainly(made: "QuerySet | Totals") -> Any:
    return made.rows.aggregate(**made.figures) if isinstance(made, Totals) else list(made)


# What is positional: its shape, its stand-in, its place among the parameters -------------------------------------------


def _shape_of(given: Any, values: dict[Any, int]) -> Hashable:
    """Which of the values stand where; equal ones share a place. Lists and people are made of several."""
    if given is None:
        return None
    if isinstance(given, bool):
        raise TypeError("What is true or false shapes a statement: give it by name.")
    if isinstance(given, (int, str)):
        return _place(given, values)
    if hasattr(given, "take_apart"):
        shape, ids = given.take_apart()
        return (given.__class__, shape, *[_place(one, values) for one in ids])
    if isinstance(given, (list, tuple, set, frozenset)):
        return (list, None, *[_place(one, values) for one in given])
    raise TypeError(f"{type(given).__name__} cannot be filled into a prepared statement: give its id.")


def _place(value: int | str, values: dict[Any, int]) -> tuple[type, int]:
    kind = str if isinstance(value, str) else int
    return kind, values.setdefault(str(value) if kind is str else int(value), len(values))


def _stand_in(given: Any, shape: Any) -> Any:
    if shape is None:
        return None
    if isinstance(shape[1], int):
        kind, place = shape
        return _Id(_FIRST_ID + place) if kind is int else _MARK.format(place)
    made_of = [_stand_in(None, one) for one in shape[2:]]
    return made_of if shape[0] is list else shape[0].stand_in(shape[1], made_of)


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
