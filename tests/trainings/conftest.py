from decimal import Decimal

import pytest
from django.utils import timezone

from tests import builders
from trainings.attendance.actions import closing
from trainings.attendance.actions import door as at_the_door


@pytest.fixture
def training(cast):
    """Held yesterday in region 9: one meeting of six hours, the coach leads."""
    return builders.training(days_ahead=-1, leader=cast.coach)


@pytest.fixture
def meeting(training):
    return training.meetings.get()


@pytest.fixture
def seat(training, cast):
    """seat("Rosa", "Vigil") seats a new member of Cloudcroft's staff."""

    def take(given="Rosa", family="Vigil", district="Cloudcroft", of=None, **more):
        place = builders.district(district)
        return builders.registration(of or training, builders.staff(place, given, family), place, **more)

    return take


@pytest.fixture
def mark(cast):
    """mark(meeting, {registration: hours}): hours 0 means absent."""

    def say(meeting, hours):
        marks = {one.pk: (bool(amount), Decimal(amount)) for one, amount in hours.items()}
        return at_the_door.mark_attendance(meeting, marks=marks, by=cast.coordinator)

    return say


@pytest.fixture
def closed(training, meeting, seat, mark, cast):
    """The training, closed: Rosa 6 hours, Luis 2.5, Ana absent."""
    rosa, luis, ana = seat("Rosa", "Vigil"), seat("Luis", "Abeyta", "Tularosa"), seat("Ana", "Lujan")
    mark(meeting, {rosa: 6, luis: "2.5", ana: 0})
    closing.close(training, by=cast.coordinator, now=timezone.now())
    training.refresh_from_db()
    return training
