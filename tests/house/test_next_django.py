"""What script/check says of Django's next version: nothing is wrong where it cannot be tried."""

import json
import re
from subprocess import CompletedProcess

import pytest

from tests import next_django

KNOWN = "ERROR: Could not find a version that satisfies the requirement Django>=5.3a0 (from versions: 5.1, 5.2)"
UNREACHABLE = "ERROR: Could not find a version that satisfies the requirement Django>=5.3a0 (from versions: none)"


@pytest.fixture
def look(monkeypatch, tmp_path):
    """look(…) with what pip answers to the question, to the installation, and what the two runs say that fail."""
    monkeypatch.setattr(next_django, "FOLDER", tmp_path)
    monkeypatch.setattr(next_django, "ASKED", tmp_path / "asked")

    def looking(found: str, *, refused: str = "", load: str = "", tests: str = ""):
        def pip(*words):
            if "--dry-run" in words:
                report = json.dumps({"install": [{"metadata": {"version": found}}]})
                return CompletedProcess(words, bool(refused), "" if refused else report, refused)
            (tmp_path / re.sub(r".*/", "", words[1])).mkdir()
            return CompletedProcess(words, 0, "", "")

        monkeypatch.setattr(next_django, "pip", pip)
        monkeypatch.setattr(next_django, "run", lambda folder, *words: load if words[0] == "-c" else tests)
        return next_django.look()

    return looking


def test_it_is_installed_once_and_asked_for_once_a_day(look, tmp_path):
    assert look("6.0a1") == ("6.0a1 takes statements that are compiled once", "")
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["6.0a1"]

    assert look("7.0")[0].startswith("6.0a1 takes")


def test_a_red_test_on_it_is_a_finding(look):
    assert look("6.0", tests="1 failed") == ("6.0 does not take statements that are compiled once", "1 failed")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"refused": KNOWN}, "none after"),
        ({"refused": UNREACHABLE}, "not tried: the package index cannot be asked"),
        ({"refused": "ERROR: no network"}, "not tried: the package index cannot be asked"),
        ({"load": "Traceback\nImportError: allauth"}, "6.0 not tried: ImportError: allauth"),
    ],
)
def test_where_it_cannot_be_tried_that_is_said_and_nothing_is_wrong(look, answer, said):
    words, findings = look("6.0", **answer)
    assert words.startswith(said) and findings == ""
