"""What nobody can see is not kept: control signs, signs that turn the direction of a line, signs without width.

Names of all languages survive: combining marks (ogonek, accents), modifier letters (ʼ, ʔ, saltillo), and the joiners between
letters, without which some scripts cannot be spelled. NUL stays: the fields refuse it in words.
"""

import re
import unicodedata
from functools import lru_cache

# Drawn as nothing, though their category says letter, mark or symbol.
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
BLANK_RANGES = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0000, 0xE0FFF))
JOINERS = "\u200c\u200d"
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
PLAIN = re.compile(r"[ -~]*")  # most of what is typed


def one_line(text: str) -> str:
    """A name, a title, a position: one line of signs that are seen; empty where none is."""
    if PLAIN.fullmatch(text):
        return text
    return _seen(re.sub("[\t\n]+", " ", LINE_ENDS.sub(" ", text)), kept="\0")


def many_lines(text: str) -> str:
    """A longer text: line breaks and tabs stay."""
    return _seen(re.sub("[\x0b\x0c\x85\u2028\u2029]", "\n", text), kept="\0\t\n\r")


def _seen(text: str, *, kept: str) -> str:
    found = "".join(
        sign for at, sign in enumerate(text) if sign in kept or not _is_unseen(sign) or _joins_letters(text, at)
    )
    return found if any(sign == "\0" or unicodedata.category(sign)[0] in "LNPS" for sign in found) else ""


@lru_cache(maxsize=4096)
def _is_unseen(sign: str) -> bool:
    if sign in BLANKS or unicodedata.category(sign) in ("Cc", "Cf", "Cs"):
        return True
    return any(first <= ord(sign) <= last for first, last in BLANK_RANGES)


def _joins_letters(text: str, at: int) -> bool:
    """A joiner inside a word."""
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return text[at] in JOINERS and len(around) == 2 and all(unicodedata.category(sign)[0] in "LM" for sign in around)
