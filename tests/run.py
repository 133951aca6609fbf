"""script/test: the checks, then the tests on two processes. --deep adds the long ones; other words go to pytest."""

import os
import shutil
import subprocess
import sys

from collaborative.servers.places import PROJECT
from tests import check, stand
from tests.chromium import NO_CHROMIUM, chromium


def main(words: list[str]) -> None:
    if "--deep" in words:
        words = [word for word in words if word != "--deep"]
        os.environ["CLC_DEEP"] = "1"
    provide_chromium()
    stand.take_place()
    failed = []
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
