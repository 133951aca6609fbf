"""Every page of a training, an initiative and a visit in every state: a page that assumes a later one says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from collaborative.periods import today
from tests import builders
from tests.access.routes import routes
from trainings.models import Visit


def draft_without_days(cast):
    made = builders.training(by=cast.coordinator, published=False)
    made.meetings.all().delete()
    made.starts_at = made.first_day = made.last_day = None
    made.save()
    return made


def draft(cast):
    return builders.training(by=cast.coordinator, published=False)


def coming(cast):
    return builders.training(by=cast.coordinator)


def cancelled(cast):
    return builders.training(by=cast.coordinator, cancelled_at=timezone.now(), cancel_why="Snow")


def held(cast):
    return builders.training(by=cast.coordinator, days_ahead=-3)


def closed(cast):
    return builders.training(by=cast.coordinator, days_ahead=-3, closed_at=timezone.now())


def opened(who, path: str) -> list[str]:
    client = Client(raise_request_exception=False)
    client.force_login(who)
    answers = {"GET": client.get(path).status_code, "POST": client.post(path, {}).status_code}
    return [f"{status}: {method} {path} as {who}" for method, status in answers.items() if status >= 500]


def pages(before: str) -> list[str]:
    return [f"/{route}" for _name, route in routes() if route.startswith(before)]


@pytest.mark.parametrize("make", [draft_without_days, draft, coming, cancelled, held, closed])
def test_no_page_of_a_training_fails(cast, make):
    training = make(cast)
    registration = builders.registration(training, cast.teacher)
    invitation = training.invitations.filter(organization=builders.district()).first()
    failed = []
    for route in pages("trainings/<int:"):
        about = invitation if "/invitations/" in route else registration
        path = route.replace("<int:training>", str(training.pk)).replace("<int:number>", "1")
        path = path.replace("<int:pk>", str(about.pk if about and "<int:training>" in route else training.pk))
        for who in (cast.coordinator, cast.superintendent):
            failed += opened(who, path)

    assert failed == []


@pytest.mark.parametrize("published", [False, True])
def test_no_page_of_an_initiative_fails(cast, published):
    initiative = builders.initiative(by=cast.bureau, published=published, steps=(), asks=())
    paths = [
        route.replace("<int:pk>", str(initiative.pk)).replace("<int:number>", "1")
        for route in pages("initiatives/<int:pk>")
    ]

    assert [words for path in paths if "<" not in path for who in (cast.bureau,) for words in opened(who, path)] == []


STATES = {
    "planned": {},
    "held": {"held_on": today(), "minutes": 60, "logged_at": timezone.now()},
    "cancelled": {"cancelled_at": timezone.now(), "cancel_why": "Snow"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("with_people", [True, False])
def test_no_page_of_a_visit_fails(cast, state, with_people):
    visit = Visit.objects.create(
        coach=cast.coach,
        district=builders.district(),
        rec=builders.rec(),
        kind="classroom_visit",
        planned_for=today() - timedelta(days=1),
        created_at=timezone.now(),
        **STATES[state],
    )
    if with_people:
        visit.people.add(cast.teacher)
    paths = [route.replace("<int:pk>", str(visit.pk)) for route in pages("trainings/visits/<int:pk>")]

    assert [words for path in paths for who in (cast.coach,) for words in opened(who, path)] == []
