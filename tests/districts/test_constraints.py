"""What must never be false of a district's membership, tried by raw writes."""

from datetime import date
from importlib import import_module

import pytest
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from districts.models import District, Membership
from tests import builders

pytestmark = pytest.mark.django_db


def row(**more) -> Membership:
    says = {"district": District.objects.get(short_name="Cloudcroft"), "rec": builders.rec(), "status": "member"}
    return Membership(**{**says, "starts_on": date(2030, 7, 1), "source": "a resolution", **more})


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.fixture(autouse=True)
def nothing_known():
    Membership.objects.filter(district__short_name="Cloudcroft").delete()


def test_a_membership_cannot_end_before_it_begins():
    with refused("districts_membership_dates_in_order"), transaction.atomic():
        row(ends_on=date(2030, 6, 30)).save()


@pytest.mark.parametrize("second", [{}, {"status": "not_member"}, {"rec": 6}, {"starts_on": None}])
def test_a_board_has_one_membership_today(second):
    row().save()
    second = {name: builders.rec(value) if name == "rec" else value for name, value in second.items()}

    with refused("districts_membership_one_today"), transaction.atomic():
        row(**second).save()


def test_earlier_memberships_stay_beside_it():
    row(starts_on=date(2020, 7, 1), ends_on=date(2030, 6, 30)).save()
    row().save()

    assert Membership.objects.filter(district__short_name="Cloudcroft").count() == 2


SCHOOL_YEARS = {"starts_on": date(2020, 7, 1), "ends_on": date(2030, 6, 30)}


@pytest.mark.parametrize(
    "second",
    [
        SCHOOL_YEARS,
        {"starts_on": date(2030, 6, 30)},
        {"starts_on": date(2010, 7, 1), "ends_on": date(2020, 7, 1), "status": "not_member"},
        {"starts_on": None, "ends_on": date(2025, 6, 30)},
    ],
    ids=["the same years", "the last day", "the first day", "since a day that is not known"],
)
def test_two_memberships_do_not_overlap(second):
    row(**SCHOOL_YEARS).save()

    with refused("districts_membership_not_twice"), transaction.atomic():
        row(**second).save()


def test_of_which_no_day_is_known_nothing_is_said():
    row(**SCHOOL_YEARS).save()
    row(starts_on=None).save()

    assert Membership.objects.filter(district__short_name="Cloudcroft").count() == 2


def test_the_migration_says_in_words_which_memberships_stand_in_its_way():
    migration = import_module("districts.migrations.0004_memberships_apart").Migration
    look = migration.operations[0].code
    with connection.schema_editor() as editor:
        look(None, editor)
        editor.execute("ALTER TABLE districts_membership DROP CONSTRAINT districts_membership_not_twice")
    rows = [row(**SCHOOL_YEARS), row(starts_on=date(2030, 6, 30))]
    for one in rows:
        one.save()

    with pytest.raises(CommandError) as said:
        look(None, editor)

    assert str(said.value).splitlines() == [
        f"Cloudcroft Municipal Schools has two memberships at once: number {rows[0].pk}, from 2020-07-01 to 2030-06-30, "
        f"and number {rows[1].pk}, from 2030-06-30 to now.",
        "Put this right and migrate again; nothing was changed.",
    ]
