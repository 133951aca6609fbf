"""Lines that tell how far a long act is: each step, the time it took, and a sentence when it takes far too long."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TOLD_FROM = 2  # seconds: a shorter step is named and no more
FAR_TOO_LONG = 10  # times what a step usually takes


def printed(words: str) -> None:
    print(words, flush=True)  # noqa: T201


@contextmanager
def step(words: str, *, usual: float | None = None, say: Callable[[str], object] = printed) -> Iterator[None]:
    """`usual` is how many seconds the step takes on a small machine."""
    say(f"{words} …")
    began = time.monotonic()
    watch = threading.Timer(usual * FAR_TOO_LONG, say, [_too_long(usual)]) if usual else None
    if watch:
        watch.daemon = True
        watch.start()
    try:
        yield
    finally:
        if watch:
            watch.cancel()
    seconds = time.monotonic() - began
    if seconds > TOLD_FROM:
        say(f"  done in {seconds:.0f} s")


def _too_long(usual: float) -> str:
    return (
        f"  This step takes about {usual:.0f} s and has taken {usual * FAR_TOO_LONG:.0f}. Either the machine is very busy,"
        " or the database plans badly. It may be stopped: nothing half-done stays, and the next start begins anew."
    )
