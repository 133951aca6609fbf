from decimal import Decimal

import pytest

from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from tests import builders
from trainings.attendance.actions import door as at_the_door
from trainings.attendance.sheet import AttendanceSheet
from trainings.models import Attendance, Trainer


def test_all_present_then_one_is_corrected(training, meeting, seat, mark, cast):
    rosa, luis, ana = seat("Rosa", "Vigil"), seat("Luis", "Abeyta"), seat("Ana", "Lujan")
    mark(meeting, {ana: 0})

    number = at_the_door.mark_rest_present(meeting, by=cast.coordinator)
    mark(meeting, {luis: "2.5"})

    assert number == 2
    found = {line.registration.pk: (line.state, line.mark.hours) for line in AttendanceSheet(training).lines(meeting)}
    assert found == {rosa.pk: ("present", 6), luis.pk: ("partly", Decimal("2.5")), ana.pk: ("absent", 0)}


def test_one_line_leaves_one_entry_away_from_the_training(training, meeting, seat, mark):
    rosa = seat()

    mark(meeting, {rosa: 6})

    assert Entry.objects.about(training).filter(verb="attendance.marked").count() == 0
    assert "Rosa Vigil" in Entry.objects.about(rosa).get(verb="attendance.marked").text


@pytest.mark.parametrize("hours", ["0.00", "6.01", "-1", "25"])
def test_hours_fit_the_meeting(meeting, seat, cast, hours):
    rosa = seat()

    with pytest.raises(ActionError, match="at most 6 hours"):
        at_the_door.mark_attendance(meeting, marks={rosa.pk: (True, Decimal(hours))}, by=cast.coordinator)

    assert not Attendance.objects.exists()


def test_trainers_are_not_counted(training, meeting, seat, cast):
    builders.registration(training, cast.coach, builders.district())
    seat()

    at_the_door.mark_rest_present(meeting, by=cast.coordinator)

    assert [line.registration.person.family_name for line in AttendanceSheet(training).lines(meeting)] == ["Vigil"]
    assert Attendance.objects.count() == 1


def test_who_gave_up_the_seat_meanwhile_is_told(meeting, seat, mark):
    rosa = seat()
    gone = seat("Luis", "Abeyta", status="cancelled", ended_at=meeting.starts_at)

    with pytest.raises(ActionError, match="given up the seat"):
        mark(meeting, {rosa: 6, gone: 6})


def test_the_door_is_shut_before_the_day(cast):
    training = builders.training(days_ahead=3)
    rosa = builders.registration(training, builders.staff(builders.district(), "Rosa", "Vigil"))

    with pytest.raises(ActionError, match="The door opens"):
        at_the_door.mark_attendance(training.meetings.get(), marks={rosa.pk: (True, Decimal(6))}, by=cast.coordinator)


def test_forty_people_are_marked_in_few_statements(training, meeting, seat, cast, django_assert_max_num_queries):
    training.room_capacity = 60
    training.save()
    for number in range(40):
        seat("Rosa", f"Vigil {number}")

    with django_assert_max_num_queries(12):
        at_the_door.mark_rest_present(meeting, by=cast.coordinator)

    assert Attendance.objects.filter(present=True).count() == 40


def test_a_closed_training_is_not_marked(closed, mark):
    rosa = closed.registrations.get(person__family_name="Vigil")

    with pytest.raises(ActionError, match="corrected with a reason"):
        mark(closed.meetings.get(), {rosa: 3})


def test_a_trainer_who_is_no_lead_is_not_expected_either(training, seat, cast):
    assistant = seat("Eva", "Ortega")
    Trainer.objects.create(training=training, person=assistant.person, part="assists")

    assert AttendanceSheet(training).expected == []
