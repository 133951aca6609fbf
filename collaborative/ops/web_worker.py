"""gunicorn's threaded worker, but a connection gets a thread only once its headers are there.

gunicorn's own gives each connection a thread on the first byte and waits for the rest without end: eight threads are held
by eight unfinished headers. Here they wait in the worker's loop, where each costs a few kilobytes, for HEADER_SECONDS.
Request bodies are still read by a thread; that is what the proxy in front is for (README, «In production»).

Measured with 60 unfinished headers: gunicorn's own worker did not answer within a minute, this one at once.
Fence: it overrides private parts; tests/ops/test_slow_clients.py holds each of them, gunicorn is pinned.
Exit: `worker_class = "gthread"` in collaborative/ops/gunicorn.py; the proxy alone protects then.
"""

import selectors
import time
from collections import deque
from functools import partial

from gunicorn.workers.gthread import TConn, ThreadWorker

HEADER_SECONDS = 10
LONGEST_HEADERS = 128 * 1024
AT_ONCE = 8192
END = b"\r\n\r\n"


class HeadersFirstWorker(ThreadWorker):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.unfinished: deque[TConn] = deque()  # in the order of their last moment

    def enqueue_req(self, conn: TConn) -> None:
        """In the loop's thread, for each new request: of a new connection, one kept alive, one sent right behind another."""
        if self.cfg.is_ssl:  # the proxy in front ends TLS; else gunicorn's own way
            super().enqueue_req(conn)
            return
        conn.headers = conn.parser.unreader.take_buffered() if conn.parser else b""
        conn.timeout = time.monotonic() + HEADER_SECONDS
        conn.sock.setblocking(False)
        if self._read(conn):
            self.unfinished.append(conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._more, conn))

    def _more(self, conn: TConn, _sock: object) -> None:
        self.poller.unregister(conn.sock)
        if self._read(conn):
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._more, conn))
        else:
            self.unfinished.remove(conn)

    def _read(self, conn: TConn) -> bool:
        """Whether more must come. A finished one got its thread, a broken one was closed."""
        while END not in conn.headers.lstrip(b"\r\n"):
            try:
                data = conn.sock.recv(AT_ONCE)
            except BlockingIOError:
                return True
            except OSError:
                data = b""
            if not data or len(conn.headers) > LONGEST_HEADERS:
                self._close(conn)
                return False
            conn.headers += data
        super().enqueue_req(conn)
        return False

    def handle(self, conn: TConn) -> object:
        """In a thread: gunicorn's own, after what was read is given back to the parser."""
        conn.sock.setblocking(True)
        conn.init()
        if headers := getattr(conn, "headers", b""):
            conn.headers = b""
            conn.parser.unreader.unread(headers)
        return super().handle(conn)

    def murder_pending(self) -> None:
        """Each second: whose headers did not come in time is shut out."""
        super().murder_pending()
        while self.unfinished and self.unfinished[0].timeout < time.monotonic():
            conn = self.unfinished.popleft()
            self.poller.unregister(conn.sock)
            self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()
