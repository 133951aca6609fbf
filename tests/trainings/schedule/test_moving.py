from datetime import UTC, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import at_local, morning_of, today
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.affiliations import affiliate
from tests import builders
from tests.trainings.schedule.planning import published, sitting
from trainings.invitations.actions import decline
from trainings.invitations.services import ANSWER
from trainings.models import Booking
from trainings.registrations.actions.registration import lapse_offers
from trainings.registrations.notifications import OFFER, open_offer_duties
from trainings.registrations.seats import give, trainings_with_lapsed_offers
from trainings.schedule.actions.moves import cancel, move, undo_cancel, undo_move
from trainings.schedule.duties import CLOSE


def sent(cast, **more):
    """A published training whose invitations have gone out."""
    training = published(cast, **more)
    Letter.objects.update(sent_at=timezone.now())
    return training


def moved(training, cast, *days, **more):
    return move(
        training,
        venue=training.venue,
        online_link="",
        sittings=[sitting(day) for day in days or (45,)],
        by=cast.coordinator,
        **more,
    )


def register(training, *people):
    give(
        training,
        people=[(person, builders.district()) for person in people],
        seat_mode="room",
        by=None,
        now=timezone.now(),
    )


def hold_a_seat(training, cast):
    """Rosa Montoya moved up from the waiting list; the seat is held for her until tomorrow."""
    offered = builders.registration(
        training, cast.teacher, status="offered", held_until=timezone.now() + timedelta(hours=24)
    )
    open_offer_duties(training, [offered], now=timezone.now())
    return offered


def test_a_move_tells_invited_registered_and_trainers_with_a_higher_sequence(cast):
    training = sent(cast)
    register(training, cast.teacher)

    training = moved(training, cast, why="The road is closed.")

    letters = Letter.objects.filter(kind="training_moved")
    assert {letter.recipient for letter in letters} == {cast.superintendent, cast.delegate, cast.teacher, cast.coach}
    event = Calendar.from_ical(letters[0].calendar).events[0]
    assert event["SEQUENCE"] == 1
    assert event.start == training.starts_at
    assert all("The road is closed." in letter.body for letter in letters)


def test_who_declined_is_not_told(cast):
    training = sent(cast)
    decline(training.invitations.get(organization=builders.district()), reason="calendar", by=cast.superintendent)

    moved(training, cast)

    assert {letter.recipient for letter in Letter.objects.filter(kind="training_moved")} == {cast.coach}


def test_duties_follow_the_move(cast):
    training = moved(sent(cast), cast, 60)

    assert set(Duty.objects.open().filter(kind=ANSWER).values_list("due_on", flat=True)) == {today() + timedelta(53)}
    assert Duty.objects.open().get(kind=CLOSE).due_on == training.last_day + timedelta(1)


def test_a_move_by_a_day_brings_no_reminder_of_a_moment_that_is_past(cast):
    training = sent(cast)
    late = at_local(today() + timedelta(18), time(10), training.zone)

    moved(training, cast, 31, now=late)

    duty = Duty.objects.open().filter(kind=ANSWER).first()
    assert duty.due_on == today() + timedelta(24)
    assert duty.next_reminder_at == morning_of(today() + timedelta(22))
    assert short_day(today() + timedelta(31)) in duty.text


def test_a_move_while_invitations_are_held_writes_them_anew_and_tells_nobody_twice(cast):
    training = moved(published(cast), cast)

    waiting = Letter.objects.filter(kind="invitation").waiting()
    assert {letter.recipient for letter in waiting} == {cast.superintendent, cast.delegate}
    assert all(f"{training.first_day.day}" in letter.subject for letter in waiting)
    assert {letter.recipient for letter in Letter.objects.filter(kind="training_moved")} == {cast.coach}
    assert training.invitations.get(organization=builders.district()).letter.state == "held"


def test_the_audience_follows_the_new_first_day(cast):
    comes = builders.district("Texico")
    affiliate(comes, parent=builders.rec(), starts_on=today() + timedelta(days=40), source="a decision")
    training = sent(cast)
    assert not training.invitations.filter(organization=comes).exists()

    moved(training, cast, 45)

    assert training.invitations.get(organization=comes).letter.recipient == cast.other_superintendent


def leaves_in(days, goes="Cloudcroft"):
    """The district comes to REC 6 after so many days."""
    district = builders.district(goes)
    affiliate(district, parent=builders.rec(6), starts_on=today() + timedelta(days=days), source="a decision")
    return district


def told(kind, person):
    return Letter.objects.filter(kind=kind, recipient=person).exclude(stopped_at__isnull=False)


def test_who_belongs_to_another_region_on_the_new_day_is_told_so(cast):
    goes = leaves_in(40)
    training = sent(cast)

    moved(training, cast, 45)

    assert training.invitations.get(organization=goes).withdrawn_at
    letter = told("invitation_withdrawn", cast.superintendent).get()
    assert (letter.calendar_method, letter.state) == ("CANCEL", "held")
    assert not told("training_moved", cast.superintendent).exists()
    assert "1 invitation was withdrawn." in Entry.objects.about(training).first().text


def test_nobody_is_told_of_a_withdrawal_who_never_heard_of_the_invitation(cast):
    leaves_in(40)
    training = published(cast)

    moved(training, cast, 45)

    assert not told("invitation_withdrawn", cast.superintendent).exists()
    assert not told("invitation", cast.superintendent).exists()


def test_an_undone_move_withdraws_nothing(cast):
    goes = leaves_in(40)
    training = moved(sent(cast), cast, 45)

    undo_move(training, by=cast.coordinator)

    assert training.invitations.get(organization=goes).withdrawn_at is None
    assert not told("invitation_withdrawn", cast.superintendent).exists()
    assert told("invitation", cast.superintendent).count() == 1


def test_who_has_read_the_withdrawal_is_invited_anew_when_the_day_comes_back(cast):
    leaves_in(40)
    training = moved(sent(cast), cast, 45)
    Letter.objects.waiting().update(sent_at=timezone.now())

    moved(training, cast, 35, now=timezone.now() + timedelta(hours=1))

    assert told("invitation", cast.superintendent).count() == 2
    assert not told("training_moved", cast.superintendent).exists()


def test_undo_leads_back_to_what_people_had_been_told(cast):
    training = sent(cast)
    first_day = training.first_day
    moved(training, cast, 45)
    moved(training, cast, 50, 52)

    training = undo_move(training, by=cast.coordinator)

    assert training.first_day == first_day
    assert training.meetings.count() == 1
    assert not Letter.objects.filter(kind="training_moved").waiting().exists()
    with pytest.raises(ActionError):
        undo_move(training, by=cast.coordinator)


def test_undo_comes_too_late_once_letters_went(cast):
    training = moved(sent(cast), cast)

    with pytest.raises(ActionError):
        undo_move(training, by=cast.coordinator, now=timezone.now() + timedelta(minutes=10))
    Letter.objects.filter(kind="training_moved", recipient=cast.coach).update(sent_at=timezone.now())
    with pytest.raises(ActionError):
        undo_move(training, by=cast.coordinator)


def test_a_move_that_changes_nothing_tells_nobody(cast):
    training = sent(cast)

    with pytest.raises(ActionError, match="Nothing was changed"):
        moved(training, cast, 30)

    assert not Letter.objects.filter(kind="training_moved").exists()


def test_two_coordinators_moving_the_same_training(cast):
    training = sent(cast)
    revision = training.revision
    moved(training, cast, 45, revision=revision)

    with pytest.raises(ActionError, match="changed this training meanwhile"):
        moved(training, cast, 50, revision=revision)


def test_a_move_after_the_certification_ends_is_refused(cast):
    training = sent(cast)
    cast.coach.certifications.update(valid_until=today() + timedelta(days=40))

    with pytest.raises(ActionError, match="not certified"):
        moved(training, cast, 45)


def test_cancelling_tells_all_and_takes_the_entry_out_of_calendars(cast):
    training = sent(cast)
    register(training, cast.teacher)

    cancel(training, why="Only four people.", by=cast.coordinator)

    letters = Letter.objects.filter(kind="training_cancelled")
    assert {letter.recipient for letter in letters} == {cast.superintendent, cast.delegate, cast.teacher, cast.coach}
    event = Calendar.from_ical(letters[0].calendar).events[0]
    assert (letters[0].calendar_method, str(event["STATUS"]), event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert not Duty.objects.open().filter(kind__in=[ANSWER, CLOSE]).exists()
    assert not Booking.objects.filter(meeting__training=training).exists()
    with pytest.raises(ActionError):
        cancel(training, why="Again.", by=cast.coordinator)


def test_cancelling_while_invitations_are_held_stops_them(cast):
    training = published(cast)

    cancel(training, why="A mistake.", by=cast.coordinator)

    assert not Letter.objects.filter(kind="invitation").waiting().exists()
    assert {letter.recipient for letter in Letter.objects.filter(kind="training_cancelled")} == {cast.coach}


def test_undoing_a_cancellation_brings_everything_back(cast):
    training = published(cast)
    duties = Duty.objects.open().count()
    cancel(training, why="A mistake.", by=cast.coordinator)

    training = undo_cancel(training, by=cast.coordinator)

    assert not training.is_cancelled
    assert Duty.objects.open().count() == duties
    assert Booking.objects.filter(meeting__training=training, person=cast.coach).exists()
    assert Letter.objects.filter(kind="invitation").waiting().count() == 2
    assert not Letter.objects.filter(kind="training_cancelled").waiting().exists()


def test_a_held_seat_is_owed_no_more_once_cancelled_and_again_when_that_is_undone(cast):
    training = sent(cast)
    offered = hold_a_seat(training, cast)

    cancel(training, why="A mistake.", by=cast.coordinator)

    assert not Duty.objects.open().about(offered).exists()
    undo_cancel(training, by=cast.coordinator)
    assert Duty.objects.open().get(kind=OFFER).person == cast.teacher


def test_the_sweep_leaves_the_held_seats_of_a_cancelled_training_alone(cast):
    training = sent(cast)
    offered = hold_a_seat(training, cast)
    cancel(training, why="Only four people.", by=cast.coordinator)
    later = offered.held_until + timedelta(hours=1)

    assert trainings_with_lapsed_offers(now=later) == []
    with pytest.raises(ActionError, match="cancelled"):
        lapse_offers(training, now=later)
    offered.refresh_from_db()
    assert offered.status == "offered"


def test_a_cancellation_is_not_undone_when_the_trainer_was_booked_meanwhile(cast):
    training = sent(cast)
    cancel(training, why="A mistake.", by=cast.coordinator)
    published(cast, title="Instead")

    with pytest.raises(ActionError, match="Instead"):
        undo_cancel(training, by=cast.coordinator)

    training.refresh_from_db()
    assert training.is_cancelled


def test_every_act_leaves_one_entry(cast):
    training = sent(cast)
    before = Entry.objects.count()

    moved(training, cast)
    undo_move(training, by=cast.coordinator)
    cancel(training, why="No.", by=cast.coordinator)
    undo_cancel(training, by=cast.coordinator)

    assert Entry.objects.count() == before + 4


def test_several_meetings_are_one_calendar_entry_with_each_its_own_times(cast):
    published(cast, sittings=[sitting(30), sitting(37, ends=sitting().ends.replace(hour=12))])

    text = Letter.objects.filter(kind="invitation").first().calendar
    first, second = Calendar.from_ical(text).events
    assert first["UID"] == second["UID"]
    assert second["RECURRENCE-ID"].dt == second.start
    assert first["RDATE"].dts[0].dt == second.start.astimezone(UTC)
    assert (second.end - second.start) == timedelta(hours=3, minutes=30)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
