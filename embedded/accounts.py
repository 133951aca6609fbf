"""PostgreSQL refuses to run as root. As root it therefore runs inside a user namespace, where it is an ordinary user
and its files still belong to root; where the kernel refuses that, as an unprivileged account with files of its own."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from embedded.places import mark_of

UNSHARE = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]


@dataclass(frozen=True)
class Account:
    prefix: tuple[str, ...] = ()  # put before each command
    uid: int | None = None  # or run as this user

    @property
    def owner(self) -> int:
        return os.geteuid() if self.uid is None else self.uid


def account_for_postgres() -> Account:
    if os.geteuid() != 0:
        return Account()
    if shutil.which("unshare") and subprocess.run([*UNSHARE, "true"], capture_output=True, check=False).returncode == 0:
        return Account(prefix=tuple(UNSHARE))
    for name in ("postgres", "nobody"):
        try:
            return Account(uid=pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise SystemExit("PostgreSQL does not run as root and no other account was found. Start as an ordinary user.")


def moved_for(account: Account, binaries: Path, data: Path) -> tuple[Path, Path]:
    """Binaries and data where `account` can reach them: unchanged, unless it is another user's."""
    if account.uid is None:
        return binaries, data
    home = Path("/var/lib") / f"collegial-learning-{mark_of(data)}"
    home.mkdir(mode=0o755, exist_ok=True)
    package, there = binaries.parents[1], home / "binaries"
    if not (there / "complete").exists():
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(package, there / package.name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, there / libraries.name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(there)], check=True)
        (there / "complete").touch()
    moved = home / "data"
    if data.exists() and not moved.exists():
        shutil.copytree(data, moved, symlinks=True)
    moved.mkdir(mode=0o700, exist_ok=True)
    for path in [moved, *moved.rglob("*")]:
        os.chown(path, account.uid, -1, follow_symlinks=False)
    return there / package.name / binaries.relative_to(package), moved
