"""The product as it runs for its users: the same web, worker and beat processes that the runner starts."""

import os
from contextlib import contextmanager
from pathlib import Path

from embedded.children import Child
from embedded.places import PROJECT
from embedded.run import ask_health, commands, stop_order
from tests.sink import SmtpSink, free_port
from tests.waiting import until


class LiveProduct:
    def __init__(self, folder: Path, *, database_url: str, redis_url: str, sink: SmtpSink, **more: str) -> None:
        self.sink = sink
        self.database_url, self.redis_url = database_url, redis_url
        port = free_port()
        self.base_url = f"http://127.0.0.1:{port}"
        self.env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "collaborative.settings",
            "TESTING": "1",
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "SITE_URL": self.base_url,
            "EMAIL_HOST": sink.host,
            "EMAIL_PORT": str(sink.port),
            "LETTER_HOLD_MINUTES": "0",
            **more,
        }
        self.children = {
            name: Child(name, command, log=folder / f"{name}.log", env=self.env, cwd=PROJECT)
            for name, command in commands(folder).items()
        }

    def start(self) -> "LiveProduct":
        for child in self.children.values():
            child.start()
        self.wait_until_well()
        return self

    def stop(self) -> None:
        for child in stop_order(list(self.children.values())):
            child.stop()

    def kill(self, name: str) -> None:
        """kill -9 of web, worker or beat and of everything it started."""
        self.children[name].kill()

    def restart(self, name: str) -> None:
        self.children[name].stop()
        self.children[name].start()
        self.wait_until_well()

    def health(self) -> tuple[int, str]:
        return ask_health(self.base_url, "")

    def wait_until_well(self, *, seconds: float = 60) -> None:
        for name, child in self.children.items():
            assert child.running, f"{name} ended:\n{child.last_words(40)}"
        until(lambda: self.health()[0] == 200 or self._one_ended(), seconds=seconds, what="200 from /healthz")
        assert not self._one_ended()

    def _one_ended(self) -> str:
        return "".join(
            f"{name} ended:\n{child.last_words(40)}\n" for name, child in self.children.items() if not child.running
        )

    @contextmanager
    def without(self, name: str):
        """A while without the worker, say."""
        self.kill(name)
        try:
            yield
        finally:
            self.children[name].start()
            self.wait_until_well()
