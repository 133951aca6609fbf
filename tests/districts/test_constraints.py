"""What must never be false of a district's membership, tried by raw writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

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
