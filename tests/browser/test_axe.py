"""Every address that answers with a page, looked at on a phone by somebody who may open it. --deep: by everybody who may,
at both widths, in an empty house, and with every form posted empty."""

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import Resolver404, resolve

from collaborative.people.models import Person
from tests.access.routes import Things, routes
from tests.access.test_access import CAST, TABLE
from tests.access.test_crawl import LEFT_ALONE, Links
from tests.browser.looking import NARROW, WIDE
from tests.browser.screen import Screen
from tests.cast import make_cast

ROLES = (
    "visitor", "dolores.pena", "carla.ortiz", "teresa.chavez", "daniel.sandoval", "miguel.tafoya", "rosa.montoya", "lucia.baca",
)  # fmt: skip
BY_EVERYBODY = ("today", "training")  # what these show depends on who looks
ERRORS = ("400", "403", "403_csrf", "404", "405", "413", "429", "500")
SIGN_IN = ("/account/login/", "/account/login/code/confirm/", "/account/signup/", "/account/logout/")


def open_to(role: str) -> set[str]:
    """The names of the addresses that the access table opens to this role."""
    lines = [line.rsplit(maxsplit=1) for line in TABLE.read_text().splitlines()[2:] if line]
    return {key.removesuffix(" own") for key, signs in lines if key.endswith(" own") and signs[CAST.index(role)] == "."}


def own_share(role: str) -> set[str]:
    """Of the addresses open to a role those that no role before it looks at."""
    before = set().union(*(open_to(one) for one in ROLES[: ROLES.index(role)]))
    return {name for name in open_to(role) if name in BY_EVERYBODY or name not in before}


@pytest.fixture
def screen(demo_db, browser, settings):
    """screen(role, …) gives the browser's view of what this person of the demo is answered."""
    settings.DEMO = True
    made = []

    def enter(role: str, **more) -> Screen:
        client = Client()
        if role != "visitor":
            client.force_login(Person.objects.get(handle=role))
        made.append(Screen(browser, client, **more))
        return made[-1]

    yield enter
    for one in made:
        one.close()


def is_page(answer) -> bool:
    return answer.status_code in (200, 400) and answer.get("Content-Type", "").startswith("text/html")


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_any_page_of_a_phone(screen, role):
    share, things, found, looked = own_share(role), Things(9, "Cloudcroft"), [], 0
    view = screen(role)
    for name, route in routes():
        if name in share and is_page(answer := view.client.get(path := things.path(route))):
            found += view.look_at(path, answer)
            looked += 1

    assert not found, "\n".join(found)
    assert looked > 0


def test_every_page_is_somebodys_to_look_at():
    known = {name for name, _route in routes()}
    opened = set().union(*(own_share(role) for role in ROLES))
    by_others = set().union(*(open_to(role) for role in CAST)) - opened

    assert opened <= known
    assert by_others == set()


def test_sign_in_and_what_went_wrong(screen):
    view = screen("visitor")
    found = []
    for path in (*SIGN_IN, "/no-such-page/", "/trainings/?words=nothing-is-called-so&show=1"):
        answer = view.client.get(path)
        if answer.status_code not in (301, 302):
            found += view.look_at(path, answer)
    answer = view.client.get("/account/login/")
    for name in ERRORS:
        answer.content = render_to_string(f"{name}.html", {"limit": 10}).encode()
        found += view.look_at(f"/{name}/", answer)

    assert not found, "\n".join(found)


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_at_any_width_nor_where_nothing_was_filled_in(screen, role):
    mine, things, found = open_to(role), Things(9, "Cloudcroft"), []
    view = screen(role, widths=(WIDE, NARROW))
    for name, route in routes():
        if name in mine and is_page(answer := view.client.get(path := things.path(route))):
            found += view.look_at(path, answer)
            for target in dict.fromkeys(form or path for form in Links(answer.content.decode()).forms):
                found += look_at_errors(view, target)

    assert not found, "\n".join(found)


def look_at_errors(view: Screen, path: str) -> list[str]:
    """The page that an empty form is answered with. What the post may have done is undone."""
    try:
        resolve(path.split("?")[0])
    except Resolver404:
        return []
    if path.startswith(LEFT_ALONE):
        return []
    with transaction.atomic():
        answer = view.client.post(path, {})
        transaction.set_rollback(True)
    return view.look_at(path, answer) if is_page(answer) else []


@pytest.mark.deep
def test_axe_finds_nothing_in_an_empty_house(cloned_db, browser):
    cast, found = make_cast(), []
    for person in (None, cast.leader, cast.bureau, cast.coordinator, cast.coach, cast.superintendent, cast.teacher):
        client = Client()
        if person:
            client.force_login(person)
        view = Screen(browser, client, widths=(WIDE, NARROW))
        for _name, route in routes():
            if "<" not in route and is_page(answer := client.get(f"/{route}")):
                found += view.look_at(f"/{route}", answer)
        view.close()

    assert not found, "\n".join(found)
