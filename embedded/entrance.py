"""What can be refused at once, before anything long: a broken variable, a second start in the same folder, a port in
use, no Redis to be had. Needs nothing but Python, because it is asked before anything is installed."""

import fcntl
import os
import shutil
import socket
import sys
from pathlib import Path

from collaborative.ops import env
from collaborative.ops.bind import Address
from embedded.places import VAR


def refuse_port_in_use(where: Address) -> None:
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((where.host, where.port))
        except OSError as error:
            raise SystemExit(
                f"Port {where.port} on {where.host} cannot be used ({error.strerror}). "
                f"Choose another one, for example: PORT={where.port % 65535 + 1} script/server"
            ) from None


class Lock:
    """One server per folder. The kernel lets go of it however the holder ends."""

    def __init__(self, folder: Path = VAR) -> None:
        self.path = folder / "server.lock"

    def take(self, words: str = "") -> "Lock":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("a+")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.file.seek(0)
            holder = self.file.read().strip() or "another process"
            self.file.close()
            raise SystemExit(
                f"The server of this folder runs already ({holder}). Stop it first, with Ctrl-C where it was started."
            ) from None
        return self._says(words)

    def inherit(self, fd: int, words: str) -> "Lock":
        """The lock that the process took before it became another program."""
        self.file = os.fdopen(fd, "a+")
        os.set_inheritable(fd, False)
        return self._says(words)

    def _says(self, words: str) -> "Lock":
        self.file.truncate(0)
        self.file.write(words)
        self.file.flush()
        return self

    def release(self) -> None:
        self.file.close()


def redis_in_a_wheel() -> bool:
    """It exists for Linux on x86-64 only."""
    return sys.platform == "linux" and os.uname().machine == "x86_64"


def refuse_missing_redis() -> None:
    named = env.text("REDIS_URL", "")
    if not (named or redis_in_a_wheel() or shutil.which("redis-server") or shutil.which("valkey-server")):
        raise SystemExit(HOW_TO_INSTALL_REDIS)


HOW_TO_INSTALL_REDIS = (
    "Redis was not found. Install it (Debian and Ubuntu: apt-get install redis-server; macOS: brew install redis), "
    "or use Linux on x86-64, where the requirements bring one, or set REDIS_URL."
)
