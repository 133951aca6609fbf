"""Two people press «Close» in the same moment; a mark arrives while the training closes. Real connections."""

from decimal import Decimal
from functools import partial

from django.utils import timezone

from coaching.models import FollowUpCycle
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from tests import builders
from tests.cast import make_cast
from tests.racing import at_once, refusals
from trainings.attendance.actions import closing
from trainings.attendance.actions import door as at_the_door
from trainings.models import Attendance, Certificate, HoursEntry


def _held(cast):
    training = builders.training(days_ahead=-1, leader=cast.coach)
    meeting = training.meetings.get()
    seats = [
        builders.registration(training, builders.staff(builders.district(), "Rosa", f"Vigil {n}")) for n in range(5)
    ]
    at_the_door.mark_attendance(meeting, marks={one.pk: (True, Decimal(6)) for one in seats}, by=cast.coordinator)
    return training, meeting, seats


def test_closing_eight_times_at_once_closes_once(cloned_db):
    cast = make_cast()
    training, _meeting, _seats = _held(cast)

    told = refusals(at_once([lambda: closing.close(type(training).objects.get(pk=training.pk), by=cast.director)] * 8))

    assert ["was closed on" in one.message for one in told] == [True] * 7
    assert (HoursEntry.objects.count(), Certificate.objects.count(), FollowUpCycle.objects.count()) == (5, 5, 1)
    assert Letter.objects.filter(kind="certificate").count() == 5
    assert Entry.objects.filter(verb="training.closed").count() == 1


def test_a_mark_comes_before_the_closing_or_is_refused(cloned_db):
    cast = make_cast()
    training, meeting, seats = _held(cast)

    at_once(
        [
            lambda: closing.close(type(training).objects.get(pk=training.pk), by=cast.director),
            lambda: at_the_door.mark_attendance(meeting, marks={seats[0].pk: (True, Decimal(3))}, by=cast.coordinator),
        ]
    )

    ledger = {entry.person_id: entry.hours for entry in HoursEntry.objects.all()}
    marked = {mark.registration.person_id: mark.hours for mark in Attendance.objects.select_related("registration")}
    assert ledger == marked


def test_two_corrections_at_once_leave_the_ledger_true(cloned_db):
    cast = make_cast()
    training, meeting, seats = _held(cast)
    closing.close(training, by=cast.director, now=timezone.now())

    def correct(hours):
        seat = training.registrations.select_related("training", "person").get(pk=seats[0].pk)
        closing.correct(seat, meeting, present=True, hours=Decimal(hours), why="Paper list.", by=cast.director)

    at_once([partial(correct, hours) for hours in (1, 2, 3, 4)])

    person = seats[0].person
    total = sum(HoursEntry.objects.filter(person=person).values_list("hours", flat=True))
    assert total == Attendance.objects.get(registration=seats[0]).hours
    assert Certificate.objects.standing().get(person=person).hours == total
