"""The place-giver: who gets a seat, who waits, who moves up, and what it refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.errors import ActionError
from tests import builders as b
from trainings.models import Registration, Training
from trainings.registrations import seats, vacancies

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def people(count, *, of=None, prefix="Ana"):
    of = of or b.district()
    return [(b.person(f"{prefix}{n}", "Lucero"), of) for n in range(count)]


def give(training, who, now, **more):
    more.setdefault("seat_mode", "room")
    return seats.give(training, people=who, by=None, now=now, **more)


def counts(training):
    fresh = Training.objects.get(pk=training.pk)
    assert (training.room_taken, training.online_taken, training.waiting) == (
        fresh.room_taken,
        fresh.online_taken,
        fresh.waiting,
    )
    live = fresh.registrations
    assert fresh.room_taken == live.occupying().filter(seat_mode="room").count()
    assert fresh.online_taken == live.occupying().filter(seat_mode="online").count()
    assert fresh.waiting == live.waiting().count()
    return fresh.room_taken, fresh.online_taken, fresh.waiting


def state(training):
    return list(training.registrations.order_by("id").values_list("person__given_name", "status"))


def test_it_seats_what_fits_and_the_rest_waits_in_order(now):
    training = b.training(room_capacity=2)
    given = give(training, people(4), now)
    assert [one.status for one in given] == ["seated", "seated", "waiting", "waiting"]
    assert counts(training) == (2, 0, 2)
    assert [one.person.given_name for one in training.registrations.waiting()] == ["Ana2", "Ana3"]


def test_without_a_capacity_everybody_is_seated(now):
    training = b.training(room_capacity=None)
    give(training, people(3), now)
    assert counts(training) == (3, 0, 0)


def test_each_mode_has_its_own_seats(now):
    training = b.training(mode="both", room_capacity=1, online_capacity=1)
    four = people(4)
    modes = dict(zip([one.pk for one, _of in four], ["room", "room", "online", "room"], strict=True))
    assert [one.status for one in give(training, four, now, seat_mode=modes)] == [
        "seated",
        "waiting",
        "seated",
        "waiting",
    ]
    assert counts(training) == (1, 1, 2)


def test_a_mode_that_is_not_held_is_refused(now):
    with pytest.raises(ActionError, match="on site only"):
        give(b.training(), people(1), now, seat_mode="online")


def test_somebody_registered_already_is_passed_over_and_alone_refused_by_name(now):
    training, three = b.training(), people(3)
    give(training, three[:1], now)
    assert len(give(training, three, now)) == 2
    with pytest.raises(ActionError, match="Ana0 Lucero"):
        give(training, three[:1], now)
    assert counts(training) == (3, 0, 0)


def test_the_same_person_twice_in_one_go_gets_one_place(now):
    training, one = b.training(), people(1)
    assert len(give(training, one + one, now)) == 1


def test_cancelling_moves_the_list_up_in_the_same_act(now):
    training = b.training(room_capacity=2)
    given = give(training, people(4), now)
    seats.end(given[0], status="cancelled", why="ill", now=now)
    [moved] = seats.promote(given[0].training, now=now)
    assert moved == given[2]
    assert state(training) == [("Ana0", "cancelled"), ("Ana1", "seated"), ("Ana2", "seated"), ("Ana3", "waiting")]
    training.refresh_from_db()
    assert counts(training) == (2, 0, 1)


def test_a_place_is_given_up_once(now):
    training = b.training()
    [one] = give(training, people(1), now)
    seats.end(one, why="ill", now=now)
    with pytest.raises(ActionError, match="no place in this training any more"):
        seats.end(Registration.objects.get(pk=one.pk), why="ill", now=now)
    training.refresh_from_db()
    assert counts(training) == (0, 0, 0)


def test_whoever_registers_again_goes_to_the_end_of_the_list(now):
    training, four = b.training(room_capacity=1), people(4)
    given = give(training, four, now)
    seats.end(given[1], why="other", now=now)
    give(training, [four[1]], now)
    assert [one.person for one in training.registrations.waiting()] == [four[2][0], four[3][0], four[1][0]]


def test_nobody_moves_up_from_the_start_on(now):
    training = b.training(room_capacity=1)
    given = give(training, people(2), now)
    seats.end(given[0], why="ill", now=training.starts_at)
    assert seats.promote(training, now=training.starts_at) == []
    assert seats.promote(training, now=training.starts_at - timedelta(seconds=1)) == [given[1]]


@pytest.mark.parametrize("ended", [{"cancelled_at": "now", "cancel_why": "snow"}, {"closed_at": "now"}])
def test_nobody_moves_up_in_a_training_that_is_over(now, ended):
    training = b.training(room_capacity=1)
    given = give(training, people(2), now)
    Training.objects.filter(pk=training.pk).update(**{k: now if v == "now" else v for k, v in ended.items()})
    seats.end(given[0], why="ill", now=now)
    assert seats.promote(training, now=now) == []


def test_newcomers_do_not_overtake_the_list(now):
    training = b.training(room_capacity=1)
    given = give(training, people(2), now)
    seats.end(given[0], why="ill", now=now)  # nobody has moved up yet
    [late] = give(training, people(1, prefix="Bea"), now)
    assert late.status == "waiting"
    assert seats.promote(training, now=now) == [given[1]]


def test_a_quota_lets_each_organization_have_its_seats_only(now):
    training = b.training(kind="train_the_expert", audience="all_recs", room_capacity=10, seats_per_organization=2)
    nine, six = b.rec(9), b.rec(6)
    given = give(training, people(3, of=nine) + people(1, of=six, prefix="Bea"), now)
    assert [one.status for one in given] == ["seated", "seated", "waiting", "seated"]
    why = vacancies.why_waiting(training, now=now)
    assert nine.short_name in why[given[2].pk] and "2 seats" in why[given[2].pk]
    seats.end(given[3], why="ill", now=now)
    assert seats.promote(training, now=now) == []  # the free seat is not for region 9
    seats.end(given[0], why="ill", now=now)
    assert seats.promote(training, now=now) == [given[2]]


def test_the_list_passes_over_who_has_all_their_seats(now):
    training = b.training(kind="train_the_expert", audience="all_recs", room_capacity=2, seats_per_organization=1)
    given = give(training, people(2, of=b.rec(9)) + people(2, of=b.rec(6), prefix="Bea"), now)
    assert [one.status for one in given] == ["seated", "waiting", "seated", "waiting"]
    extra = give(training, people(1, of=b.rec(3), prefix="Cleo"), now)
    seats.set_capacity(training, room_capacity=3, online_capacity=None, now=now)
    assert [one.status for one in Registration.objects.filter(pk__in=[one.pk for one in extra])] == ["seated"]


def test_hold_hours_offer_the_seat_until_then(now):
    training = b.training(room_capacity=1, hold_hours=48)
    given = give(training, people(2), now)
    seats.end(given[0], why="ill", now=now)
    [offered] = seats.promote(training, now=now)
    assert (offered.status, offered.held_until) == ("offered", now + timedelta(hours=48))
    assert counts(training) == (1, 0, 0)
    accepted = seats.accept_offer(offered, now=now + timedelta(hours=47))
    assert (accepted.status, accepted.held_until) == ("seated", None)
    assert counts(accepted.training) == (1, 0, 0)


def test_an_offer_ends_with_the_start_at_the_latest(now):
    training = b.training(room_capacity=1, hold_hours=48)
    given = give(training, people(2), now)
    late = training.starts_at - timedelta(hours=3)
    seats.end(given[0], why="ill", now=late)
    [offered] = seats.promote(training, now=late)
    assert offered.held_until == training.starts_at


def test_a_lapsed_offer_goes_to_the_next(now):
    training = b.training(room_capacity=1, hold_hours=24)
    given = give(training, people(3), now)
    seats.end(given[0], why="ill", now=now)
    seats.promote(training, now=now)
    later = now + timedelta(hours=24)
    with pytest.raises(ActionError, match="passed"):
        seats.accept_offer(Registration.objects.get(pk=given[1].pk), now=later)
    assert seats.trainings_with_lapsed_offers(now=later - timedelta(seconds=1)) == []
    assert seats.trainings_with_lapsed_offers(now=later) == [training.pk]
    lapsed, moved = seats.lapse_offers(training, now=later)
    assert (lapsed, moved) == ([given[1]], [given[2]])
    assert moved[0].held_until == later + timedelta(hours=24)
    assert counts(training) == (1, 0, 0)


def test_only_an_offer_can_be_accepted(now):
    training = b.training(room_capacity=1)
    given = give(training, people(2), now)
    with pytest.raises(ActionError, match="No seat is on offer"):
        seats.accept_offer(given[1], now=now)


def test_a_colleague_takes_over_the_seat(now):
    training = b.training(room_capacity=1)
    given = give(training, people(2), now)
    colleague = b.person("Bea", "Chee")
    new = seats.substitute(given[0], person=colleague, by=None, now=now)
    assert (new.status, new.substitute_of, new.organization_id) == ("seated", given[0], given[0].organization_id)
    assert state(training) == [("Ana0", "substituted"), ("Ana1", "waiting"), ("Bea", "seated")]
    training.refresh_from_db()
    assert counts(training) == (1, 0, 1)


def test_a_colleague_who_has_a_place_is_refused_and_a_waiting_place_cannot_be_handed_on(now):
    training = b.training(room_capacity=1)
    given = give(training, people(2), now)
    with pytest.raises(ActionError, match="registered for this training already"):
        seats.substitute(given[0], person=given[1].person, by=None, now=now)
    with pytest.raises(ActionError, match="still waits"):
        seats.substitute(given[1], person=b.person("Bea", "Chee"), by=None, now=now)


def test_a_capacity_below_the_seats_taken_is_refused_and_says_how_many(now):
    training = b.training(room_capacity=5)
    give(training, people(3), now)
    with pytest.raises(ActionError, match="3 people have seats") as told:
        seats.set_capacity(training, room_capacity=2, online_capacity=None, now=now)
    assert told.value.field == "room_capacity"
    seats.set_capacity(training, room_capacity=3, online_capacity=None, now=now)


def test_a_raised_or_lifted_capacity_moves_the_list_up(now):
    training = b.training(room_capacity=1)
    given = give(training, people(4), now)
    assert seats.set_capacity(training, room_capacity=2, online_capacity=None, now=now) == [given[1]]
    assert seats.set_capacity(training, room_capacity=None, online_capacity=None, now=now) == given[2:]
    assert counts(training) == (4, 0, 0)


def test_a_walk_in_to_a_full_room_raises_the_capacity(now):
    training = b.training(room_capacity=1)
    give(training, people(2), now)
    [walked] = give(training, people(1, prefix="Bea"), training.starts_at, walk_in=True)
    assert (walked.status, walked.is_walk_in, training.room_capacity) == ("seated", True, 2)
    assert counts(training) == (2, 0, 1)


def test_a_walk_in_takes_a_free_seat_without_raising(now):
    training = b.training(room_capacity=2)
    give(training, people(1), now)
    give(training, people(1, prefix="Bea"), now, walk_in=True)
    assert training.room_capacity == 2


def test_who_waits_and_comes_to_the_door_is_seated(now):
    training, two = b.training(room_capacity=1), people(2)
    given = give(training, two, now)
    assert give(training, two[1:], training.starts_at, walk_in=True) == [given[1]]
    assert (counts(training), training.room_capacity) == ((2, 0, 0), 2)
    with pytest.raises(ActionError, match="already"):
        give(training, two[1:], training.starts_at, walk_in=True)


def test_a_stale_object_does_not_undo_the_counts(now):
    training = b.training()
    stale = Training.objects.get(pk=training.pk)
    give(training, people(2), now)
    stale.title = "Another title"
    stale.save()
    training.refresh_from_db()
    assert (training.title, counts(training)) == ("Another title", (2, 0, 0))


@pytest.mark.parametrize("write", ["count", "insert", "update", "capacity"])
def test_raw_writes_cannot_oversell(now, write):
    training = b.training(room_capacity=2)
    given = give(training, people(3), now)
    with pytest.raises(IntegrityError), transaction.atomic():
        if write == "count":
            Training.objects.filter(pk=training.pk).update(room_taken=3)
        elif write == "capacity":
            Training.objects.filter(pk=training.pk).update(room_capacity=1)
        elif write == "update":
            Registration.objects.filter(pk=given[2].pk).update(status="seated")
        else:
            Registration.objects.create(
                training=training,
                person=b.person("Bea", "Chee"),
                organization=b.district(),
                status="seated",
                seat_mode="room",
                registered_at=now,
            )


def test_raw_writes_cannot_give_a_person_two_places(now):
    training = b.training()
    [one] = give(training, people(1), now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(
            training=training,
            person=one.person,
            organization=b.district(),
            status="waiting",
            seat_mode="room",
            registered_at=now,
        )


@pytest.mark.parametrize(
    "wrong",
    [{"status": "offered"}, {"held_until": "now"}, {"status": "cancelled"}, {"ended_at": "now"}],
)
def test_raw_writes_keep_place_hold_and_end_together(now, wrong):
    training = b.training()
    [one] = give(training, people(1), now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=one.pk).update(**{k: now if v == "now" else v for k, v in wrong.items()})
