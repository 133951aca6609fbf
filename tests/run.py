"""script/test: the checks, then the tests on two processes, on a calm day that is the same each time.

script/test --day 2026-12-24          on another day (2026-06-30T23:30: at that minute, in New Mexico)
script/test --days                    what counts days, on each of the awkward days
script/test --deep                    all of it and the long ones
Other words go to pytest.
"""

import os
import shutil
import subprocess
import sys

from embedded.places import PROJECT
from tests import check, day, stand
from tests.chromium import NO_CHROMIUM, chromium


def main(words: list[str]) -> None:
    if "--days" in words:
        words = [word for word in words if word != "--days"]
        raise SystemExit("\n".join(awkward_days(words)))
    deep = "--deep" in words
    if deep:
        words = [word for word in words if word != "--deep"]
    failed = awkward_days([]) if deep and not words else []
    if deep:
        os.environ["CLC_DEEP"] = "1"
    chosen = day.CALM
    if "--day" in words:
        place = words.index("--day")
        chosen = words[place + 1]
        del words[place : place + 2]
    provide_chromium()
    day.live_on(chosen)
    stand.take_place()
    if not words:  # a narrow run is about its tests
        try:
            check.main()
        except SystemExit as error:
            failed.append(str(error))
    pytest = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", *words]
    if subprocess.run(pytest, cwd=PROJECT, check=False).returncode:
        failed.append("Tests failed.")
    if failed:
        raise SystemExit("\n".join(failed))


def awkward_days(words: list[str]) -> list[str]:
    """One short run after the other, each with servers of its own. Returns the days that were red."""
    red = []
    for chosen, why in day.AWKWARD.items():
        run = [sys.executable, "-m", "tests.run", "--day", chosen, *(words or day.DATED)]
        if subprocess.run(run, cwd=PROJECT, check=False).returncode:
            red.append(f"Red on {chosen}, {why}")
    print(f"{len(day.AWKWARD) - len(red)} of {len(day.AWKWARD)} awkward days are green.", flush=True)
    return red


def provide_chromium() -> None:
    """The machine's Chromium; else Debian's, installed where we may; else the browser tests are not run, loudly."""
    if chromium():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium for the browser tests …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL, "check": False}
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], env=environment, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"], env=environment, **quiet
        )
    if not chromium():
        print(f"Browser tests will not be run: {NO_CHROMIUM}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
