"""Real threads on real connections, all let go at the same moment."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from collaborative.errors import ActionError


def at_once(acts: Iterable[Callable[[], Any]], *, answers: tuple[type[Exception], ...] = (ActionError,)) -> list[Any]:
    """What each act gave back, in their order. A refusal is an answer, too; any other exception ends the test."""
    acts = list(acts)
    found: list[Any] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            found[number] = act()
        except Exception as problem:
            found[number] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if any(thread.is_alive() for thread in threads):
        raise AssertionError("Some of what was begun at once has not ended after a minute.")
    if broken := [one for one in found if isinstance(one, Exception) and not isinstance(one, answers)]:
        raise ExceptionGroup("What was done at once broke.", broken)
    return found


def refusals(found: Iterable[Any]) -> list[Exception]:
    return [one for one in found if isinstance(one, Exception)]
