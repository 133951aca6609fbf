from datetime import timedelta

import pytest
from django.utils import timezone

from coaching.duties import open_coach_duties, open_step_duties
from coaching.models import FollowUpCycle, FollowUpStep
from collaborative.calendar.periods import today
from tests import builders
from trainings.models import Attendance, Training

PLAN = ((1, "classroom_visit", "coach", 5), (2, "check_in", "superintendent", 40), (3, "call", "coach", 90))


def follow_up(training: Training, short_name: str = "Cloudcroft", *, coach=None, people=()) -> FollowUpCycle:
    """A cycle as closing opens it: three steps with their duties, and the people who were there."""
    now, district = timezone.now(), builders.district(short_name)
    for person in people:
        seat = builders.registration(training, person, district)
        Attendance.objects.create(
            meeting=training.meetings.get(),
            registration=seat,
            present=True,
            hours=6,
            marked_at=now,
            marked_by=training.created_by,
        )
    made = FollowUpCycle.objects.create(
        training=training,
        district=district,
        initiative=training.initiative,
        rec=district.parent,
        coach=coach,
        people_trained=len(people),
        opened_at=now,
    )
    steps = [
        FollowUpStep.objects.create(
            cycle=made,
            district=district,
            rec=district.parent,
            initiative=training.initiative,
            number=number,
            touchpoint=touchpoint,
            owed_by=owes,
            due_on=today() + timedelta(days),
        )
        for number, touchpoint, owes, days in PLAN
    ]
    open_step_duties(steps, now)
    open_coach_duties([made], now)
    return made


@pytest.fixture
def training(cast):
    return builders.training(
        days_ahead=-3, leader=cast.coach, closed_at=timezone.now() - timedelta(days=2), room_capacity=None
    )


@pytest.fixture
def cycle(training, cast):
    """Cloudcroft's, after yesterday's training; Miguel Tafoya coaches; Rosa Montoya was trained."""
    return follow_up(training, coach=cast.coach, people=[cast.teacher])


@pytest.fixture
def step(cycle):
    """A classroom visit, due in five days."""
    return cycle.steps.get(number=1)
