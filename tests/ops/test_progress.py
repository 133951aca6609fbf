import threading

import pytest

from collaborative.ops import progress
from collaborative.ops.progress import step


def test_a_step_that_takes_far_too_long_is_told_while_it_runs():
    told, said = threading.Event(), []

    def say(words: str) -> None:
        said.append(words)
        if "may be stopped" in words:
            told.set()

    with step("Counting sheep", usual=0.001, say=say):
        assert told.wait(30)

    assert said[0] == "Counting sheep …"


def test_the_time_of_a_step_is_told(monkeypatch):
    monkeypatch.setattr(progress, "TOLD_FROM", -1)
    said = []
    with step("Tables", usual=60, say=said.append):
        pass
    assert said == ["Tables …", "  done in 0 s"]


def test_a_step_that_failed_is_not_done():
    said = []
    with pytest.raises(ZeroDivisionError), step("Tables", usual=60, say=said.append):
        _ = 1 / 0
    assert said == ["Tables …"]
