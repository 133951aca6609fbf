"""NUL, which PostgreSQL does not keep: in an address it is no page, in a form it is answered in words."""

import re

import pytest
from django.db import transaction
from django.test import Client

from collaborative.people.models import Person
from tests.access.routes import Things, routes
from tests.web.test_clean_text import forms_of_the_product

READ_RAW = (
    "go",
    "words",
    "meeting",
    "people",
    "answer",
    "more",
    "back",
    "checked",
    "then",
    "kept",
    "seat",
    "form-TOTAL_FORMS",
)


@pytest.mark.parametrize("route", [route for _name, route in routes() if re.search("<(str|slug):", route)])
def test_in_an_address_it_is_no_page(cast, client, route):
    path = "/" + re.sub(r"<int:\w+>", "1", re.sub(r"<(str|slug):\w+>", "a%00b", route))

    for person in (None, cast.coordinator):
        if person:
            client.force_login(person)
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/search/?words=a%00b",
        "/trainings/?words=%00",
        "/verify/?code=%00",
        "/trainings/calendar/?month=%00",
        "/demo/mailbox/?to=%00",
    ],
)
def test_in_a_filter_it_is_no_page(cast, client, path):
    client.force_login(cast.coordinator)

    assert client.get(path).status_code == 404


def test_a_cookie_with_it_is_none_of_ours(cast, client):
    client.cookies["clc_session"] = "a\0bcdefghijklmnop"
    client.cookies["trainings-list"] = "\0"

    assert client.get("/trainings/calendar/").status_code == 200


@pytest.mark.parametrize("role", ["carla.ortiz", "teresa.chavez", "dolores.pena", "miguel.tafoya"])
def test_in_a_form_it_is_answered(demo_db, settings, role):
    settings.DEMO = True
    names = {name for form in forms_of_the_product() for name in form.base_fields} - {"once"}
    typed = dict.fromkeys([*names, *READ_RAW], "a\0b")
    things = Things(9, "Cloudcroft")
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(handle=role))
    failed = []
    for name, route in routes():
        if "sign-out" in route or "demo/enter" in route or name == "healthz":  # 503 where no worker runs
            continue
        path = things.path(route)  # what it makes stays for the next
        with transaction.atomic():
            status = client.post(path, typed).status_code
            transaction.set_rollback(True)
        if status >= 500:
            failed.append(f"{status}: {name}")

    assert failed == []
