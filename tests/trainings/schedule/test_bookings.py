"""A trainer or a room is never booked twice for overlapping times: in words, in the database, and under a race."""

from datetime import time
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from tests import builders
from tests.cast import make_cast
from tests.racing import at_once, refusals
from tests.trainings.schedule.planning import certify, drafted, sitting
from trainings.bookings.services import CONSTRAINTS
from trainings.models import Booking
from trainings.schedule.actions import drafts


def arranged(training, cast, room, *, starts=time(9), ends=time(15), **more):
    return drafts.arrange(
        training,
        mode="on_site",
        venue=room.venue,
        online_link="",
        sittings=[sitting(30, starts, ends, room=room)],
        by=cast.coordinator,
        **more,
    )


def test_a_clash_of_room_or_trainer_is_refused_and_says_with_what(cast):
    room = builders.room()
    first, second = drafted(cast, title="First"), drafted(cast, title="Second", lead=cast.director)
    arranged(first, cast, room)

    with pytest.raises(ActionError, match=r"Sierra Blanca Room.*First.*9:00 a\.m\.") as refused:
        arranged(second, cast, room, starts=time(14), ends=time(16))
    assert refused.value.field == "override_why"
    with pytest.raises(ActionError, match=r"Miguel Tafoya.*First"):
        drafts.engage(second, lead=cast.coach, by=cast.coordinator)


def test_one_ends_when_the_other_starts(cast):
    room = builders.room()
    first, second = drafted(cast, title="First"), drafted(cast, title="Second", lead=cast.director)

    arranged(first, cast, room, ends=time(12))
    arranged(second, cast, room, starts=time(12))

    assert Booking.objects.filter(room=room).count() == 2


def test_an_override_keeps_its_reason_and_holds_as_long_as_nothing_changes(cast):
    room = builders.room()
    first, second = drafted(cast, title="First"), drafted(cast, title="Second", lead=cast.director)
    arranged(first, cast, room)
    arranged(second, cast, room, override_why="The wall is open.")

    drafts.engage(second, lead=cast.director, by=cast.director)
    booking = Booking.objects.get(meeting__training=second, room=room)
    assert (booking.override_why, booking.override_by) == ("The wall is open.", cast.coordinator)
    with pytest.raises(ActionError):
        arranged(second, cast, room, starts=time(10))


def test_the_journal_says_what_was_booked_twice_by_whom_and_why(cast):
    room = builders.room()
    first, second = drafted(cast, title="First"), drafted(cast, title="Second", lead=cast.director)
    arranged(first, cast, room)

    arranged(second, cast, room, override_why="The wall is open.")
    drafts.engage(second, lead=cast.coach, override_why="He walks over.", by=cast.coordinator)

    engaged, arranging = Entry.objects.about(second)[:2]
    assert f"Booked although taken at that time, {room}: The wall is open." in arranging.text
    assert (arranging.by_name, engaged.by_name) == ("Carla Ortiz", "Carla Ortiz")
    assert f"Booked although taken at that time, Miguel Tafoya, {room}: He walks over." in engaged.text


@pytest.mark.parametrize("half", [{"override_why": "The wall is open."}, {"override_by": "Carla"}])
def test_an_override_has_a_name_and_a_reason(cast, half):
    drafted(cast)
    half = {name: cast.coordinator if name == "override_by" else value for name, value in half.items()}

    with pytest.raises(IntegrityError, match="override_named_and_reasoned"), transaction.atomic():
        Booking.objects.update(**half)


@pytest.mark.parametrize("what", ["room", "person"])
def test_raw_writes_cannot_book_twice(cast, what):
    room = builders.room()
    first, second = drafted(cast, title="First"), drafted(cast, title="Second", lead=cast.director)
    arranged(first, cast, room)
    taken = Booking.objects.filter(meeting__training=first, **{f"{what}__isnull": False}).first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(meeting=second.meetings.get(), during=taken.during, **{what: getattr(taken, what)})
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {CONSTRAINTS} IMMEDIATE")


@pytest.mark.parametrize("facts", [{}, {"room": True, "person": True}])
def test_a_booking_is_of_a_person_or_a_room(cast, facts):
    training, room = drafted(cast), builders.room()
    during = Booking.objects.first().during

    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            meeting=training.meetings.get(),
            during=during,
            room=room if "room" in facts else None,
            person=cast.teacher if "person" in facts else None,
        )


def test_a_trainers_own_seat_elsewhere_is_told_not_refused(cast):
    from trainings.bookings.services import own_seats_clashing

    training = drafted(cast)
    other = builders.training("Elsewhere", of=training.initiative)
    builders.registration(other, cast.coach)

    assert own_seats_clashing(training) == ["Miguel Tafoya is also registered for “Elsewhere” at that time."]


def test_the_constraint_is_caught_behind_the_words(cast, monkeypatch):
    """Where the first look missed it, the database's refusal is told in the same words."""
    from trainings.bookings import services as bookings

    room = builders.room()
    first, second = drafted(cast, title="First"), drafted(cast, title="Second", lead=cast.director)
    arranged(first, cast, room)
    find, looks = bookings.find_clashes, []

    def blind_at_first(*args):
        looks.append(1)
        return [] if len(looks) == 1 else find(*args)

    monkeypatch.setattr(bookings, "find_clashes", blind_at_first)
    with pytest.raises(ActionError, match="First"):
        arranged(second, cast, room)


@pytest.mark.parametrize("round_number", range(3))
def test_two_who_book_the_same_room_at_once(cloned_db, round_number):
    """With two real connections: one has it, the other is told of the first in words."""
    cast = make_cast()
    initiative = builders.initiative()
    certify(cast.director, initiative)
    room = builders.room()
    trainings = [drafted(cast, title=f"T{n}", lead=lead) for n, lead in enumerate((cast.coach, cast.director))]

    [told] = refusals(at_once(partial(arranged, training, cast, room) for training in trainings))

    assert "Sierra Blanca Room" in told.message
    assert "is taken" in told.message
    assert Booking.objects.filter(room=room).count() == 1


def test_publishing_twice_at_once_invites_once(cloned_db):
    from trainings.schedule.actions.publication import publish

    cast = make_cast()
    training = drafted(cast)

    [told] = refusals(at_once(partial(publish, training, by=person) for person in (cast.coordinator, cast.director)))

    assert "already" in told.message
    count = builders.Organization.objects.of_kind("district").filter(parent=builders.rec()).count()
    assert training.invitations.count() == count
