import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")


def until(condition: Callable[[], Answer], *, seconds: float = 10, what: str = "") -> Answer:
    """Asks again and again until the answer is true, and returns it; fails when the time is over."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited {seconds} s in vain for {what or condition}; the last answer was {answer!r}.")
        time.sleep(0.02)
