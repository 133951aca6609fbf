"""Unfinished headers hold nobody up: sixty of them, and the next visitor is answered. On the real web server."""

import os
import socket
import sys
from contextlib import ExitStack, closing

import pytest

from collaborative.ops.web_worker import HEADER_SECONDS, LONGEST_HEADERS
from embedded.children import Child
from embedded.places import PROJECT
from tests.sink import free_port
from tests.waiting import until

pytestmark = pytest.mark.xdist_group("live")

PATIENCE = 60
HALF = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: a"
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Web:
    """One process of two threads: two unfinished headers would hold it."""

    def __init__(self, folder) -> None:
        self.port = free_port()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "collaborative.settings",
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
            "WEB_THREADS": "2",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "python:collaborative.ops.gunicorn"]
        self.child = Child("web", command, log=folder / "web.log", env=environment, cwd=PROJECT)

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def send(self, *parts: bytes) -> socket.socket:
        made = self.connect()
        for part in parts:
            made.sendall(part)
        return made

    def answers(self) -> bool:
        try:
            with closing(self.send(WHOLE)) as made:
                return made.recv(4) == b"HTTP"
        except OSError:
            return False


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    started = Web(tmp_path_factory.mktemp("web"))
    started.child.start()
    until(started.answers, seconds=PATIENCE, what="an answer of the web server")
    yield started
    started.child.stop()


def status(made: socket.socket) -> bytes:
    """The first line, after reading the answer to its end."""
    head = b""
    while b"\r\n\r\n" not in head:
        data = made.recv(8192)
        assert data, head
        head += data
    head, rest = head.split(b"\r\n\r\n", 1)
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    while len(rest) < length:
        rest += made.recv(8192)
    return head.split(b"\r\n")[0]


def test_sixty_unfinished_headers_hold_nobody_up(web):
    with ExitStack() as open_ones:
        for _number in range(60):
            open_ones.enter_context(closing(web.send(HALF)))

        assert web.answers()


@pytest.mark.parametrize(
    "begin",
    [b"", b"G", b"\r\n\r\n", b"\r\n\r\nGET /", WHOLE + HALF],
    ids=["nothing", "a letter", "empty lines", "after empty lines", "behind a whole one"],
)
def test_however_they_begin(web, begin):
    with ExitStack() as open_ones:
        for _number in range(10):
            open_ones.enter_context(closing(web.send(begin)))

        assert web.answers()


def test_a_connection_that_is_kept_alive_and_then_stalls(web):
    with ExitStack() as open_ones:
        for _number in range(10):
            made = open_ones.enter_context(closing(web.send(WHOLE)))
            assert b"HTTP/1.1" in status(made)
            made.sendall(HALF)

        assert web.answers()


def test_headers_in_pieces_and_several_on_one_connection_are_answered(web):
    with closing(web.connect()) as made:
        for _time in range(3):
            for start in range(0, len(WHOLE), 7):
                made.sendall(WHOLE[start : start + 7])
            assert b"HTTP/1.1" in status(made)


def test_two_requests_sent_together_are_both_answered(web):
    with closing(web.send(WHOLE + WHOLE)) as made:
        assert b"HTTP/1.1" in status(made)
        assert b"HTTP/1.1" in status(made)


def test_a_body_behind_the_headers_arrives(web):
    """403: the form has no token. It was read, or the connection would not go on."""
    body = b"login=" + b"a" * 50_000
    head = b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    head += b"Content-Length: %d\r\n\r\n" % len(body)
    with closing(web.send(head[:40], head[40:] + body[:20_000], body[20_000:])) as made:
        assert b" 403 " in status(made)


def test_who_does_not_finish_in_time_or_sends_without_end_is_shut_out(web):
    slow, endless = web.send(HALF), web.send(b"GET / HTTP/1.1\r\nX-Long: ")
    with closing(slow), closing(endless):
        with pytest.raises(OSError):
            for _time in range(200):
                endless.sendall(b"a" * (LONGEST_HEADERS // 8))
        slow.settimeout(HEADER_SECONDS + PATIENCE)
        assert slow.recv(1) == b""
