from datetime import UTC, date, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.models import FollowUpCycle, FollowUpStep
from collaborative.calendar.periods import STATE_ZONE, at_local, fiscal_year, fiscal_year_dates, today
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from tests import builders
from tests.depth import DEEP
from trainings.attendance.actions import closing
from trainings.attendance.sheet import AttendanceSheet
from trainings.models import Attendance, Certificate, HoursEntry, Meeting
from trainings.registrations.notifications import OFFER, open_offer_duties
from trainings.schedule.duties import open_closing_duty


def test_closing_makes_hours_certificates_and_follow_up(closed, cast):
    hours = {
        entry.person.family_name: (entry.hours, entry.organization.short_name) for entry in HoursEntry.objects.all()
    }

    assert hours == {"Vigil": (6, "Cloudcroft"), "Abeyta": (Decimal("2.5"), "Tularosa")}
    assert set(Certificate.objects.values_list("name", "hours")) == {("Rosa Vigil", 6), ("Luis Abeyta", Decimal("2.5"))}
    assert {cycle.district.short_name: cycle.people_trained for cycle in FollowUpCycle.objects.all()} == {
        "Cloudcroft": 1,
        "Tularosa": 1,
    }
    assert FollowUpCycle.objects.first().coach == cast.coach
    assert FollowUpStep.objects.count() == 6
    assert Duty.objects.open().filter(kind="trainings.follow_up_step", person=cast.coach).count() == 6
    words = Entry.objects.about(closed).first().text
    assert words == ("Closed: 2 present, 1 absent, 8.5 hours; 2 certificates; 2 districts get a follow-up plan")


def test_each_gets_a_letter_with_the_own_certificate(closed):
    letters = {letter.recipient.family_name: letter.body for letter in Letter.objects.filter(kind="certificate")}

    assert set(letters) == {"Vigil", "Abeyta"}
    code = Certificate.objects.get(name="Rosa Vigil").code
    assert code in letters["Vigil"]
    assert code not in letters["Abeyta"]


def test_the_duty_to_close_is_settled(training, meeting, seat, mark, cast):
    open_closing_duty(training)
    mark(meeting, {seat(): 6})

    closing.close(training, by=cast.coordinator)

    duty = Duty.objects.get(kind="trainings.close")
    assert (duty.closed_why, duty.role, duty.organization) == ("done", "rec_coordinator", builders.rec())


def test_a_seat_still_held_is_owed_no_more(training, meeting, seat, mark, cast):
    held = seat("Luis", "Abeyta", status="offered", held_until=timezone.now() + timedelta(hours=1))
    open_offer_duties(training, [held], now=timezone.now())
    mark(meeting, {seat(): 6})

    closing.close(training, by=cast.coordinator)

    assert Duty.objects.get(kind=OFFER).closed_why == "dropped"


def test_somebody_not_marked_is_named(training, meeting, seat, mark, cast):
    rosa = seat("Rosa", "Vigil")
    seat("Luis", "Abeyta")
    mark(meeting, {rosa: 6})

    with pytest.raises(ActionError, match=r"Not marked at meeting 1.*Luis Abeyta"):
        closing.close(training, by=cast.coordinator)

    assert not HoursEntry.objects.exists()


def test_not_before_the_last_meeting_has_begun(training, meeting, seat, mark, cast):
    Meeting.objects.create(
        training=training,
        number=2,
        starts_at=timezone.now() + timedelta(days=2),
        ends_at=timezone.now() + timedelta(days=2, hours=3),
        date=timezone.localdate() + timedelta(days=2),
        hours=Decimal(3),
    )
    mark(meeting, {seat(): 6})

    with pytest.raises(ActionError, match="Close the training after it"):
        closing.close(training, by=cast.coordinator)


def test_a_cancelled_or_closed_training_is_not_closed(closed, cast):
    with pytest.raises(ActionError, match="was closed on"):
        closing.close(closed, by=cast.coordinator)

    assert HoursEntry.objects.count() == 2


def test_the_region_coordinators_name_the_coach_where_the_leader_is_none(training, meeting, cast, seat, mark):
    training.trainers.update(person=cast.vendor)
    mark(meeting, {seat(): 6})

    closing.close(training, by=cast.coordinator)

    assert FollowUpCycle.objects.get().coach is None
    assert Duty.objects.open().filter(kind="trainings.name_coach", role="rec_coordinator").count() == 1


def test_a_train_the_expert_session_opens_no_follow_up(cast, mark):
    session = builders.training(
        days_ahead=-1, kind="train_the_expert", audience="all_recs", host=builders.bureau(), by=cast.bureau
    )
    seat = builders.registration(session, cast.coach, builders.rec())
    mark(session.meetings.get(), {seat: 6})

    closing.close(session, by=cast.bureau)

    assert not FollowUpCycle.objects.exists()


def test_a_meeting_on_the_evening_of_june_30_belongs_to_june(training, meeting, cast, mark, seat):
    this_year = date(today().year, 6, 30)
    day = this_year if this_year < today() else date(today().year - 1, 6, 30)
    meeting.starts_at = at_local(day, time(18, 30), STATE_ZONE)
    meeting.ends_at, meeting.date = meeting.starts_at + timedelta(hours=2), day
    meeting.save()
    mark(meeting, {seat(): "1.5"})

    closing.close(training, by=cast.coordinator)

    entry = HoursEntry.objects.get()
    assert meeting.starts_at.astimezone(UTC).month == 7
    assert (entry.date, fiscal_year(entry.date)) == (day, day.year)
    assert HoursEntry.objects.within(fiscal_year_dates(day.year)).count() == 1
    assert HoursEntry.objects.within(fiscal_year_dates(day.year + 1)).count() == 0


def test_a_seat_given_up_after_the_first_meeting_keeps_its_hours(training, meeting, seat, mark, cast):
    luis = seat("Luis", "Abeyta")
    mark(meeting, {luis: 6})
    type(luis).objects.filter(pk=luis.pk).update(status="cancelled", ended_at=timezone.now())

    closing.close(training, by=cast.coordinator)

    assert HoursEntry.objects.get().person == luis.person


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trainings_hoursentry SET hours = hours + 1",
        "DELETE FROM trainings_hoursentry",
        "TRUNCATE trainings_hoursentry CASCADE",
    ],
)
def test_the_ledger_is_append_only(closed, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction is checked now
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(statement)

    assert HoursEntry.objects.count() == 2


@pytest.mark.parametrize("broken", [{"hours": 0}, {"hours": -2, "why": ""}])
def test_the_ledger_refuses_nothing_and_corrections_without_reason(closed, broken):
    entry = HoursEntry.objects.first()
    entry.pk = None
    for name, value in broken.items():
        setattr(entry, name, value)

    with pytest.raises(Exception, match="trainings_hours"), transaction.atomic():
        entry.save()


@pytest.mark.parametrize("broken", [{"present": True, "hours": 0}, {"present": False, "hours": 3}])
def test_attendance_and_its_hours_agree(closed, broken):
    with pytest.raises(Exception, match="trainings_attendance_hours_fit"), transaction.atomic():
        Attendance.objects.update(**broken)


@settings(max_examples=150 if DEEP else 15)
@given(hours=st.lists(st.lists(st.integers(0, 24), min_size=2, max_size=2), min_size=1, max_size=5))
def test_ledger_certificates_and_marks_come_to_the_same_sum(cast, hours):
    with transaction.atomic():
        training = builders.training(of=builders.initiative(f"I {timezone.now()}"), days_ahead=-2)
        first = training.meetings.get()
        second = Meeting.objects.create(
            training=training,
            number=2,
            starts_at=first.starts_at + timedelta(days=1),
            ends_at=first.ends_at + timedelta(days=1),
            date=first.date + timedelta(days=1),
            hours=Decimal(6),
        )
        for number, quarters in enumerate(hours):
            seat = builders.registration(training, builders.person("P", f"{number}", email=""))
            for meeting, quarter in zip((first, second), quarters, strict=True):
                Attendance.objects.create(
                    meeting=meeting,
                    registration=seat,
                    present=bool(quarter),
                    hours=Decimal(quarter) / 4,
                    marked_at=timezone.now(),
                    marked_by=cast.coordinator,
                )
        roll = AttendanceSheet(training)

        closing.close(training, by=cast.coordinator)

        expected = sum(Decimal(quarter) for quarters in hours for quarter in quarters) / 4
        assert roll.total_hours == expected
        assert sum(training.hours_entries.values_list("hours", flat=True)) == expected
        assert sum(training.certificates.values_list("hours", flat=True)) == expected
        assert training.certificates.count() == sum(1 for quarters in hours if any(quarters))
        transaction.set_rollback(True)
