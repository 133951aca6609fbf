"""What two records of one person have in trainings counts the same before and after they become one, and after the undo."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from accountability.coverage import by_person, coverage_of
from coaching.models import PrivateNote, Visit
from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.errors import ActionError
from collaborative.figures.measures import measures
from collaborative.people.merges import actions as merge_actions
from collaborative.people.models import Person
from collaborative.people.models.merge import Merge
from initiatives.models import Initiative
from tests import builders as b
from tests.depth import DEEP
from trainings.attendance.actions import closing
from trainings.attendance.actions import door as at_the_door
from trainings.bookings import services as bookings
from trainings.certificates.hours import hours_by_year
from trainings.models import (
    Attendance,
    Booking,
    Certificate,
    ExpertCertification,
    HoursEntry,
    Registration,
    Trainer,
    Training,
)

ROUNDS = 300 if DEEP else 8
PHASES = (
    list(Phase) if DEEP else [Phase.explicit, Phase.generate]
)  # a short run looks, and does not search for the least
PROVEN = ("seats", "hours", "merged")


@pytest.fixture
def rosa(cast) -> Person:
    return b.staff(cast.school, "Rosa", "Vigil", made_for=b.district())


@pytest.fixture
def second(cast) -> Person:
    return b.staff(b.district(), "Rosa", "Vigil", email="rosa.second@example.org", made_for=b.district())


def a_training(title: str = "Part one", **more) -> Training:
    """All of one initiative."""
    return b.training(title, of=Initiative.objects.first() or b.initiative(), **more)


def united(kept: Person, gone: Person, *, by: Person, with_notes: bool = False) -> Merge:
    """Asked by who keeps both, and every address says yes."""
    kept, gone = (Person.objects.get(pk=person.pk) for person in (kept, gone))
    asked = merge_actions.ask_merge(kept, gone=gone, name_of=kept, by=by)
    for answer in asked.answers.select_related("person"):
        merge_actions.answer_merge(asked, address=answer.address, yes=True, with_notes=with_notes, by=answer.person)
    asked.refresh_from_db()
    assert asked.is_merged
    return asked


def held(training: Training, marks: dict[Registration, str], *, by: Person, close: bool = True) -> Training:
    said = {seat.pk: (bool(Decimal(hours)), Decimal(hours)) for seat, hours in marks.items()}
    at_the_door.mark_attendance(training.meetings.get(), marks=said, by=by)
    if close:
        closing.close(training, by=by)
        training.refresh_from_db()
    return training


def year_held() -> int:
    """Of what was held yesterday: on the first of July another one than today's."""
    return fiscal_year(today() - timedelta(days=1))


def figures() -> dict[str, Decimal | None]:
    return {
        name: measures[name].value(fiscal_year_dates(year_held()))
        for name in ("contact_hours", "trainings_held", "people_trained")
    }


def test_hours_and_certificates_of_both_stand_together(cast, rosa, second, sign_in):
    for who, title in ((rosa, "Part one"), (second, "Part two")):
        training = a_training(title, days_ahead=-1, leader=cast.coach)
        held(training, {b.registration(training, who): "6"}, by=cast.coordinator)
    year = year_held()
    assert hours_by_year(rosa, rosa) == [(year, 6)]
    before = figures()

    done = united(rosa, second, by=cast.superintendent)

    rosa.refresh_from_db()
    assert hours_by_year(rosa, rosa) == [(year, 12)]
    assert figures() == before | {"people_trained": before["people_trained"] - 1}
    assert coverage_of(fiscal_year_dates(year))[b.district().pk].people == 1
    [row] = by_person(fiscal_year_dates(year), b.district())
    assert (row["whose"], row["family_name"], row["hours"], row["trainings"]) == (rosa.pk, "Vigil", 12, 2)
    page = sign_in(rosa).get("/me/").content.decode()
    for certificate in Certificate.objects.all():
        assert certificate.code in page
        assert sign_in(rosa).get(certificate.page_url).status_code == 200
    mine = Registration.objects.get(training__title="Part two")
    assert sign_in(rosa).get(mine.get_absolute_url()).status_code == 200
    call_command("verify", *PROVEN)

    merge_actions.undo_merge(done, by=cast.superintendent)
    assert (hours_by_year(rosa, rosa), figures()) == ([(year, 6)], before)


def test_a_correction_after_the_merge_keeps_ledger_and_certificate_true(cast, rosa, second):
    training = a_training(days_ahead=-1, leader=cast.coach)
    seat = b.registration(training, second)
    held(training, {seat: "6"}, by=cast.coordinator)
    united(rosa, second, by=cast.superintendent)

    seat = Registration.objects.get(pk=seat.pk)
    closing.correct(
        seat, training.meetings.get(), present=True, hours=Decimal(4), why="Left early", by=cast.coordinator
    )

    rosa.refresh_from_db()
    assert [hours for _year, hours in hours_by_year(rosa, rosa)] == [4]
    call_command("verify", *PROVEN)


def test_of_two_places_in_one_training_the_better_stays(cast, rosa, second):
    training = a_training(room_capacity=1)
    b.registration(training, second)
    waits = b.registration(training, rosa, status="waiting")

    done = united(rosa, second, by=cast.superintendent)

    training.refresh_from_db()
    assert (training.room_taken, training.waiting) == (1, 0)
    [live] = training.registrations.active()
    assert (live.person, live.status) == (rosa, "seated")
    merge_actions.undo_merge(done, by=cast.superintendent)
    waits.refresh_from_db()
    assert (waits.person, waits.status, waits.ended_at) == (rosa, "waiting", None)
    call_command("verify", *PROVEN)


def test_the_seat_that_becomes_free_goes_to_the_next(cast, rosa, second):
    training = a_training(room_capacity=2)
    b.registration(training, rosa), b.registration(training, second)
    next_one = b.registration(training, b.staff(cast.school, "Luis", "Abeyta"), status="waiting")

    done = united(rosa, second, by=cast.superintendent)

    next_one.refresh_from_db()
    assert next_one.status == "seated"
    undone = merge_actions.undo_merge(done, by=cast.superintendent)
    assert any("no longer free" in words for words in undone.told)
    call_command("verify", *PROVEN)


def test_two_trainings_at_one_time_are_told_before_anything_moves(cast, rosa, second):
    for who, title in ((rosa, "Part one"), (second, "Part two")):
        bookings.book(a_training(title, leader=who), by=cast.coordinator)

    with pytest.raises(ActionError, match="Both records lead a training at the time of “Part two”"):
        united(rosa, second, by=cast.superintendent)

    assert Trainer.objects.filter(person=second).exists()


def test_who_leads_and_assists_in_one_training_leads_it_once(cast, rosa, second):
    training = a_training(leader=second)
    Trainer.objects.create(training=training, person=rosa, part="assists")
    bookings.book(training, by=cast.coordinator)
    before = _rows()

    done = united(rosa, second, by=cast.superintendent)

    assert list(training.trainers.values_list("person", "part")) == [(rosa.pk, "lead")]
    call_command("verify", "bookings", "merged")
    merge_actions.undo_merge(done, by=cast.superintendent)
    assert _rows() == before


def test_certifications_move_and_one_that_both_have_counts_for_the_one_that_stays(cast, rosa, second):
    sessions = [a_training(title, days_ahead=-9, kind="train_the_expert") for title in ("One", "Two")]
    for who, session in ((rosa, sessions[0]), (second, sessions[0]), (second, sessions[1])):
        ExpertCertification.objects.create(
            person=who,
            initiative=session.initiative,
            version=session.version,
            training=session,
            organization=b.rec(),
            valid_from=today(),
            valid_until=today() + timedelta(days=90),
        )

    united(rosa, second, by=cast.superintendent)

    assert ExpertCertification.objects.valid().filter(person=rosa).count() == 2
    call_command("verify", "merged")


@pytest.mark.parametrize("said", [True, False], ids=["yes", "no word"])
def test_private_notes_come_along_on_the_persons_own_yes_alone(cast, rosa, second, said):
    visit = Visit.objects.create(
        coach=cast.coach,
        district=b.district(),
        rec=b.rec(),
        kind="classroom_visit",
        planned_for=today(),
        location="Room 4",
        created_at=timezone.now(),
    )
    note = PrivateNote.objects.create(
        visit=visit, coach=cast.coach, coached=second, text="Between us", written_at=timezone.now()
    )

    done = united(rosa, second, by=cast.superintendent, with_notes=said)

    rosa.refresh_from_db()
    assert PrivateNote.objects.visible_to(rosa).filter(pk=note.pk).exists() is said
    merge_actions.undo_merge(done, by=cast.superintendent)
    assert PrivateNote.objects.get(pk=note.pk).coached == second


def test_who_answers_for_the_other_address_does_not_bring_the_notes_along(cast, rosa, second):
    visit = Visit.objects.create(
        coach=cast.coach,
        district=b.district(),
        rec=b.rec(),
        kind="classroom_visit",
        planned_for=today(),
        location="Room 4",
        created_at=timezone.now(),
    )
    PrivateNote.objects.create(visit=visit, coach=cast.coach, coached=second, text="x", written_at=timezone.now())
    asked = merge_actions.ask_merge(rosa, gone=second, name_of=rosa, by=cast.superintendent)

    merge_actions.answer_merge(asked, address=rosa.email, yes=True, with_notes=True, by=rosa)
    merge_actions.answer_merge(asked, address=second.email, yes=True, by=second)

    assert not PrivateNote.objects.filter(coached=rosa).exists()


# Whatever the two have

PLACES = ("", "seated", "waiting", "cancelled")
MARKS = ("", "0", "3", "6")
of_one = st.tuples(st.sampled_from(PLACES), st.sampled_from(MARKS))
worlds = st.lists(st.tuples(of_one, of_one, st.booleans()), min_size=1, max_size=4)


def _seat(training: Training, who: Person, status: str) -> Registration | None:
    ended = {"ended_at": timezone.now(), "ended_why": "ill"} if status == "cancelled" else {}
    return b.registration(training, who, status=status, **ended) if status else None


def _rows() -> dict[str, list]:
    """Everything that the two may have in trainings, as it stands; numbers of rows made anew do not count."""
    return {
        "seats": sorted(
            map(str, Registration.objects.values_list("pk", "person", "status", "ended_why", "held_until"))
        ),
        "marks": sorted(map(str, Attendance.objects.values_list("pk", "registration", "present", "hours"))),
        "hours": sorted(map(str, HoursEntry.objects.values_list("pk", "person", "hours"))),
        "certificates": sorted(map(str, Certificate.objects.values_list("pk", "person", "hours", "revoked_at"))),
        "trainings": sorted(map(str, Training.objects.values_list("pk", "room_taken", "waiting"))),
        "trainers": sorted(map(str, Trainer.objects.values_list("training", "person", "part"))),
        "bookings": sorted(map(str, Booking.objects.values_list("meeting", "person", "room", "during"))),
    }


@settings(max_examples=ROUNDS, phases=PHASES)
@given(worlds)
def test_whatever_the_two_have_counts_the_same_and_goes_back(merging_pair, world):
    cast, rosa, second = merging_pair
    with transaction.atomic():
        try:
            _one_world(cast, rosa, second, world)
        finally:
            transaction.set_rollback(True)


@pytest.fixture
def merging_pair(cast, rosa, second):
    return cast, rosa, second


def _one_world(cast, rosa, second, world) -> None:
    for (place, mark), (other_place, other_mark), close in world:
        training = a_training(days_ahead=-1, room_capacity=None)
        seats = {_seat(training, rosa, place): mark, _seat(training, second, other_place): other_mark}
        seats.pop(None, None)
        marks = {seat: mark or "0" for seat, mark in seats.items() if seat.status == "seated" and (mark or close)}
        if marks:
            held(training, marks, by=cast.coordinator, close=close and any(Decimal(one) for one in marks.values()))
    before, counted = _rows(), figures()
    pair = [rosa.pk, second.pk]
    hours = HoursEntry.objects.filter(person__in=pair).aggregate(sum=Sum("hours"))["sum"]

    done = united(rosa, second, by=cast.superintendent)

    kept = Person.objects.get(pk=rosa.pk)
    assert sum((amount for _year, amount in hours_by_year(kept, kept)), Decimal(0)) == (hours or 0)
    after = figures()
    assert {**after, "people_trained": 0} == {**counted, "people_trained": 0}
    both = HoursEntry.objects.filter(person__in=pair).values_list("training", "person").distinct()
    assert after["people_trained"] <= counted["people_trained"] and (not both or after["people_trained"] >= 1)
    assert not Registration.objects.active().filter(person=second, training__closed_at__isnull=True).exists()
    call_command("verify", *PROVEN)

    undone = merge_actions.undo_merge(done, by=cast.superintendent)
    assert (_rows(), figures(), undone.told) == (before, counted, [])
    call_command("verify", *PROVEN)
