"""Keys by which names sort and are found alike on every database, without extensions or collations."""

import re
import unicodedata

SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼʻʹ′`´‛＇", "'"),
        **dict.fromkeys("‐‑‒–—−﹣－", "-"),
        "ł": "l",
        "Ł": "l",
        "ø": "o",
        "Ø": "o",
        "đ": "d",
        "Đ": "d",
        "ð": "d",
        "Ð": "d",
        "ı": "i",
        "ħ": "h",
        "Ħ": "h",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "Œ": "oe",
        "þ": "th",
        "Þ": "th",
        "ŧ": "t",
        "Ŧ": "t",
        "ɨ": "i",
        "Ɨ": "i",
        "\0": " ",  # PostgreSQL keeps no NUL
    }
)
UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2062\u2064\u2066-\u2069\ufeff]"
)  # all but the mark of prepared statements
TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "dra", "prof", "profa", "sr", "sra", "srta", "jr", "ii", "iii", "iv"}
TITLES |= {"phd", "edd"}


def plain(text: str) -> str:
    """Lower case without accents, one apostrophe and one hyphen for all, single spaces: «Española» and «espanola» are
    the same, and so are «O’Hara» and «O'Hara», «Łukasz» and «Lukasz»."""
    decomposed = unicodedata.normalize("NFKD", UNSEEN.sub("", text).translate(SIGNS)).translate(SIGNS)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def folded(name: str) -> str:
    """By which two writings of one person's name are the same: plain(), without titles, apostrophes, dots and hyphens."""
    words = plain(name).replace("'", "").replace(".", "").replace(",", " ").replace("-", " ").split()
    return " ".join(word for word in words if word not in TITLES) or " ".join(words)


def sort_key(text: str) -> str:
    """Like plain(), with numbers padded, so that REC 10 stands after REC 9."""
    return re.sub(r"\d+", lambda found: found.group().zfill(6), plain(text))
