"""What must never be false of people and organizations, tried by raw writes."""

from datetime import date

import pytest
from django.db import DataError, IntegrityError, transaction

from collaborative.people.models import Affiliation, Hat, Person
from tests import builders


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_a_hat_cannot_end_before_it_begins(cast):
    with pytest.raises(DataError, match="range lower bound"), transaction.atomic():
        Hat.objects.filter(person=cast.coach).update(ends_on=date(2000, 1, 1))


def test_a_hat_has_a_role_of_the_table(cast):
    with refused("people_hat_known_role"), transaction.atomic():
        Hat.objects.filter(person=cast.coach).update(role="king")


def test_the_same_open_hat_is_worn_once(cast):
    with refused("people_hat_open_once"), transaction.atomic():
        builders.hat(cast.coach, "coach", builders.rec())


def test_two_people_do_not_sign_in_with_one_address(cast):
    with refused("people_person_email"), transaction.atomic():
        Person.objects.filter(pk=cast.coach.pk).update(email=cast.teacher.email)


@pytest.mark.parametrize("email", ["Miguel@Example.org", ""])
def test_sign_in_addresses_are_lower_case_and_never_empty(cast, email):
    with refused("people_person"), transaction.atomic():
        Person.objects.filter(pk=cast.coach.pk).update(email=email)


def test_three_people_may_share_a_contact_address(cast):
    Person.objects.filter(pk__in=[cast.coach.pk, cast.teacher.pk]).update(
        email=None, contact_email="office@example.org"
    )

    assert Person.objects.filter(contact_email="office@example.org").count() == 2


def test_a_district_has_one_region_a_day_and_none_of_itself(cast):
    district, rec = builders.district(), builders.rec(6)
    first = Affiliation.objects.filter(organization=district).first()

    with refused("people_affiliation_one_a_day"), transaction.atomic():
        Affiliation.objects.create(organization=district, parent=rec, starts_on=first.starts_on, source="again")
    with refused("people_affiliation_not_itself"), transaction.atomic():
        Affiliation.objects.create(organization=district, parent=district, starts_on=date(2030, 7, 1), source="itself")
