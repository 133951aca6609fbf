"""Every address × every role of the cast × one's own region and another. The answers stand in table.txt.

One sign a role: «.» opens, «>» is led elsewhere, «3» not allowed (403), «4» out of reach (404), «0» used up (410),
«!» some process is missing (/healthz alone).
A new address without a row fails. CLC_ACCESS_WRITE=1 writes the table anew: read the difference before it is committed.
"""

import fcntl
import os
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from collaborative.people.models import Person
from tests.access.routes import Things, routes

TABLE = Path(__file__).with_name("table.txt")
CAST = (
    "visitor",
    "lucia.baca",
    "teresa.chavez",
    "paul.yazzie",
    "daniel.sandoval",
    "carla.ortiz",
    "miguel.tafoya",
    "dolores.pena",
    "frank.gallegos",
    "council",
    "rosa.montoya",
    "grace.whitfield",
    "nobody",
    "former",
    "former_coach",
    "nina.romero",
)
SIGNS = {200: ".", 302: ">", 301: ">", 403: "3", 404: "4", 410: "0", 405: "5", 503: "!"}
WIDE = 44
PARTS = 4  # of the roles, so that two processes share the work


@pytest.fixture
def clients(demo_db, settings):
    """A signed-in client for every role; the demo's own cast and four outsiders."""
    settings.DEMO = True
    from tests import builders

    names = (("Ramona", "Trujillo"), ("Hector", "Luna"), ("Irene", "Salazar"), ("Elena", "Duran"))
    council, nobody, former, former_coach = (builders.person(*name) for name in names)
    builders.hat(council, "council_member", builders.rec(9))
    until = {"starts_on": date(2010, 7, 1), "ends_on": date(2012, 6, 30)}
    builders.hat(former, "superintendent", builders.district("Cloudcroft"), **until)
    builders.hat(former_coach, "coach", builders.rec(9), **until)
    people = {"council": council, "nobody": nobody, "former": former, "former_coach": former_coach}
    found = {}
    for name in CAST:
        found[name] = Client(raise_request_exception=True)
        if name != "visitor":
            found[name].force_login(people.get(name) or Person.objects.get(handle=name))
    return found


def answer(client: Client, path: str) -> str:
    """The sign of a GET; of an empty POST where only a POST is taken. Nothing that it does is kept."""
    probe = Client()  # what a page does to its session stays with the probe
    probe.cookies.load({name: morsel.value for name, morsel in client.cookies.items()})
    with transaction.atomic():
        status = probe.get(path).status_code
        if status == 405:
            status = probe.post(path).status_code
        transaction.set_rollback(True)
    return SIGNS[status]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_address_answers_every_role_as_the_table_says(clients, part):
    roles = CAST[part::PARTS]
    mine, other = Things(9, "Cloudcroft"), Things(6)
    found = {}
    for name, route in routes():
        for whose, things in (("own", mine), ("other", other)):
            if whose == "other" and "<" not in route:
                continue
            path = things.path(route)
            found[f"{name} {whose}"] = {role: answer(clients[role], path) for role in roles}
    if os.environ.get("CLC_ACCESS_WRITE") == "1":
        write(found)
        return

    expected = {row: {role: signs[role] for role in roles} for row, signs in known().items()}
    assert connection.in_atomic_block is False
    assert {row: signs for row, signs in found.items() if expected.get(row) != signs} == {}
    assert set(expected) == set(found)


def known() -> dict[str, dict[str, str]]:
    """Row → role → sign."""
    found = {}
    for line in TABLE.read_text().splitlines()[2:] if TABLE.exists() else ():
        row, signs = line.rsplit(None, 1)
        found[" ".join(row.split())] = dict(zip(CAST, signs, strict=True))
    return found


def write(found: dict[str, dict[str, str]]) -> None:
    """Two processes write one after the other. A row that is not found any more falls away."""
    with TABLE.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        before = known()
        lines = [" ".join(CAST), "one sign a role, in this order: see test_access.py"]
        for row, signs in found.items():
            signs = before.get(row, {}) | signs
            lines.append(f"{row:<{WIDE}} {''.join(signs.get(role, '_') for role in CAST)}")
        file.truncate(0)
        file.write("\n".join(lines) + "\n")
