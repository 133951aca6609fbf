import shutil
from pathlib import Path

NO_CHROMIUM = "no Chromium was found (Debian: apt-get install chromium)"


def chromium(playwright=None) -> str | None:
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    if playwright and Path(playwright.chromium.executable_path).exists():
        return playwright.chromium.executable_path
    return None
