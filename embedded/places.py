"""Where things lie: data under var/ of the project, sockets in a short folder that only their owner may enter."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VAR = PROJECT / "var"
REDIS_OF_OTHER_WHEEL = PROJECT / ".venv" / "redis"

LONGEST_SOCKET = 107  # bytes of a socket's path; the kernel refuses more
LONGEST_NAME = len("/.s.PGSQL.5432.lock")


def mark_of(folder: Path) -> str:
    """A short name that only this folder has."""
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:10]


def socket_folder(data: Path, *, owner: int | None = None) -> Path:
    """A folder for the sockets of the server whose data lies in `data`: the same at every start, private, short."""
    mine = os.geteuid()
    for base in (os.environ.get("XDG_RUNTIME_DIR", ""), tempfile.gettempdir(), "/tmp"):
        folder = Path(base or "/tmp") / f"clc-{mine}-{mark_of(data)}"
        fits = len(os.fsencode(folder)) + LONGEST_NAME <= LONGEST_SOCKET
        if base and fits and os.access(base, os.W_OK | os.X_OK):
            return _private(folder, mine if owner is None else owner)
    raise SystemExit("No short writable folder for sockets was found. Set TMPDIR to one, for example TMPDIR=/tmp.")


def _private(folder: Path, owner: int) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (os.geteuid(), owner):
        raise SystemExit(f"{folder} belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.")
    folder.chmod(0o700)
    if found.st_uid != owner:
        os.chown(folder, owner, -1)
    return folder
