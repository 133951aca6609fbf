"""The day of a run. Every process of it, PostgreSQL and Chromium's pages' servers included, lives on one chosen day:
libfaketime moves the clock of all of them by the same number of seconds."""

import importlib.util
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

DENVER = ZoneInfo("America/Denver")
CALM = "2026-10-14T10:00"  # a Wednesday of the school year, far from every holiday, clock change and year's end
AWKWARD = {  # on each of these something that counts days once went wrong, or may
    "2026-10-15": "a Thursday: thirty days later is a Saturday",
    "2026-10-16": "a Friday: thirty days later is a Sunday",
    "2026-10-17": "a Saturday",
    "2027-06-30T23:30": "the last half hour of a fiscal year",
    "2027-07-01": "the first day of a fiscal year",
    "2026-12-24": "Christmas Eve: nobody trains for days",
    "2028-02-29": "the day that three years of four lack",
    "2027-03-14T01:30": "half an hour before the clocks go forward",
    "2027-11-07T01:30": "an hour that comes twice",
    "2027-01-13T17:30": "afternoon in New Mexico, tomorrow in UTC",
    "2027-02-20": "a fixed date of a test lies behind",
    "2027-04-15": "another one does",
}
DATED = [  # what counts days; browsers, servers and races do not
    "tests/accountability",
    "tests/calendar",
    "tests/coaching",
    "tests/demo",
    "tests/districts",
    "tests/duties",
    "tests/initiatives",
    "tests/journal",
    "tests/letters",
    "tests/people",
    "tests/recs",
    "tests/support",
    "tests/trainings",
]
LIBRARY, OFFSET = "LD_PRELOAD", "FAKETIME"


def moment(words: str) -> datetime:
    """2026-12-24 is its morning, ten o'clock; 2026-06-30T23:30 the minute. Both in New Mexico."""
    at = datetime.fromisoformat(words)
    if "T" not in words:
        at = at.replace(hour=10)
    return at.replace(tzinfo=DENVER)


def seconds_until(chosen: datetime, now: datetime) -> int:
    """On one scale for both: two times of one zone are subtracted as their clocks show them, an hour wrong in summer."""
    return round((chosen.astimezone(UTC) - now.astimezone(UTC)).total_seconds())


def live_on(words: str) -> None:
    """What this process starts from now on lives on that day. Where that cannot be, it says so in one line."""
    library = preloadable()
    if library is None:
        print(f"Not run on {words} but on the real day: libfaketime cannot be loaded here.", flush=True)
        return
    seconds = seconds_until(moment(words), datetime.now(UTC))
    os.environ |= {LIBRARY: library, OFFSET: f"{seconds:+d}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    print(f"The day of this run: {words}, New Mexico", flush=True)


def preloadable() -> str | None:
    """The library, where a Python under it really lives on another day."""
    package = importlib.util.find_spec("libfaketime")
    for place in package.submodule_search_locations if package else []:
        for library in Path(place).rglob("libfaketime.so.1"):
            asked = [sys.executable, "-c", "import time; print(time.time() > 4e9)"]
            far = os.environ | {LIBRARY: str(library), OFFSET: f"+{5 * 10**9}s"}
            done = subprocess.run(asked, env=far, capture_output=True, text=True, check=False)
            if done.stdout.strip() == "True" and not done.stderr:
                return str(library)
    return None


def real_time(environment: dict[str, str] | None = None) -> dict[str, str]:
    """An environment without the chosen day, for programs that do not bear it: Chromium, Debian's Redis."""
    return {key: value for key, value in (environment or os.environ).items() if key not in (LIBRARY, OFFSET)}
