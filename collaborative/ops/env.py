"""Settings from the environment. A broken one ends the start with one clear sentence."""

import math
import os
from collections import Counter

REQUIRED = None
YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


class EnvError(SystemExit):
    """A variable is missing or broken: the sentence is printed instead of a traceback."""


def text(name: str, default: str | None = REQUIRED) -> str:
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is REQUIRED:
        raise EnvError(f"{name} is not set. It is required; .env.example says what it is for.")
    return default


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise EnvError(f"{name} is «{value}», which is neither yes nor no. Use 1, true or yes; or 0, false or no.")


def whole(name: str, default: int, *, least: int | None = None, most: int | None = None) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise EnvError(f"{name} is «{value}», which is not a whole number.") from None
    if least is not None and number < least:
        raise EnvError(f"{name} is {number}; it must be at least {least}.")
    if most is not None and number > most:
        raise EnvError(f"{name} is {number}; it must be at most {most}.")
    return number


def words(name: str, default: list[str]) -> list[str]:
    """A list separated by commas or spaces."""
    value = os.environ.get(name, "").strip()
    return value.replace(",", " ").split() if value else list(default)


def is_random(key: str, *, least: int = 50, bits: int = 160) -> bool:
    """Whether a key looks drawn by lot: long, of many different signs, and no text again and again."""
    if len(key) < least or key.startswith("django-insecure-") or key in (key + key)[1:-1]:
        return False
    shares = [times / len(key) for times in Counter(key).values()]
    return -len(key) * sum(share * math.log2(share) for share in shares) >= bits
