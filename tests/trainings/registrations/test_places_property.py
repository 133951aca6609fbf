"""Whatever is done with seats in whatever order: counts equal rows, nothing is oversold, the order of the list is kept."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from collaborative.errors import ActionError
from tests import builders as b
from tests.depth import DEEP
from trainings.models import Registration, Training
from trainings.registrations import seats

ROUNDS = 1000 if DEEP else 60
PEOPLE = 9
ORGANIZATIONS = 3

someone = st.integers(0, PEOPLE - 1)
mode = st.sampled_from(["room", "online"])
size = st.one_of(st.none(), st.integers(0, 5))
steps = st.lists(
    st.one_of(
        st.tuples(st.just("register"), st.lists(someone, min_size=1, max_size=4), mode),
        st.tuples(st.just("walk_in"), someone, mode),
        st.tuples(st.just("cancel"), someone),
        st.tuples(st.just("substitute"), someone, someone),
        st.tuples(st.just("accept"), someone),
        st.tuples(st.just("resize"), size, size),
        st.tuples(st.just("wait"), st.integers(1, 40)),
    ),
    max_size=25,
)


class World:
    def __init__(self, *, hold_hours, quota, room, online):
        self.training = b.training(
            mode="both",
            room_capacity=room,
            online_capacity=online,
            hold_hours=hold_hours,
            seats_per_organization=quota,
            host=b.rec(),
        )
        self.people = [b.person(f"Ana{n}", "Lucero", email="") for n in range(PEOPLE)]
        self.homes = [b.rec(number) for number in (3, 6, 9)][:ORGANIZATIONS]
        self.now = timezone.now()

    def party(self, numbers):
        return [(self.people[n], self.homes[n % ORGANIZATIONS]) for n in numbers]

    def live(self, number):
        rows = Registration.objects.active().filter(training=self.training, person=self.people[number])
        return rows.select_related("training").first()

    def act(self, step, *args):
        try:
            with transaction.atomic():
                getattr(self, step)(*args)
        except ActionError:
            self.training.refresh_from_db()

    def register(self, numbers, mode):
        seats.give(self.training, people=self.party(numbers), seat_mode=mode, by=None, now=self.now)

    def walk_in(self, number, mode):
        before = self.live(number)
        seats.give(self.training, people=self.party([number]), seat_mode=mode, by=None, now=self.now, walk_in=True)
        assert before is None or before.status != "seated"
        assert self.live(number).status == "seated"

    def cancel(self, number):
        if one := self.live(number):
            seats.end(one, why="ill", now=self.now)
            seats.promote(self.training, now=self.now)

    def substitute(self, number, other):
        if one := self.live(number):
            seats.substitute(one, person=self.people[other], by=None, now=self.now)

    def accept(self, number):
        if one := self.live(number):
            seats.accept_offer(one, now=self.now)

    def resize(self, room, online):
        seats.set_capacity(self.training, room_capacity=room, online_capacity=online, now=self.now)

    def wait(self, hours):
        self.now += timedelta(hours=hours)
        seats.lapse_offers(self.training, now=self.now)

    def check(self):
        training = Training.objects.get(pk=self.training.pk)
        rows = list(training.registrations.order_by("id"))
        taking = {
            way: [r for r in rows if r.status in ("seated", "offered") and r.seat_mode == way]
            for way in ("room", "online")
        }
        assert training.room_taken == len(taking["room"])
        assert training.online_taken == len(taking["online"])
        assert training.waiting == sum(r.status == "waiting" for r in rows)
        for way, taken in taking.items():
            capacity = getattr(training, f"{way}_capacity")
            assert capacity is None or len(taken) <= capacity
        live = [r.person_id for r in rows if r.is_active]
        assert len(live) == len(set(live))
        if self.now < training.starts_at:
            self.check_list(training, rows, taking)

    def check_list(self, training, rows, taking):
        """Nobody waits for a seat that is free, but for those whose organization has all its seats."""
        quota = training.seats_per_organization
        of = [r.organization_id for r in rows if r.status in ("seated", "offered")]
        for one in (r for r in rows if r.status == "waiting"):
            capacity = getattr(training, f"{one.seat_mode}_capacity")
            is_free = capacity is None or len(taking[one.seat_mode]) < capacity
            at_quota = quota is not None and of.count(one.organization_id) >= quota
            assert not is_free or at_quota


@settings(max_examples=ROUNDS)
@given(
    steps=steps,
    hold_hours=st.sampled_from([0, 0, 24]),
    quota=st.sampled_from([None, None, 2]),
    room=size,
    online=size,
)
@pytest.mark.django_db
def test_seats_whatever_happens(steps, hold_hours, quota, room, online):
    with transaction.atomic():
        world = World(hold_hours=hold_hours, quota=quota, room=room, online=online)
        for step in steps:
            world.act(*step)
            world.check()
        transaction.set_rollback(True)


@settings(max_examples=ROUNDS)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.integers(1, 4), st.lists(someone, max_size=9))
@pytest.mark.django_db
def test_the_list_moves_up_in_the_order_of_coming(parties, room, leaving):
    """Without a quota and in one mode: who came first is seated first, whoever leaves."""
    with transaction.atomic():
        world = World(hold_hours=0, quota=None, room=room, online=0)
        numbers = iter(range(PEOPLE))
        for length in parties:
            party = [n for _i, n in zip(range(length), numbers, strict=False)]
            if party:
                world.act("register", party, "room")
        for number in leaving:
            world.act("cancel", number)
        live = list(world.training.registrations.active().order_by("id").values_list("status", flat=True))
        assert live == ["seated"] * min(room, len(live)) + ["waiting"] * max(0, len(live) - room)
        transaction.set_rollback(True)
