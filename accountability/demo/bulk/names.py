"""Invented names, as people in New Mexico bear them."""

from pathlib import Path
from random import Random

DATA = Path(__file__).parent.parent / "data"
GIVEN = (DATA / "given_names.txt").read_text(encoding="utf-8").split()
FAMILY = (DATA / "family_names.txt").read_text(encoding="utf-8").split()


def name(random: Random) -> tuple[str, str]:
    return random.choice(GIVEN), random.choice(FAMILY)
