"""What the database itself refuses, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.calendar.periods import today
from initiatives.models import Acknowledgment, AskedDeliverable, Deliverable, Initiative, InitiativeVersion, PlannedStep
from tests import builders


@pytest.fixture
def version(cast):
    return builders.initiative(by=cast.bureau).current


def another(version, **more):
    """A further version, as raw as a row can be."""
    says = {"number": 2, "purpose": "x", "starts_on": today(), "ends_on": today() + timedelta(days=1)}
    says |= {"created_at": timezone.now(), "created_by": version.created_by, "initiative": version.initiative}
    return InitiativeVersion(**{**says, **more})


def owed(version, **more):
    row = {"initiative": version.initiative, "version": version, "rec": builders.rec(9), "fiscal_year": 2027}
    return Deliverable(**{**row, "measure": "m", "target": 1, "due_on": today(), **more})


RAW = {
    "two drafts": (
        "version_one_draft",
        lambda v: InitiativeVersion.objects.bulk_create([another(v), another(v, number=3)]),
    ),
    "a number twice": (
        "version_number_once",
        lambda v: another(v, number=1, published_at=timezone.now(), published_by=v.created_by).save(),
    ),
    "ends before it starts": (
        "version_dates_in_order",
        lambda v: another(v, ends_on=today() - timedelta(days=1)).save(),
    ),
    "published by nobody": ("version_published_pair", lambda v: another(v, published_at=timezone.now()).save()),
    "published never": ("version_published_pair", lambda v: another(v, published_by=v.created_by).save()),
    "the same title": (
        "initiative_title_once",
        lambda v: Initiative.objects.create(
            title=v.initiative.title, lead=v.initiative.lead, level="state", created_at=timezone.now()
        ),
    ),
    "a step twice": (
        "planned_step_once",
        lambda v: PlannedStep.objects.create(version=v, days_after=30, touchpoint="classroom_visit"),
    ),
    "a step on no day": (
        "planned_step_days",
        lambda v: PlannedStep.objects.create(version=v, days_after=0, touchpoint="call"),
    ),
    "a step in three years": (
        "planned_step_days",
        lambda v: PlannedStep.objects.create(version=v, days_after=731, touchpoint="call"),
    ),
    "asked twice": (
        "asked_once",
        lambda v: AskedDeliverable.objects.bulk_create(
            AskedDeliverable(version=v, measure="m", target=1, due_on=today()) for _ in range(2)
        ),
    ),
    "asked for nothing": (
        "asked_target_positive",
        lambda v: AskedDeliverable.objects.create(version=v, measure="m", target=0, due_on=today()),
    ),
    "acknowledged twice": (
        "acknowledgment_once",
        lambda v: Acknowledgment.objects.bulk_create(Acknowledgment(version=v, rec=builders.rec(9)) for _ in range(2)),
    ),
    "acknowledged by nobody": (
        "acknowledgment_pair",
        lambda v: Acknowledgment.objects.create(version=v, rec=builders.rec(9), acknowledged_at=timezone.now()),
    ),
    "acknowledged never": (
        "acknowledgment_pair",
        lambda v: Acknowledgment.objects.create(version=v, rec=builders.rec(9), acknowledged_by=v.created_by),
    ),
    "owed twice": ("deliverable_once", lambda v: Deliverable.objects.bulk_create([owed(v), owed(v)])),
    "owed nothing": ("deliverable_target_positive", lambda v: owed(v, target=0).save()),
}


@pytest.mark.parametrize("name", RAW)
def test_raw_rows_cannot_say(version, name):
    constraint, write = RAW[name]

    with pytest.raises(IntegrityError, match=f"initiatives_{constraint}"), transaction.atomic():
        write(version)


def test_a_withdrawn_deliverable_may_stand_beside_a_new_one(version):
    Deliverable.objects.bulk_create([owed(version, withdrawn_at=timezone.now()), owed(version)])

    assert Deliverable.objects.standing().count() == 1
