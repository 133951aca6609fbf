"""No code and no test asks a clock that knows no zone, and no test holds a fixed date against the day it runs on."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded.places import PROJECT

APPS = [
    "collaborative",
    "recs",
    "districts",
    "initiatives",
    "trainings",
    "coaching",
    "support",
    "accountability",
    "tests",
]
FILES = [path for app in APPS for path in sorted((PROJECT / app).rglob("*.py")) if "migrations" not in path.parts]
NAIVE = {"date.today", "datetime.today", "datetime.utcnow", "datetime.utcfromtimestamp"}
ZONED = {"datetime.now", "datetime.fromtimestamp"}  # only with a zone
ASKS_THE_DAY = {"today", "timezone.now", "timezone.localdate"}
FIRST_YEAR = 2026  # dates before it are past on whatever day a test runs


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ".".join(ast.unparse(node.func).split(".")[-2:]), node


def naive(tree: ast.AST) -> Iterator[int]:
    """Lines that ask what day or time it is without saying where."""
    for name, call in calls(tree):
        zoned = any(word.arg in ("tz", "tzinfo") for word in call.keywords)
        enough = len(call.args) > (1 if name == "datetime.fromtimestamp" else 0)
        if name in NAIVE or (name in ZONED and not zoned and not enough):
            yield call.lineno


def fixed_beside_today(tree: ast.AST) -> Iterator[int]:
    """Tests that hold a date written down, of a year to come, beside the day on which they run."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            found = list(calls(node))
            asks = any(name in ASKS_THE_DAY and not call.args for name, call in found)
            if asks and any(is_fixed(name, call) for name, call in found):
                yield node.lineno


def is_fixed(name: str, call: ast.Call) -> bool:
    year = call.args[0] if name in ("date", "datetime") and call.args else None
    return isinstance(year, ast.Constant) and isinstance(year.value, int) and year.value >= FIRST_YEAR


def found(looked_for, files: list[Path]) -> list[str]:
    return [f"{path.relative_to(PROJECT)}:{line}" for path in files for line in looked_for(ast.parse(path.read_text()))]


def test_every_clock_is_asked_with_its_zone():
    assert found(naive, FILES) == []


def test_no_test_holds_a_fixed_date_against_the_day_it_runs_on():
    assert found(fixed_beside_today, [path for path in FILES if path.name.startswith("test_")]) == []


@pytest.mark.parametrize(
    "line",
    ["date.today()", "datetime.now()", "datetime.utcnow()", "datetime.datetime.now()", "datetime.fromtimestamp(1)"],
)
def test_a_naive_clock_is_found(line):
    assert list(naive(ast.parse(line))) == [1]


@pytest.mark.parametrize(
    "line", ["datetime.now(UTC)", "datetime.now(tz=UTC)", "datetime.fromtimestamp(1, UTC)", "today()"]
)
def test_a_clock_with_a_zone_is_left_alone(line):
    assert list(naive(ast.parse(line))) == []


def test_a_fixed_date_beside_today_is_found():
    test = "def test_x():\n    assert today() < date(2027, 2, 20)"
    assert list(fixed_beside_today(ast.parse(test))) == [1]
    assert list(fixed_beside_today(ast.parse(test.replace("2027", "2001")))) == []
