"""What the RECs owe follows the version in force; what is settled stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accountability.models import Submission
from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.figures.measures import measures
from initiatives import actions
from initiatives.models import AskedDeliverable, Deliverable
from tests import builders
from tests.initiatives.conftest import a_measure


@pytest.fixture
def revise(cast, published):
    """revise(asks) publishes version 2 with these lines: measure, target, days from today."""

    def publish(*asks):
        version = actions.revise(published, by=cast.bureau)
        version.what_changed = "The legislature asked for it."
        version.save()
        version.asked_deliverables.all().delete()
        for measure, target, days in asks:
            due_on = today() + timedelta(days=days)
            AskedDeliverable.objects.create(version=version, measure=measure, target=target, due_on=due_on)
        published.refresh_from_db()
        actions.publish(published, by=cast.bureau, revision=published.revision)
        return version

    return publish


def of_rec_9():
    return Deliverable.objects.filter(rec=builders.rec(9))


def duties_of(row):
    return Duty.objects.about(row).filter(kind="initiatives.deliverable")


def test_a_new_target_reaches_every_rec(revise):
    before = of_rec_9().get()

    version = revise((a_measure(), 5, 100))

    row = of_rec_9().get()
    assert (row.pk, row.target, row.version) == (before.pk, 5, version)
    assert duties_of(row).open().count() == 1
    assert Deliverable.objects.standing().count() == 9


def test_a_day_that_moved_within_the_fiscal_year_moves_the_duty(published, revise):
    row = of_rec_9().get()
    year = row.fiscal_year
    days = 99 if _year_of(99) == year else 101

    revise((a_measure(), 2, days))

    moved = of_rec_9().get()
    assert (moved.pk, moved.due_on) == (row.pk, today() + timedelta(days=days))
    assert duties_of(moved).open().get().due_on == moved.due_on


def test_what_is_no_longer_asked_is_withdrawn_and_its_duty_dropped(revise):
    other = list(measures)[1]

    revise((other, 3, 100))

    withdrawn, new = of_rec_9().order_by("pk")
    assert withdrawn.withdrawn_at is not None
    assert duties_of(withdrawn).get().closed_why == "dropped"
    assert (new.measure, new.target, new.withdrawn_at) == (other, 3, None)


def test_what_was_accepted_stays_as_it_was_agreed(cast, revise):
    row = of_rec_9().get()
    now = timezone.now()
    Submission.objects.create(
        deliverable=row,
        number=1,
        actual=2,
        submitted_at=now,
        submitted_by=cast.director,
        accepted_at=now,
        reviewed_by=cast.bureau,
    )

    revise((a_measure(), 50, 100))

    row.refresh_from_db()
    assert (row.target, row.withdrawn_at) == (2, None)
    assert of_rec_9().standing().count() == 1
    assert of_rec_9().get().target == 2
    assert Deliverable.objects.standing().filter(target=50).count() == 8


def test_what_was_accepted_is_not_withdrawn(cast, revise):
    row = of_rec_9().get()
    now = timezone.now()
    Submission.objects.create(
        deliverable=row,
        number=1,
        actual=2,
        submitted_at=now,
        submitted_by=cast.director,
        accepted_at=now,
        reviewed_by=cast.bureau,
    )

    revise()

    assert list(Deliverable.objects.standing()) == [row]


def test_publishing_takes_few_statements_whatever_it_asks(cast, django_assert_max_num_queries):
    one = builders.initiative("One", published=False, by=cast.bureau, asks=[(a_measure(), 1)])
    three = builders.initiative(
        "Three", published=False, by=cast.bureau, asks=[(name, 1) for name in list(measures)[:3]]
    )

    for initiative in (one, three):
        with django_assert_max_num_queries(32):
            actions.publish(initiative, by=cast.bureau, revision=0)


def _year_of(days):
    from collaborative.calendar.periods import fiscal_year

    return fiscal_year(today() + timedelta(days=days))
