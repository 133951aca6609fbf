from io import StringIO

import pytest
from django.core.management import call_command

from accountability.demo.cast import CAST
from collaborative.people.roles import ROLES
from tests import builders


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("path", ["/demo/", "/demo/mailbox/", "/demo/mailbox/1/"])
def test_without_demo_there_is_no_such_page(client, db, path):
    assert client.get(path).status_code == 404


def test_one_click_signs_in_as_one_of_the_cast(client, db, demo):
    builders.person("Carla", "Ortiz", handle="carla.ortiz", is_demo=True)

    page = client.get("/demo/").content.decode()
    client.post("/demo/enter/carla.ortiz/")

    assert "Carla Ortiz" in page
    assert client.get("/me/").status_code == 200


@pytest.mark.parametrize("path", ["/demo/", "/demo/mailbox/", "/demo/mailbox/1/"])
def test_where_somebody_real_is_the_doors_are_closed(client, db, demo, path):
    """Whoever reads the mailbox could sign in as them."""
    builders.person("Carla", "Ortiz", handle="carla.ortiz", is_demo=True)
    builders.person("Real", "Person", handle="real", is_demo=False)

    assert client.get(path).status_code == 404
    assert client.post("/demo/enter/carla.ortiz/").status_code == 404
    assert client.post("/demo/enter/real/").status_code == 404


def test_who_is_added_in_a_demo_belongs_to_it(client, db, demo):
    builders.person("Zed", "Newcomer")

    assert client.get("/demo/").status_code == 200


def test_entering_takes_a_post(client, db, demo):
    builders.person("Carla", "Ortiz", handle="carla.ortiz", is_demo=True)

    assert client.get("/demo/enter/carla.ortiz/").status_code == 405


def test_the_mailbox_shows_what_was_sent(client, db, demo):
    from django.core.mail import EmailMessage, get_connection

    get_connection("collaborative.letters.mailbox.MailboxBackend").send_messages(
        [EmailMessage("You are invited", "Dear Dolores", to=["dolores@example.org"])]
    )

    page = client.get("/demo/mailbox/").content.decode()

    assert "You are invited" in page
    assert "Dear Dolores" in client.get(page.split('th scope="row"><a href="')[1].split('"')[0]).content.decode()


def test_the_cast_is_printed_in_two_columns(db, demo):
    builders.person("Carla", "Ortiz", handle="carla.ortiz", is_demo=True)
    said = StringIO()

    call_command("cast", stdout=said)

    lines = said.getvalue().splitlines()[1:]
    roles = [", ".join(f"{ROLES[role].title}, {place}" for role, _kind, place in part.hats) for part in CAST]
    assert [line.split("  ")[-1].strip() for line in lines] == [words or "Teacher, Cloudcroft" for words in roles]
    assert len({len(line) - len(words or "Teacher, Cloudcroft") for line, words in zip(lines, roles, strict=True)}) == 1
