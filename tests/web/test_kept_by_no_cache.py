"""Pages that hold what one person alone may read are kept by no browser and no cache."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from coaching.models import Visit
from collaborative.calendar.periods import today
from tests import builders

TOKENS = ["address-confirm", "invitation-answer", "certificate-from-letter", "training-own-feed"]


@pytest.fixture
def visit(cast):
    made = Visit.objects.create(
        coach=cast.coach,
        district=builders.district(),
        rec=builders.rec(),
        kind="classroom_visit",
        planned_for=today() - timedelta(days=1),
        created_at=timezone.now(),
    )
    made.people.add(cast.teacher)
    return made


def test_the_page_of_a_private_note(cast, sign_in, visit):
    for person in (cast.coach, cast.teacher):
        assert "no-store" in sign_in(person).get(visit.get_absolute_url())["Cache-Control"]


def test_the_pages_on_which_a_private_note_is_written(cast, sign_in, visit):
    client = sign_in(cast.coach)
    assert "no-store" in client.get(f"{visit.get_absolute_url()}log/")["Cache-Control"]
    Visit.objects.filter(pk=visit.pk).update(held_on=today(), minutes=60, logged_at=timezone.now())

    answer = client.get(f"{visit.get_absolute_url()}note/")

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", TOKENS)
def test_what_a_link_with_a_token_opens(client, db, name):
    assert "no-store" in client.get(reverse(name, args=["no-such-token"]))["Cache-Control"]


@pytest.mark.parametrize("path", ["/account/login/", "/account/login/code/"])
def test_the_pages_of_signing_in(cast, client, path):
    assert "no-store" in client.get(path)["Cache-Control"]
    client.post("/account/login/", {"login": cast.teacher.email})
    assert "no-store" in client.get("/account/login/code/confirm/")["Cache-Control"]
