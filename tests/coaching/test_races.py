"""A coach is named while the one before logs a visit: real connections, both begun before either has ended."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from coaching.actions import cycles as plans
from coaching.actions import visits
from coaching.models import FollowUpCycle, FollowUpStep
from collaborative.calendar.periods import today
from tests import builders
from tests.cast import make_cast
from tests.coaching.conftest import follow_up
from tests.waiting import until


@pytest.fixture
def world(cloned_db):
    """Miguel Tafoya coaches in Cloudcroft and has planned a visit there for today."""
    cast = make_cast()
    closed = builders.training(days_ahead=-3, leader=cast.coach, closed_at=timezone.now(), room_capacity=None)
    cast.cycle = follow_up(closed, coach=cast.coach, people=[cast.teacher])
    cast.step = cast.cycle.steps.get(number=1)
    return cast


def plan(cast):
    facts = {"kind": "call", "planned_for": today(), "location": "by phone", "people": [cast.teacher]}
    return visits.plan(cast.cycle.district, coach=cast.coach, step=cast.step, by=cast.coach, **facts)


def log(cast, visit):
    facts = {"held_on": today(), "location": "by phone", "minutes": 20, "people": [cast.teacher]}
    return visits.log(visit, by=cast.coach, next_on=today(), **facts)


def log_unplanned(cast, _visit):
    facts = {"kind": "call", "held_on": today(), "location": "by phone", "minutes": 20, "people": [cast.teacher]}
    return visits.log_unplanned(cast.cycle.district, coach=cast.director, step=cast.step, by=cast.director, **facts)


@pytest.mark.parametrize("act", [log, log_unplanned])
def test_naming_another_coach_waits_for_the_visit_that_is_being_logged(world, monkeypatch, act):
    visit, begun = plan(world), Event()
    hold = visits.hold

    def hold_slowly(*args, **kwargs):
        begun.set()
        until(_somebody_waits_for_me, what="the naming of the coach")
        return hold(*args, **kwargs)

    monkeypatch.setattr(visits, "hold", hold_slowly)
    first, second = together(
        lambda: act(world, visit),
        lambda: begun.wait(10) and plans.name_coach(world.cycle, coach=world.director, by=world.coordinator),
    )

    assert [one for one in (first, second) if isinstance(one, Exception)] == []
    assert FollowUpStep.objects.get(pk=world.step.pk).done_on == today()
    assert FollowUpCycle.objects.get().coach == world.director


def together(*acts):
    """Runs the acts in threads; gives what each gave back, or the exception it raised."""

    def run(act):
        try:
            return act()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def _somebody_waits_for_me() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))")
        return cursor.fetchone()[0]
