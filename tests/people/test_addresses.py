"""An address that somebody has already is a contact address only, whichever way the newcomer comes in."""

import pytest

from collaborative.people.actions import find_or_make
from collaborative.people.models import Person
from collaborative.people.staffing import Newcomer, make_people
from collaborative.periods import today
from tests import builders

pytestmark = pytest.mark.django_db

OFFICE = "office@example.org"
HAVE = {"to be written to": {"email": "", "contact_email": OFFICE}, "to sign in": {"email": OFFICE}}


def from_roster():
    return make_people([Newcomer("Eva", "Ortega", "Office@example.org ")])[0]


def with_role():
    return find_or_make(given_name="Eva", family_name="Ortega", email="Office@example.org ")


@pytest.mark.parametrize("has", HAVE)
def test_from_a_roster_it_is_a_contact_address_only(has):
    builders.person("Ana", "Lucero", **HAVE[has])

    eva = from_roster()

    assert (eva.email, eva.contact_email) == (None, OFFICE)


@pytest.mark.parametrize("come", [from_roster, with_role])
@pytest.mark.parametrize("left", [{"is_active": False}, {"merged_into": "Ana"}], ids=["left", "merged"])
def test_who_is_gone_still_has_the_address(come, left):
    if "merged_into" in left:
        left = {"merged_into": builders.person("Ana", "Baca")}
    builders.person("Eva", "Ortega", email=OFFICE, **left)

    eva = come()

    assert (eva.email, eva.contact_email, eva.is_here) == (None, OFFICE, True)


def test_with_a_role_it_is_a_contact_address_only():
    builders.person("Ana", "Lucero", email="", contact_email=OFFICE)

    eva = with_role()

    assert (eva.email, eva.contact_email) == (None, OFFICE)


def test_who_signs_in_with_it_gets_the_role():
    ana = builders.person("Ana", "Lucero", email=OFFICE)

    assert with_role() == ana


@pytest.mark.parametrize("others", [0, 1])
def test_who_alone_has_the_contact_address_signs_in_with_it_once_given_a_role(others):
    eva = builders.person("Eva", "Ortega", email="", contact_email=OFFICE)
    for _other in range(others):
        builders.person("Ana", "Lucero", email="", contact_email=OFFICE)

    assert with_role() == eva

    assert Person.objects.get(pk=eva.pk).email == (None if others else OFFICE)


def test_a_free_address_becomes_the_sign_in_address():
    assert {from_roster().email, with_role().email} == {OFFICE}
    assert Person.objects.count() == 1


def test_the_giver_of_a_role_is_told_that_nobody_signs_in_with_it(cast, sign_in):
    builders.person("Ana", "Lucero", email="", contact_email=OFFICE)
    answers = {"role": "delegate", "given_name": "Eva", "family_name": "Ortega", "email": OFFICE}
    answers |= {"starts_on": today().isoformat(), "organization": builders.district().pk}

    page = sign_in(cast.superintendent).post("/people/hats/new/", answers, follow=True)

    assert "nobody signs in with it" in page.content.decode()
