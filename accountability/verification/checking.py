"""A check: how many rows it looked at, and which of them are wrong, in words with their ids."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Checked:
    looked_at: int
    wrong: list[str]


@dataclass(frozen=True)
class Check:
    name: str
    promise: str
    run: Callable[[], Checked]


checks: list[Check] = []


def check(promise: str) -> Callable[[Callable[[], Checked]], Callable[[], Checked]]:
    def hang(run: Callable[[], Checked]) -> Callable[[], Checked]:
        checks.append(Check(f"{run.__module__.rsplit('.', 1)[1]}.{run.__name__}", promise, run))
        return run

    return hang


def number(sql: str, parameters: Any = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def wrong(sql: str, words: str, parameters: Any = None) -> list[str]:
    """One line for each row that the statement finds; `words` takes its columns in order."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [words.format(*row) for row in cursor.fetchall()]
