"""Type hints as mypy reads them, for script/check. hints.txt says how many findings each module still has; the numbers
only fall. `.venv/bin/python -m tests.hints` shows what mypy says, and with --write the smaller numbers are written down."""

import os
import re
import subprocess
import sys
from collections import Counter

from embedded.places import PROJECT

LISTED = PROJECT / "tests" / "hints.txt"
WRITE = f"{sys.executable} -m tests.hints --write"


def findings() -> str:
    """What is to be done, in words; nothing when each module has just the findings that are listed for it."""
    said, counted = look()
    if said and not counted:
        return said  # mypy itself broke off
    listed = read()
    worse = {name for name, number in counted.items() if number > listed[name]}
    better = [name for name, number in listed.items() if number > counted[name]]
    lines = [line for line in said.splitlines() if line.partition(":")[0] in worse]
    lines += [f"{name}: {counted[name]} findings, {listed[name]} are listed" for name in sorted(worse) if listed[name]]
    if better and not worse:
        lines += [f"{name}: {listed[name]} findings are listed, {counted[name]} are left" for name in better]
        lines.append(f"Fewer findings than listed. Write it down: {WRITE}")
    return "\n".join(lines)


def look() -> tuple[str, Counter[str]]:
    """(what mypy says, the number of errors of each module)"""
    done = subprocess.run(
        [sys.executable, "-m", "mypy"],
        cwd=PROJECT,
        env=os.environ | {"TESTING": "1"},  # the settings are read as the tests read them
        capture_output=True,
        text=True,
        check=False,
    )
    said = (done.stdout + done.stderr).strip() if done.returncode else ""
    return said, counted_in(said)


def counted_in(said: str) -> Counter[str]:
    return Counter(re.findall(r"^([\w/]+\.py):\d+: error:", said, re.MULTILINE))


def read() -> Counter[str]:
    pairs = (line.split() for line in LISTED.read_text().splitlines())
    return Counter({name: int(number) for name, number in pairs})


def write(counted: Counter[str]) -> None:
    """A number never grows: what is new is mended."""
    fewer = {name: min(number, counted[name]) for name, number in read().items()}
    LISTED.write_text("".join(f"{name} {number}\n" for name, number in sorted(fewer.items()) if number))


if __name__ == "__main__":
    said, counted = look()
    if "--write" in sys.argv:
        write(counted)
    print(findings() if "--write" in sys.argv else said)
