"""As each role, from Today on along every link: no page fails, no link is dead, and every form posted empty is answered."""

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

from collaborative.people.models import Person
from tests import builders
from tests.depth import DEEP

ROLES = (
    "visitor", "lucia.baca", "teresa.chavez", "daniel.sandoval", "carla.ortiz", "miguel.tafoya", "dolores.pena", "rosa.montoya",
    "grace.whitfield", "council",
)  # fmt: skip
OF_ONE_KIND, IN_ALL = (25, 1500) if DEEP else (2, 120)
LEFT_ALONE = ("/static/", "/account/logout/", "/me/sign-out-everywhere/", "/demo/enter/")


class Links(HTMLParser):
    """The addresses that a page links to and posts to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links, self.forms = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "form":
            kept = self.forms if found.get("method") == "post" else self.links
            kept.append(found.get("action") or "")


@pytest.mark.parametrize("role", ROLES)
def test_no_page_fails_no_link_is_dead_and_no_empty_form_fails(demo_db, settings, role):
    settings.DEMO = True
    client = Client()
    if role == "council":  # sees the region's figures, opens the own district's pages alone
        member = builders.person("Ramona", "Trujillo")
        builders.hat(member, "council_member", builders.rec(9))
        builders.hat(member, "delegate", builders.district("Cloudcroft"))
        client.force_login(member)
    elif role != "visitor":
        client.force_login(Person.objects.get(handle=role))

    visited, failed = crawl(client)

    assert failed == [], "\n".join(failed)
    assert visited > 5


def crawl(client: Client, of_one_kind: int = OF_ONE_KIND, in_all: int = IN_ALL) -> tuple[int, list[str]]:
    waiting, seen, kinds, failed, posted = [("/", "")], {"/"}, Counter(), [], set()
    while waiting and len(kinds) < 10_000 and sum(kinds.values()) < in_all:
        path, came_from = waiting.pop(0)
        try:
            kind = resolve(urlsplit(path).path).view_name
        except Resolver404:
            failed.append(f"dead: {path} on {came_from}")
            continue
        if kinds[kind] >= of_one_kind:
            continue
        kinds[kind] += 1
        answer = client.get(path)
        if answer.status_code >= 400:
            failed.append(f"{answer.status_code}: {path} on {came_from}")
        if answer.status_code in (301, 302):
            found = Links("")
            found.links.append(answer["Location"])
        elif "text/html" not in answer.get("Content-Type", ""):
            if answer.streaming:
                b"".join(answer.streaming_content)
            continue
        else:
            found = Links(answer.content.decode())
        for link in found.links:
            there = urljoin(path, link).split("#")[0]
            if there.startswith("/") and there not in seen and not there.startswith(LEFT_ALONE):
                seen.add(there)
                waiting.append((there, path))
        for form in found.forms:
            failed += post_empty(client, urljoin(path, form), path, posted)
    return sum(kinds.values()), failed


def post_empty(client: Client, path: str, came_from: str, posted: set[str]) -> list[str]:
    if not path.startswith("/") or path.startswith(LEFT_ALONE):
        return []
    try:
        kind = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return [f"dead: form to {path} on {came_from}"]
    if kind in posted and not DEEP:
        return []
    posted.add(kind)
    with transaction.atomic():
        status = client.post(path, {}).status_code
        transaction.set_rollback(True)
    return [f"{status}: form to {path} on {came_from}"] if status >= 500 or status == 405 else []
