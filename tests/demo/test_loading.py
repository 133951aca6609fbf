"""The demo year, loaded on ordinary and on awkward days."""

import os
import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accountability.demo.bulk.ground import is_holiday
from accountability.demo.bulk.size import DEMO
from accountability.demo.cast import CAST
from accountability.demo.services import NotADemo, load_demo
from accountability.verification import checks
from coaching.models import FollowUpStep, Visit
from collaborative.calendar.periods import STATE_ZONE, today
from collaborative.database.table_statistics import forget_what_was_undone
from collaborative.duties.models import Duty
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.roles import ROLES
from districts.models import Membership
from embedded.postgres import Admin
from embedded.urls import with_database
from tests import builders, stand
from trainings.models import Meeting, Training

COMING = datetime.now(UTC).year + 1  # in the future, where holds and letters of the year are not past yet
LEAP = COMING + -COMING % 4


def clocks_change(month: int) -> datetime:
    """The day of that month on which New Mexico's clocks change, in the afternoon."""
    days = (datetime(COMING, month, day, 20, tzinfo=UTC) for day in range(1, 29))
    return next(day for day in days if offset(day) != offset(day - timedelta(days=1)))


def offset(moment: datetime) -> timedelta:
    return moment.astimezone(STATE_ZONE).utcoffset()


AWKWARD_DAYS = {
    "the first day of a fiscal year": datetime(COMING, 7, 1, 15, tzinfo=UTC),
    "the day before Christmas": datetime(COMING, 12, 24, 18, tzinfo=UTC),
    "the end of the winter break": datetime(COMING + 1, 1, 3, 18, tzinfo=UTC),
    "a leap day": datetime(LEAP, 2, 29, 17, tzinfo=UTC),
    "the day the clocks go forward": clocks_change(3),
    "the day the clocks go back": clocks_change(11),
}


def quiet(words: str) -> None:
    """The loader tells how far it is; tests do not listen."""


def broken_promises() -> list[str]:
    return [f"{one.name}: {words}" for one in checks for words in one.run().wrong]


def test_the_loaded_year_keeps_every_promise(demo_db):
    assert broken_promises() == []


def test_everybody_of_the_cast_is_there_and_somebody_has_overdue_due_and_done(demo_db):
    people = {person.handle for person in Person.objects.filter(is_demo=True)}
    assert {part.handle for part in CAST} <= people

    for handle in ("carla.ortiz", "miguel.tafoya", "dolores.pena", "daniel.sandoval"):
        owed = Duty.objects.owed_by(Person.objects.get(handle=handle))
        assert owed.filter(due_on__lt=today()).exists(), handle
        assert owed.filter(due_on__gte=today()).exists(), handle


def test_who_acts_has_signed_in_but_for_a_newcomer_in_each_region(demo_db):
    roles = [role for role, rules in ROLES.items() if rules.acts]
    acting = Hat.objects.today().filter(role__in=roles, person__is_active=True)
    newcomers = acting.filter(person__last_login=None)

    assert not newcomers.filter(person__handle__in=[part.handle for part in CAST])
    assert {hat.role for hat in newcomers} == {"coach"}
    assert {hat.organization for hat in newcomers} == set(Organization.objects.of_kind("rec"))


def test_some_are_full_declined_refused_cancelled(demo_db):
    trainings = Training.objects.all()

    assert trainings.filter(cancelled_at__isnull=False).exists()
    assert any(one.is_full for one in trainings.filter(closed_at__isnull=True, published_at__isnull=False))
    assert Letter.objects.filter(refused_at__isnull=False).exists()
    assert trainings.filter(invitations__answer="declined").exists()


def test_no_real_district_is_shown_as_a_non_member(demo_db):
    assert not Membership.objects.filter(status="not_member").exists()


def test_nobody_is_trained_on_a_holiday_or_visited_on_a_weekend(demo_db):
    assert [day for day in Meeting.objects.values_list("date", flat=True) if day.weekday() > 3 or is_holiday(day)] == []
    dues = set(FollowUpStep.objects.values_list("due_on", flat=True))
    visits = {day for pair in Visit.objects.values_list("planned_for", "held_on") for day in pair if day}
    assert [day for day in dues | visits if day.weekday() > 4] == []


def test_holidays_are_thanksgiving_and_the_winter_break():
    days = (date(2026, 7, 1) + timedelta(days=n) for n in range(365))
    found = [day for day in days if is_holiday(day)]
    assert found[:3] == [date(2026, 11, 26), date(2026, 11, 27), date(2026, 12, 22)]
    assert found[-1] == date(2027, 1, 2) and len(found) == 14


def test_loading_sends_no_letter_and_no_reminder_afterwards(demo_db):
    from collaborative.duties.reminders import remind

    waiting = Letter.objects.waiting().filter(due__lte=Entry.objects.latest("at").at).count()
    counts = remind(now=max(duty.reminded_until for duty in Duty.objects.open() if duty.reminded_until))

    assert waiting == 0
    assert counts == {"reminded": 0, "climbed": 0, "caught up": 0}


def test_it_is_refused_beside_real_people(db):
    builders.person("Real", "Person")

    with pytest.raises(NotADemo):
        load_demo(say=quiet)
    with pytest.raises(CommandError, match="real people"):
        call_command("load_demo")


def test_loading_again_changes_nothing(demo_db):
    before = Entry.objects.count()

    load_demo(say=quiet)

    assert Entry.objects.count() == before


FEW = replace(DEMO, schools_most=1, staff_share=3, trainings=6, people_per_district=1.2, requests=2)
NOT_IN = re.compile(r"NOT \(\S+ IN \(SELECT|NOT IN \(SELECT", re.IGNORECASE)
LOOKED_UP = "EXPLAIN SELECT 1 FROM ONLY people_person x WHERE id = 1 FOR KEY SHARE"  # as a foreign key is


@pytest.fixture
def from_outside(cloned_db):
    """A second session, which does what autovacuum does."""
    with Admin(with_database(os.environ[stand.DATABASE], cloned_db)) as session, session.connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 100")
        yield cursor


def test_who_counts_the_tables_from_outside_does_not_spoil_the_plans_of_the_load(from_outside, monkeypatch):
    monkeypatch.setattr("accountability.demo.services.DEMO", FEW)
    counted, statements, plans = [], [], []

    def count_from_outside(words: str) -> None:
        """At the beginning of each step; while the load keeps the tables to itself this waits in vain."""
        with suppress(psycopg2.errors.LockNotAvailable):
            from_outside.execute("ANALYZE people_person, people_hat, trainings_training")
            counted.append(words)
        with connection.cursor() as cursor:
            cursor.execute(LOOKED_UP)
            plans.append((words, str(cursor.fetchall())))

    def keep(execute, sql, params, many, context):
        statements.append(str(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        load_demo(say=count_from_outside)

    assert counted == []
    assert [words for words, plan in plans[1:] if "Seq Scan" in plan] == []
    assert [sql for sql in statements if NOT_IN.search(sql)] == []


def test_statistics_of_a_load_that_was_stopped_are_forgotten(from_outside, monkeypatch):
    """Its rows were taken back, but fill pages that a count calls empty."""
    monkeypatch.setattr("accountability.demo.services.DEMO", FEW)

    def stop_after_people(words: str) -> None:
        if words.startswith("Initiatives"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_demo(say=stop_after_people)
    from_outside.execute("ANALYZE people_person")
    assert pages_of(from_outside, "people_person") > 0

    forget_what_was_undone()

    assert pages_of(from_outside, "people_person") == 0


def pages_of(cursor, table: str) -> int:
    cursor.execute("SELECT relpages FROM pg_class WHERE relname = %s", [table])
    return cursor.fetchone()[0]


@pytest.mark.deep
@pytest.mark.parametrize("now", AWKWARD_DAYS.values(), ids=AWKWARD_DAYS)
def test_it_loads_on_awkward_days_and_keeps_every_promise(cloned_db, now, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    load_demo(say=quiet, now=now)

    assert broken_promises() == []
