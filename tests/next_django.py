"""script/check's part about Django's next version: statements that are compiled once rest on parts that it does not
promise, so that they are tried on it before it is ours. Where none can be installed, that is said and nothing is wrong."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import django

from embedded.places import PROJECT, VAR
from tests.day import real_time

FOLDER = VAR / "next-django"
ASKED = FOLDER / "asked"  # what the package index said, good for a day
DAY = 86_400
TRIED = "tests/database/test_compiled_queries.py"
PIP = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--quiet"]
PATIENCE = ["--timeout", "5", "--retries", "0"]


def look() -> tuple[str, str]:
    """What became of it in a line, and what is to be done."""
    major, minor = django.VERSION[:2]
    try:
        version = newest(f"Django>={major}.{minor + 1}a0")
        if not version:
            return f"none after {major}.{minor} for Python {sys.version_info[0]}.{sys.version_info[1]}", ""
        folder = installed(version)
    except CannotInstall as why:
        return f"not tried: {why}", ""
    return tried(version, folder)


class CannotInstall(Exception):
    pass


def newest(wanted: str) -> str:
    """The version that pip would install, a pre-release included; empty where there is none for this Python."""
    if ASKED.exists():
        said, at = json.loads(ASKED.read_text())
        if abs(time.time() - at) < DAY:
            return said
    done = pip("--dry-run", "--pre", "--no-deps", "--ignore-installed", "--report", "-", wanted)
    known = re.search(r"\(from versions: (.*)\)", done.stderr)
    if done.returncode and (known is None or known[1] == "none"):
        raise CannotInstall("the package index cannot be asked")
    version = "" if done.returncode else json.loads(done.stdout)["install"][0]["metadata"]["version"]
    FOLDER.mkdir(parents=True, exist_ok=True)
    ASKED.write_text(json.dumps([version, time.time()]))
    return version


def installed(version: str) -> Path:
    """A folder of its own, which is whole once it has its name: nothing else is touched."""
    folder, unfinished = FOLDER / version, FOLDER / f"{version}-{os.getpid()}"
    if not folder.exists():
        done = pip("--target", str(unfinished), f"Django=={version}")
        if done.returncode:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise CannotInstall(f"{version} cannot be installed here")
        try:
            unfinished.rename(folder)
        except OSError:  # somebody else was quicker
            shutil.rmtree(unfinished, ignore_errors=True)
    return folder


def pip(*words: str) -> subprocess.CompletedProcess[str]:
    """By the real clock: certificates are not good on the day of a run."""
    return subprocess.run([*PIP, *PATIENCE, *words], env=real_time(), capture_output=True, text=True, check=False)


def tried(version: str, folder: Path) -> tuple[str, str]:
    """Where a library does not load on it yet, there is nothing to try; where it loads, the tests say the rest."""
    if loaded := run(folder, "-c", "import django; django.setup()"):
        return f"{version} not tried: {loaded.splitlines()[-1]}", ""
    pytest = ("-m", "pytest", TRIED, "-p", "no:cacheprovider", "-o", "filterwarnings=default")
    failed = run(folder, *pytest)
    return f"{version} {'does not take' if failed else 'takes'} statements that are compiled once", failed


def run(folder: Path, *words: str) -> str:
    """What it said, when it failed."""
    environment = os.environ | {"PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, *words], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).strip() or "failed without a word" if done.returncode else ""
