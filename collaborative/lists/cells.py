"""What one cell is: an address or none, a number that must not be kept, a pupil, a room, a date."""

import itertools
import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from collaborative.database.search_keys import plain
from collaborative.lists import words
from collaborative.lists.results import Problem, Refusal

SOCIAL_SECURITY = re.compile(r"(?<![\w-])\d{3}([-–—‐‑. ])\d{2}[-–—‐‑. ]\d{4}(?![\w-])")
WITHOUT_AT = re.compile(
    r"^(?:[\w'’+-]+(?:\.[\w'’+-]+)+\.(?:example|org|com|net|edu|gov|us|mx|info|test))$"
    r"|^[\w.'’+-]+(?:\(at\)|\[at\]|\{at\}|_at_|#)[\w-]+(?:\.[\w-]+)+$",
    re.IGNORECASE,
)
SAID_AT = re.compile(r"\s(?:at|arroba|\(at\)|\[at\])\s+[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
AROUND = ' <>()[]{}"“”«»,;|:'
DATE = re.compile(
    r"^\W*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\b\d{1,2}:\d{2}\b"
    rf"|^\W*(?:\d{{1,2}}\s+(?:de\s+)?)?(?:{'|'.join(sorted(words.MONTHS))})\.?\s+(?:de\s+)?\d{{1,4}}\b"
)


def take_address(cell: str) -> tuple[str, str]:
    """The address of a cell and the rest of it. A word with an @ is a whole address, or a problem: never a part of it."""
    found, rest = [], []
    for token in cell.replace("<", " <").replace("mailto: ", "mailto:").split():
        if "@" in token:
            found.append(address_of(token))
        else:
            rest.append(token)
    found = list(dict.fromkeys(found))
    if len(found) > 1:
        raise Problem(_("There are two addresses. Put each person on a line of their own, with one address."))
    left = " ".join(rest)
    if not found and _is_like_address(left):
        raise Problem(_("A word looks like an address, but has no @. Write it like rosa.montoya@school.org."))
    return (found[0], left) if found else ("", left)


def address_of(token: str) -> str:
    email = token.strip(AROUND)
    if email.lower().startswith("mailto:"):
        email = email[len("mailto:") :]
    if email[:1] == email[-1:] == "'":
        email = email[1:-1]
    email = email.strip(AROUND).rstrip(".").lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Problem(
            _("“%(email)s” is not a whole address. Write it like rosa.montoya@school.org.") % {"email": email[:80]}
        ) from None
    return email


def _is_like_address(text: str) -> bool:
    return bool(SAID_AT.search(text)) or any(WITHOUT_AT.match(token.strip(AROUND + ".")) for token in text.split())


def refuse_secrets(cells: list[str]) -> None:
    """A list with social security numbers is not kept, and the number is not said again."""
    if any(SOCIAL_SECURITY.search(cell) for cell in cells):
        raise Refusal(
            _("It holds what looks like a social security number. Take it out of the list: we never keep one.")
        )


def masked(text: str) -> str:
    return SOCIAL_SECURITY.sub("•••", text)


def is_pupil(text: str) -> bool:
    key = plain(text).strip(".:()")
    return key in words.PUPILS or key.startswith(words.PARENT_OF)


def refuse_pupils(texts: list[str]) -> None:
    if any(is_pupil(text) for text in texts):
        raise Refusal(_("This is a student, a parent or a guardian. Only staff are registered here."))


def has_no_person(text: str) -> bool:
    """A title, a room, a date, a sentence: whatever else it is, it is nobody."""
    key = plain(text).strip(" .:;!?-*")
    parts = re.findall(r"[^\W_]+", key)
    if not parts:
        return True
    if key in words.ROOMS or words.STOP_WORDS & set(parts) or DATE.search(key):
        return True
    if any(word in words.ROOM_BEFORE_NUMBER and after[0].isdigit() for word, after in itertools.pairwise(parts)):
        return True
    return (len(parts) > 1 and bool(words.PLACE_WORDS & set(parts))) or key in words.PLACE_WORDS
