"""What is derived from the facts of a row is said in one place: as Python reads it, and beside it as the database does.

    @derived(lambda on=None: OPEN & Q(due_on__lt=on or today()))
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < today()

`step.is_overdue` is true or false; `FollowUpStep.is_overdue.sql()` is the condition for querysets. A state of several words
gives a condition for each of them. tests/database/test_derived.py holds the one against the other, for every model.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

from django.db.models import Q

Value = TypeVar("Value")
Sql = TypeVar("Sql", Q, dict[str, Q])


class Derived(Generic[Value, Sql]):
    def __init__(self, read: Callable[[Any], Value], sql: Callable[..., Sql]) -> None:
        self.read = read
        self.sql: Callable[..., Sql] = sql
        self.__doc__ = read.__doc__

    @overload
    def __get__(self, row: None, model: type) -> Self: ...

    @overload
    def __get__(self, row: object, model: type) -> Value: ...

    def __get__(self, row: Any, model: type) -> "Self | Value":
        return self if row is None else self.read(row)

    def __set__(self, row: object, value: object) -> None:
        raise AttributeError("It follows from other facts and cannot be set.")


def derived(sql: Callable[..., Sql]) -> Callable[[Callable[[Any], Value]], Derived[Value, Sql]]:
    def beside(read: Callable[[Any], Value]) -> Derived[Value, Sql]:
        return Derived(read, sql)

    return beside
