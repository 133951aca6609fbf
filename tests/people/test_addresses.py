"""An address that somebody has already is a contact address only, whichever way the newcomer comes in."""

import pytest

from collaborative.people.models import Person
from collaborative.people.rosters import Newcomer, make_people
from tests import builders

pytestmark = pytest.mark.django_db

OFFICE = "office@example.org"
HAVE = {"to be written to": {"email": "", "contact_email": OFFICE}, "to sign in": {"email": OFFICE}}


def from_roster():
    return make_people([Newcomer("Eva", "Ortega", "Office@example.org ")], made_for=None)[0]


@pytest.mark.parametrize("has", HAVE)
def test_from_a_roster_it_is_a_contact_address_only(has):
    builders.person("Ana", "Lucero", **HAVE[has])

    eva = from_roster()

    assert (eva.email, eva.contact_email) == (None, OFFICE)


@pytest.mark.parametrize("left", [{"is_active": False}, {"merged_into": "Ana"}], ids=["left", "merged"])
def test_who_is_gone_still_has_the_address(left):
    if "merged_into" in left:
        left = {"merged_into": builders.person("Ana", "Baca")}
    builders.person("Eva", "Ortega", email=OFFICE, **left)

    eva = from_roster()

    assert (eva.email, eva.contact_email, eva.is_here) == (None, OFFICE, True)


def test_a_free_address_becomes_the_sign_in_address():
    assert from_roster().email == OFFICE
    assert Person.objects.count() == 1
