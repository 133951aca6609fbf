"""The room that a page has on the stack."""

import resource
from collections.abc import Callable

import pytest

from collaborative.ops.wsgi import NEEDS_ROOM, with_room

TURNS = 300


def called(depth: int, turns: Callable[[], None]) -> None:
    if depth:
        called(depth - 1, turns)
    else:
        turns()


def loop() -> None:
    for _turn in range(TURNS):
        called(3, lambda: None)


def asked_for_memory(depth: int) -> int:
    """How often the system had to give the thread memory."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    called(depth, loop)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def most(serve: Callable[..., int]) -> int:
    return max(serve(depth, None) for depth in range(150))


@pytest.mark.skipif(not NEEDS_ROOM, reason="the room is for Pythons on which a measurement showed that it helps")
def test_a_loop_at_any_depth_asks_the_system_for_no_memory():
    def plainly(depth, _start_response):
        return asked_for_memory(depth)

    assert most(plainly) >= TURNS  # what the room is for: some depth lies at the border of a chunk
    assert most(with_room(plainly)) < TURNS / 2
