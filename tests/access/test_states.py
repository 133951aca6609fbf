"""Every page of a training, an initiative and a visit in every state: a page that assumes a later one says so."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from coaching.models import Visit
from collaborative.calendar.periods import today
from tests import builders
from tests.access.routes import routes


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


@pytest.fixture
def opened():
    """opened(who, paths) gives what failed there, by GET and by an empty POST; nothing that they do is kept."""

    def opening(who, paths: list[str]) -> list[str]:
        client, failed = Client(raise_request_exception=False), []
        client.force_login(who)
        for path in paths:
            for ask in (client.get, client.post):
                with transaction.atomic():
                    status = ask(path).status_code
                    transaction.set_rollback(True)
                if status >= 500:
                    failed.append(f"{status}: {ask.__name__} {path} as {who}")
        return failed

    return opening


def pages(before: str) -> list[str]:
    return [f"/{route}" for _name, route in routes() if route.startswith(before)]


def of_training(make, cast) -> list[str]:
    """The address of every page of this training, of a place in it and of its district's invitation."""
    training = make(cast)
    registration = builders.registration(training, cast.teacher)
    invitation = training.invitations.filter(organization=builders.district()).first()
    paths = []
    for route in pages("trainings/<int:"):
        about = invitation if "/invitations/" in route else registration
        path = route.replace("<int:training>", str(training.pk)).replace("<int:number>", "1")
        paths.append(path.replace("<int:pk>", str(about.pk if about and "<int:training>" in route else training.pk)))
    return paths


TRAININGS = pytest.mark.parametrize("make", [draft_without_days, draft, coming, cancelled, held, closed])


@TRAININGS
def test_no_page_of_a_training_fails(cast, opened, make):
    assert opened(cast.coordinator, of_training(make, cast)) == []


@pytest.mark.deep
@TRAININGS
def test_no_page_of_a_training_fails_for_a_superintendent(cast, opened, make):
    assert opened(cast.superintendent, of_training(make, cast)) == []


@pytest.mark.parametrize("published", [False, True])
def test_no_page_of_an_initiative_fails(cast, opened, published):
    initiative = builders.initiative(by=cast.bureau, published=published, steps=(), asks=())
    routes_of_one = pages("initiatives/<int:pk>")
    paths = [route.replace("<int:pk>", str(initiative.pk)).replace("<int:number>", "1") for route in routes_of_one]

    assert opened(cast.bureau, [path for path in paths if "<" not in path]) == []


STATES = {
    "planned": {},
    "held": {"held_on": today(), "minutes": 60, "logged_at": timezone.now()},
    "cancelled": {"cancelled_at": timezone.now(), "cancel_why": "Snow"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("with_people", [True, False])
def test_no_page_of_a_visit_fails(cast, opened, state, with_people):
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

    assert opened(cast.coach, paths) == []
