"""The list of what mypy still finds only shrinks."""

from collections import Counter

import pytest

from tests import hints

SAID = 'recs/forms.py:7: error: Item "None" has no attribute "pk"  [union-attr]\nFound 1 error in 1 file'


@pytest.fixture
def find(monkeypatch):
    def find(listed: dict[str, int], said: str) -> str:
        monkeypatch.setattr(hints, "read", lambda: Counter(listed))
        monkeypatch.setattr(hints, "look", lambda: (said, hints.counted_in(said)))
        return hints.findings()

    return find


def test_what_is_listed_is_borne(find):
    assert find({"recs/forms.py": 1}, SAID) == ""
    assert find({}, "") == ""


def test_more_than_listed_is_shown_with_its_lines(find):
    assert find({}, SAID) == SAID.splitlines()[0]
    assert find({"recs/forms.py": 1}, f"{SAID}\n{SAID}").endswith("recs/forms.py: 2 findings, 1 are listed")


def test_fewer_than_listed_ask_to_be_written_down(find, monkeypatch, tmp_path):
    told = find({"recs/forms.py": 3, "recs/urls.py": 1}, SAID)
    assert "recs/forms.py: 3 findings are listed, 1 are left" in told and told.endswith("-m tests.hints --write")

    monkeypatch.setattr(hints, "LISTED", tmp_path / "hints.txt")
    hints.write(hints.counted_in(SAID))

    assert (tmp_path / "hints.txt").read_text() == "recs/forms.py 1\n"


def test_a_mypy_that_breaks_off_is_told(find):
    assert find({"recs/forms.py": 1}, "mypy: cannot read pyproject.toml") == "mypy: cannot read pyproject.toml"
