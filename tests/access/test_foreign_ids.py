"""Every form of every page, as each role, with the number of a row of another region in each field that carries one.

What may be written about such a row stands in foreign.txt: role, address, field, the row's kind, the table. All else is an
open door. CLC_FOREIGN_WRITE=1 writes it anew: each new line is held against docs/decisions/records-and-their-owners.md first.
"""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client

from collaborative.people.models import Person
from tests.access.foreign import begin, foreign_rows, honest, number_fields, written_about
from tests.access.routes import Things, routes
from tests.attacks.filling import LEFT_EMPTY, FilledForm, Forms

ROLES = ("teresa.chavez", "carla.ortiz", "dolores.pena", "miguel.tafoya")  # PED, REC, district, coach
TABLE = Path(__file__).with_name("foreign.txt")
LEFT_ALONE = ("sign-out", "demo/enter", "logout")


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_no_form_writes_about_a_row_of_another_region(demo_db, settings, role):
    settings.DEMO = True
    found = lines(role, Things(6))
    if os.environ.get("CLC_FOREIGN_WRITE") == "1":
        write(role, found)
        return

    assert sorted(found) == sorted(line for line in known() if line.startswith(f"{role} "))


@pytest.mark.deep
def test_the_same_search_finds_what_is_written_about_rows_of_the_own_region(demo_db, settings):
    """Else it would prove nothing that it finds no more of another's."""
    settings.DEMO = True

    assert len(lines("carla.ortiz", Things(9, "Cloudcroft"))) > 15


def lines(role: str, there: Things) -> set[str]:
    """What was written when each field of each form of one's own region carried the rows' numbers."""
    client, here = Client(), Things(9, "Cloudcroft")
    client.force_login(Person.objects.get(handle=role))
    rows, found = foreign_rows(there), set()
    for name, route in routes():
        for path, form in forms(client, here.path(route)) if not any(word in route for word in LEFT_ALONE) else ():
            for field, before in number_fields(form).items():
                for row in rows:
                    data = honest(form, instead_of_typing=field in LEFT_EMPTY) | {field: [f"{before}{row.pk}"]}
                    about = f"{role} {name} {field} {type(row).__name__}"
                    found |= {f"{about} {table}" for table in tables(client, path, data, row)}
    return found


def forms(client: Client, path: str) -> Iterator[tuple[str, FilledForm]]:
    """The forms of a page, and those that it answers with when one is sent: «is this right?»."""
    page = client.get(path)
    if page.status_code != 200 or page.streaming or "text/html" not in page.get("Content-Type", ""):
        return
    for form in Forms(page.content.decode()).found:
        if any(word in form.action for word in LEFT_ALONE):
            continue
        there = urljoin(path, form.action)
        yield there, form
        with transaction.atomic():
            answer = client.post(there, honest(form))
            transaction.set_rollback(True)
        if answer.status_code == 200:
            yield from ((there, further) for further in Forms(answer.content.decode()).found)


def tables(client: Client, path: str, data: dict[str, list[str]], row: Model) -> list[str]:
    """Nothing of it is kept."""
    with transaction.atomic():
        since = begin()
        assert client.post(path, data).status_code < 500, (path, data)
        written = list(written_about(row, since))
        transaction.set_rollback(True)
    return written


def known() -> set[str]:
    return set(TABLE.read_text().splitlines()) if TABLE.exists() else set()


def write(role: str, found: set[str]) -> None:
    with TABLE.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        kept = {line for line in known() if line and not line.startswith(f"{role} ")}
        file.truncate(0)
        file.write("\n".join(sorted(kept | found)) + "\n")
