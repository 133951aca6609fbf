"""Pages in a language that is accented English: whatever shows plain English there, no translator will ever see.

`untranslated.txt` lists what is left; it only gets shorter.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from django.test import Client

from collaborative.people.models import Person
from tests.access.test_crawl import crawl
from tests.languages.pseudo import asked_by_the_browser
from tests.languages.untranslated import data, untranslated

ROLES = ("visitor", "lucia.baca", "carla.ortiz", "miguel.tafoya", "dolores.pena", "rosa.montoya", "grace.whitfield")
LISTED = Path(__file__).with_name("untranslated.txt")


class Reading(Client):
    """Keeps what each page showed that was not translated."""

    def __init__(self, known: set[str]) -> None:
        super().__init__()
        self.known = known
        self.found: dict[str, set[str]] = defaultdict(set)

    def request(self, **request):
        answer = super().request(**request)
        if "text/html" in answer.get("Content-Type", "") and not answer.streaming:
            match = getattr(answer, "resolver_match", None)
            for piece in untranslated(answer.content.decode(), self.known):
                self.found[piece].add(match.view_name if match else "?")
        return answer


@pytest.mark.deep
@pytest.mark.parametrize("role", ROLES)
def test_pages_show_nothing_that_went_past_gettext(demo_db, settings, monkeypatch, pseudo_language, role):
    settings.DEMO = True
    client = Reading(data())
    if role != "visitor":
        Person.objects.update(language=pseudo_language)
        client.force_login(Person.objects.get(handle=role))

    with asked_by_the_browser(monkeypatch):
        crawl(client, of_one_kind=2, in_all=150)

    listed = set(LISTED.read_text().splitlines())
    left = {piece: sorted(pages) for piece, pages in client.found.items() if piece not in listed}
    assert left == {}, "\n".join(f"{piece}: {', '.join(pages)}" for piece, pages in sorted(left.items()))
