"""The kept counts and the places are written in seats.py only; the house test watches over the queries."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[3]
APPS = ["accountability", "coaching", "collaborative", "districts", "initiatives", "recs", "support", "trainings"]
MAY = ("trainings/registrations/seats.py", "trainings/models/", "accountability/demo/")
WRITES = [
    r"\bRegistration\(",
    r"\b(registration|seat)\.(status|held_until|ended_at|seated_at) = ",
    r"\b(room|online)_taken\s*[+-]?=[^=]",
    r"\bF\(\"(room_taken|online_taken|waiting)\"\) [+-]",
]


def writes(line):
    return any(re.search(pattern, line) for pattern in WRITES)


def test_nobody_else_writes_places_or_counts():
    found = []
    for path in (path for app in APPS for path in (PROJECT / app).rglob("*.py")):
        name = str(path.relative_to(PROJECT))
        if "/migrations/" not in name and not name.startswith(MAY):
            lines = enumerate(path.read_text().splitlines(), start=1)
            found += [f"{name}:{number}: {line.strip()}" for number, line in lines if writes(line)]
    assert found == []


def test_the_search_would_find_one():
    assert writes("training.room_taken += 1") and writes("registration.status = RegistrationStatus.SEATED")
