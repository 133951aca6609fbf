"""Real threads on real connections, all let go at the same moment."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection


@pytest.fixture
def at_once():
    """at_once([act, act, …]) → what each gave back, or the exception it raised, in their order."""

    def run(acts: Iterable[Callable[[], Any]]) -> list[Any]:
        acts = list(acts)
        found: list[Any] = [None] * len(acts)
        gate = threading.Barrier(len(acts))

        def one(number: int, act: Callable[[], Any]) -> None:
            try:
                connection.ensure_connection()
                gate.wait(timeout=30)
                found[number] = act()
            except Exception as problem:
                found[number] = problem
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=(number, act)) for number, act in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return found

    return run
