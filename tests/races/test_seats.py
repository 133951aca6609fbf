"""A training is never oversold: forty real connections for ten seats, and whatever else comes at the same moment."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from tests import builders as b
from tests.cast import make_cast
from tests.depth import DEEP
from tests.racing import at_once, refusals
from trainings.models import Registration, Training
from trainings.registrations import seats
from trainings.registrations.actions import registration as actions
from trainings.registrations.queries import Entrant

ROUNDS = 100 if DEEP else 5
PEOPLE, SEATS = 40, 10


@pytest.fixture
def world(cloned_db):
    """The cast, an initiative and forty people of a school; every round takes a training of its own."""
    cast = make_cast()
    cast.initiative = b.initiative()
    cast.forty = [b.staff(cast.school, f"Ana{n:02}", "Lucero", email="") for n in range(PEOPLE)]
    return cast


def new_training(world, **more):
    more.setdefault("room_capacity", SEATS)
    return b.training(of=world.initiative, by=world.coordinator, **more)


def register(invitation, person, by):
    return actions.register(invitation, entrants=[Entrant(person=person)], by=by)


def check_counts(training):
    training = Training.objects.get(pk=training.pk)
    assert training.room_taken == training.registrations.occupying().count()
    assert training.waiting == training.registrations.waiting().count()
    return training.room_taken, training.waiting


def test_forty_at_once_for_ten_seats(world):
    for _round in range(ROUNDS):
        training = new_training(world)
        invitation = training.invitations.get(organization=b.district())
        done = at_once(partial(register, invitation, person, world.superintendent) for person in world.forty)
        assert refusals(done) == []
        assert check_counts(training) == (SEATS, PEOPLE - SEATS)
        rows = list(training.registrations.order_by("id"))
        assert [one.status for one in rows] == ["seated"] * SEATS + ["waiting"] * (PEOPLE - SEATS)


def test_without_the_lock_it_fails(world, monkeypatch):
    """The same with the lock off: errors instead of thirty on the waiting list. So the test above bites."""
    monkeypatch.setattr(seats, "lock", lambda *ids: list(Training.objects.filter(pk__in=ids)))

    def read_together_then_write(*args, **kwargs):
        with transaction.atomic():
            return seats.give(*args, **kwargs)

    wrong = 0
    for _round in range(3):
        training = new_training(world, room_capacity=1)
        give = partial(read_together_then_write, training, seat_mode="room", by=None, now=timezone.now())
        gives = [partial(give, people=[(person, b.district())]) for person in world.forty]
        done = at_once(gives, answers=(ActionError, IntegrityError))
        wrong += sum(isinstance(one, IntegrityError) for one in done)
        assert training.registrations.occupying().count() <= 1  # the database still refuses to oversell
    assert wrong > 0


def test_the_same_person_registered_by_two_at_once_has_one_place(world):
    for _round in range(ROUNDS):
        training = new_training(world)
        invitation = training.invitations.get(organization=b.district())
        by = [world.superintendent, world.delegate]
        done = at_once(partial(register, invitation, world.teacher, who) for who in by)
        assert len(refusals(done)) == 1
        assert check_counts(training) == (1, 0)


def test_two_cancels_at_once_move_two_up(world):
    for _round in range(ROUNDS):
        training = new_training(world, room_capacity=2)
        given = seat(training, world.forty[:5])
        done = at_once(partial(actions.cancel, one, why="ill", by=world.superintendent) for one in given[:2])
        assert refusals(done) == []
        places_now = list(training.registrations.order_by("id").values_list("status", flat=True))
        assert places_now == ["cancelled", "cancelled", "seated", "seated", "waiting"]
        assert check_counts(training) == (2, 1)


def test_the_same_seat_cancelled_twice_at_once_moves_one_up(world):
    for _round in range(ROUNDS):
        training = new_training(world, room_capacity=1)
        given = seat(training, world.forty[:3])
        copies = [Registration.objects.get(pk=given[0].pk) for _n in range(2)]
        done = at_once(partial(actions.cancel, one, why="ill", by=world.superintendent) for one in copies)
        assert len(refusals(done)) == 1
        assert check_counts(training) == (1, 1)
        assert Entry.objects.filter(verb="registration.cancelled").count() == _round + 1


def test_parties_larger_than_the_seats_left(world):
    """Four parties of ten for ten seats: part of a party may be seated, the rest waits in its order."""
    parties = [world.forty[n : n + 10] for n in range(0, PEOPLE, 10)]
    for _round in range(ROUNDS):
        training = new_training(world, room_capacity=15)
        at_once(partial(seat, training, party) for party in parties)
        assert check_counts(training) == (15, 25)
        for party in parties:
            rows = training.registrations.filter(person__in=party).order_by("id")
            assert [one.person for one in rows.select_related("person")] == party


def test_everything_at_once_never_oversells(world):
    """Registering, cancelling, a walk-in, a lowered and a raised capacity in the same moment."""
    for _round in range(ROUNDS):
        training = new_training(world, room_capacity=5)
        given = seat(training, world.forty[:8])
        comers = [partial(seat, training, [person]) for person in world.forty[8:16]]
        leavers = [partial(actions.cancel, one, why="clash", by=world.superintendent) for one in given[:3]]
        walk_in = partial(seat, training, [world.forty[20]], walk_in=True)
        sizes = [partial(resize, training, size) for size in (4, 7)]
        at_once([*comers, *leavers, walk_in, *sizes])
        taken, waiting = check_counts(training)
        fresh = Training.objects.get(pk=training.pk)
        assert taken <= fresh.room_capacity
        assert not waiting or taken == fresh.room_capacity, "nobody waits while a seat is free"


def test_two_sweeps_at_once_lapse_an_offer_once(world):
    for number in range(ROUNDS):
        training = new_training(world, room_capacity=1, hold_hours=24)
        given = seat(training, world.forty[:3])
        long_ago = timezone.now() - timedelta(hours=30)
        with transaction.atomic():
            seats.end(given[0], why="ill", now=long_ago)
            seats.promote(training, now=long_ago)
        done = at_once(partial(actions.lapse_offers, training) for _n in range(2))
        assert len(refusals(done)) == 1
        assert Entry.objects.filter(verb="registration.offer_lapsed").count() == number + 1
        assert check_counts(training) == (1, 0)


@pytest.mark.parametrize(
    "before",
    [datetime(2027, 3, 13, 20, tzinfo=UTC), datetime(2026, 10, 31, 20, tzinfo=UTC)],  # the clocks change in that night
)
@pytest.mark.django_db
def test_a_hold_is_as_long_across_a_clock_change(before):
    training = b.training(room_capacity=1, hold_hours=24)
    Training.objects.filter(pk=training.pk).update(starts_at=before + timedelta(days=10))
    two = [(b.person(name, "Lucero"), b.district()) for name in ("Ana", "Bea")]
    given = seats.give(training, people=two, seat_mode="room", by=None, now=before)
    seats.end(given[0], why="ill", now=before)
    [held] = seats.promote(training, now=before)
    assert held.held_until - before == timedelta(hours=24)
    assert seats.trainings_with_lapsed_offers(now=before + timedelta(hours=23, minutes=59)) == []
    assert seats.trainings_with_lapsed_offers(now=before + timedelta(hours=24)) == [training.pk]


def seat(training, people, **more):
    party = [(person, b.district()) for person in people]
    training = Training.objects.get(pk=training.pk)
    with transaction.atomic():
        return seats.give(training, people=party, seat_mode="room", by=None, now=timezone.now(), **more)


def resize(training, size):
    training = Training.objects.get(pk=training.pk)
    with transaction.atomic():
        return seats.set_capacity(training, room_capacity=size, online_capacity=None, now=timezone.now())
