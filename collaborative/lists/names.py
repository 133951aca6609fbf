"""Names as lists write them: titles, degrees and remarks are set aside, a whole name falls into given and family name."""

import re
import unicodedata
from dataclasses import dataclass, field

from collaborative.database.search_keys import plain
from collaborative.lists import words
from collaborative.lists.cells import has_no_person

LONGEST = 80
AROUND = " \"“”„«»‘<>[]{}*_•–—-,;:|'"
QUOTES = " \"'“”„«»‘’<>[]{}*_•·▪◦–—-,;:|."
NUMBERING = re.compile(
    r"^(?:[-–—*•·▪◦●○■□☐☑☒✓✔➢►>+]+\s*|\[[ xX✓]?\]\s*|#?\(?\d{1,4}[.):]*\s+(?=\D)|\(?\d{1,3}[.)](?=\D))"
)
BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|\{([^{}]*)\}")
NICKNAME = re.compile(r"(?<=\s)[\"“”„«']([^\"“”„«»']+)[\"“”»'](?=\s)")
DASH = re.compile(r"\s+[-–—―]+\s+|\s*[–—―]\s+|\s+[–—―]\s*|:\s+")
NUMBERED = re.compile(r"(?<=[^\W\d_]{2})\d+(?!\w)")
NAME_SIGNS = set(" .-'’ʼ`´‐‑·")
TWO_NAMES = re.compile(r"\s+(?:and|&|y|e|\+)\s+|\s*[/\n]\s*", re.IGNORECASE)
SPANISH_AND = re.compile(r"\s[ye]\s", re.IGNORECASE)


@dataclass
class Bare:
    """A cell without what is no name: what was set aside, and what of it says who they are."""

    text: str
    left_out: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)  # «teacher», «3rd grade»


def bare(cell: str) -> Bare:
    found = Bare(unnumbered(cell))
    found.text = BRACKETS.sub(lambda match: _bracket(match, found), found.text)
    found.text = NICKNAME.sub(lambda match: _aside(match, found), found.text)
    name, *remarks = DASH.split(found.text)
    if remarks and any(c.isalpha() for c in name):
        found.text = name
        found.remarks += [remark.strip(QUOTES) for remark in remarks if remark.strip(QUOTES)]
    _without_pictures(found)
    _without_titles(found)
    found.text = in_mixed_case(found.text)
    return found


def unnumbered(cell: str) -> str:
    """Without bullets, boxes to tick and running numbers."""
    before = None
    while before != cell:
        before, cell = cell, NUMBERING.sub("", cell.strip(), count=1).strip()
    return cell


def _bracket(match: re.Match, found: Bare) -> str:
    inner = next(part for part in match.groups() if part is not None).strip()
    if not inner:
        return " "
    between = match.string[: match.start()].strip() and match.string[match.end() :].strip()
    aside = between or "/" in inner or plain(inner) in words.MEETING_ROLES or not any(c.isalpha() for c in inner)
    (found.left_out if aside else found.remarks).append(match[0] if aside else inner)
    return " "


def _aside(match: re.Match, found: Bare) -> str:
    found.left_out.append(match[0].strip())
    return ""


def _without_pictures(found: Bare) -> None:
    pictures = "".join(c for c in found.text if unicodedata.category(c) in ("So", "Sk") and c not in "`´")
    if pictures:
        found.left_out.append(pictures)
        found.text = "".join(" " if c in pictures else c for c in found.text)


def _without_titles(found: Bare) -> None:
    parts = found.text.strip(AROUND).split()
    while len(parts) > 1 and _is_title_before(parts[0]):
        found.left_out.append(parts.pop(0))
    while len(parts) > 1 and is_suffix(parts[-1]) and not (len(parts) == 2 and plain(parts[-1]) in words.TITLES):
        found.left_out.append(parts.pop())
    found.text = " ".join(parts).strip(AROUND)


def _is_title_before(word: str) -> bool:
    key = _key(word)
    return key in words.TITLES or (key in words.DOTTED_TITLES and word.endswith("."))


def _key(word: str) -> str:
    return plain(word).replace(".", "").strip(",()")


def is_suffix(text: str) -> bool:
    key = _key(text)
    return key in words.SUFFIXES or (key in words.DEGREES and ("." in text or text.isupper()))


def is_title(text: str) -> bool:
    return _key(text) in words.TITLES or is_suffix(text)


def in_mixed_case(text: str) -> str:
    """Registers print QUINTANA, AURELIA; a letter says Aurelia Quintana."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 3 or not all(c.isupper() for c in letters):
        return text
    found = re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), text)
    return re.sub(r"\bMc([a-z])", lambda match: f"Mc{match[1].upper()}", found)


def is_job(text: str) -> bool:
    """Whether a cell says what somebody does, teaches, or where: «3rd grade teacher», «Science», «Cottonwood Elementary»."""
    key = plain(text).strip(".")
    parts = re.findall(r"[^\W\d_]+", key)
    if key in words.SUBJECTS or key in words.ROOMS or words.JOB_WORDS & set(parts) or _has_number(key):
        return True
    if parts and parts[-1] in words.SHORT_JOBS and (len(parts) == 1 or words.BEFORE_JOBS & set(parts[:-1])):
        return True
    return (len(parts) > 1 and bool(words.PLACE_WORDS & set(parts))) or key in words.PLACE_WORDS


def _has_number(text: str) -> bool:
    """«3rd grade», «Room 12»; a namesake that a program numbered, «Ana2», is a name all the same."""
    return any(c.isdigit() for c in NUMBERED.sub("", text))


def reads_like_name(text: str) -> bool:
    """Letters and nothing that no name holds; no heading, room, date or sentence."""
    return (
        any(c.isalpha() for c in text)
        and all(
            c.isalpha() or c.isdecimal() or unicodedata.category(c) in ("Mn", "Mc", "Lm") or c in NAME_SIGNS
            for c in text
        )
        and len(text) <= 2 * LONGEST
        and not has_no_person(text)
        and not is_job(text)
    )


def is_whole_name(text: str) -> bool:
    return len(text.split()) > 1 and reads_like_name(text)


def several(text: str) -> list[str] | None:
    """The names of one cell: «Rosa Montoya and Arturo Espinoza»; none where it may be two people, but who is not sure."""
    parts = [part for part in TWO_NAMES.split(text) if part.strip()]
    if len(parts) < 2:
        return [text]
    whole = [is_whole_name(bare(part).text) for part in parts]
    spanish = SPANISH_AND.search(text) and not re.search(r"[/&+]|\sand\s", text, re.IGNORECASE)
    if spanish and (not all(whole) or any(len(part.split()) > 4 for part in parts)):
        return [text]  # «Ortega y Gasset» is one name
    if all(whole):
        return parts
    return None if any(reads_like_name(bare(part).text) for part in parts) else [text]


def split_whole(name: str, *, family_first: bool) -> tuple[str, str]:
    """Given and family name; «de la Cruz» stays together."""
    parts = name.split()
    if len(parts) < 2:
        return name, ""
    if family_first:
        cut = 1
        while cut < len(parts) - 1 and plain(parts[cut - 1]) in words.PARTICLES:
            cut += 1
        return " ".join(parts[cut:]), " ".join(parts[:cut])
    cut = len(parts) - 1
    while cut > 1 and plain(parts[cut - 1]) in words.PARTICLES:
        cut -= 1
    return " ".join(parts[:cut]), " ".join(parts[cut:])
