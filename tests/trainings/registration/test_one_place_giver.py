"""No second path to a seat: registrations and the kept counts are written in places.py only, the demo's loader excepted."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[3]
APPS = ["accountability", "collaborative", "districts", "initiatives", "recs", "support", "trainings"]
MAY = ["trainings/places.py", "trainings/models/registration.py", "accountability/demo/"]
WRITES = [
    r"\bRegistration\(",
    r"\bRegistration\.objects\.(bulk_)?(create|update|get_or_create|update_or_create)\(",
    r"\bregistrations\.(bulk_)?(create|update|get_or_create|update_or_create|add|set)\(",
    r"\bregistrations\.\w+\(.*\)\.update\(",
    r"\bRegistration\.objects\.\w+\(.*\)\.(update|delete)\(",
    r"\b(registration|seat)\.(place|held_until|ended_at|seated_at) = ",
    r"\b(room|online)_taken\s*[+-]?=\s*(?!models\.)[^=\s]",
    r"\bF\(\"(room_taken|online_taken|waiting)\"\) [+-]",
]


def test_nobody_else_writes_seats():
    found = []
    for app in APPS:
        for path in (PROJECT / app).rglob("*.py"):
            name = str(path.relative_to(PROJECT))
            if "/migrations/" in name or name.startswith(tuple(MAY)):
                continue
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                if any(re.search(write, line) for write in WRITES) and "class " not in line:
                    found.append(f"{name}:{number}: {line.strip()}")
    assert found == []


def test_the_search_would_find_one():
    for line in ["Registration.objects.create(", "training.room_taken += 1", "registrations.filter(pk=1).update("]:
        assert any(re.search(write, line) for write in WRITES)
