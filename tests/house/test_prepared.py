"""The fence around functions that are compiled once: docs/decisions/prepared-statements.md."""

import ast

from tests.bench.compiled import LINES
from tests.house.test_house import TOP, sources

MOST = 30


def prepared_in(path):
    """The functions of a file that carry the mark, however it is called there."""
    tree = ast.parse(path.read_text())
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    return [one.name for one in functions if any(ast.unparse(mark).endswith("prepared") for mark in one.decorator_list)]


def named_in(path):
    tree = ast.parse(path.read_text())
    imported = [one for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    return any(name.name in ("prepared", "compiled_queries") for one in imported for name in one.names)


def all_prepared():
    for path in sources():
        module = ".".join(path.relative_to(TOP).with_suffix("").parts)
        yield from (f"{module}.{name}" for name in prepared_in(path))


def test_they_are_at_most_thirty():
    assert 0 < len(list(all_prepared())) <= MOST


def test_each_lies_in_a_queries_py():
    elsewhere = [path for path in sources() if path.name != "queries.py" and (prepared_in(path) or named_in(path))]

    assert [str(path.relative_to(TOP)) for path in elsewhere] == []


def test_each_has_a_line_in_the_bench():
    assert {f"{one.__module__}.{one.__name__}" for one in LINES} == set(all_prepared())
