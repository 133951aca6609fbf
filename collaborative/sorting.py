"""Keys by which names sort and are found alike on every database, without extensions or collations."""

import re
import unicodedata


def plain(text: str) -> str:
    """Lower case without accents, single spaces: «Española» and «espanola» are the same."""
    decomposed = unicodedata.normalize("NFKD", text.replace("\0", " "))  # PostgreSQL keeps no NUL
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def sort_key(text: str) -> str:
    """Like plain(), with numbers padded, so that REC 10 stands after REC 9."""
    return re.sub(r"\d+", lambda found: found.group().zfill(6), plain(text))
