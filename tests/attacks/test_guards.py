"""Each guard switched off: the attack that it stops then gets through, so the table would turn red."""

import pytest

from collaborative.people import models
from collaborative.people.claims.services import Sorted
from collaborative.people.merges.services import Way
from collaborative.people.models import Hat
from collaborative.people.models.claim import Claim
from collaborative.people.records import write_access
from collaborative.people.records.write_access import WriteAccess
from tests.attacks.attacks import ATTACKS
from tests.attacks.test_attacks import Field

pytestmark = pytest.mark.django_db
PEOPLE = "collaborative.people"


@pytest.fixture
def field(cast) -> Field:
    return Field(cast)


def all_ours(people, *, at, by) -> Sorted:
    return Sorted(ours=list(people))


def any_hat(person, role, organization) -> Hat:
    return person.hats_today[0]


GUARDS = {
    "the grade of a record": (
        [(f"{PEOPLE}.records.services.write_access", lambda person, by: WriteAccess.AT_ONCE)],
        ("rename", "signed in", "superintendent"),
    ),
    "the grade at a first address": (
        [(f"{PEOPLE}.records.services.write_access", lambda person, by: WriteAccess.AT_ONCE)],
        ("redirect letters", "coached", "delegate"),
    ),
    "whose people are asked": (
        [(f"{PEOPLE}.claims.services.sort_out", all_ours)],
        ("claim by roster", "other region", "superintendent"),
    ),
    "whose people are asked, at a registration": (
        [(f"{PEOPLE}.claims.services.sort_out", all_ours)],
        ("claim by registration", "other region, signed in", "coordinator"),
    ),
    "who answers a claim": (
        [
            (f"{PEOPLE}.claims.views.how_to_answer", lambda claim, who, now: Claim.How.KEEPER),
            (f"{PEOPLE}.claims.actions.how_to_answer", lambda claim, who, now: Claim.How.KEEPER),
        ],
        ("say yes to own claim", "other region", "superintendent"),
    ),
    "who locks": (
        [(f"{PEOPLE}.sign_in.{where}.locking.may_lock", lambda person, other: True) for where in ("views", "actions")],
        ("lock out", "superintendent", "coordinator"),
    ),
    "who merges": (
        [
            (f"{PEOPLE}.merges.{where}.way_for", lambda by, kept, gone: Way.AT_ONCE)
            for where in ("views.merges", "actions")
        ],
        ("merge into own", "trained", "superintendent"),
    ),
    "who ends a role": (
        [(f"{PEOPLE}.hats.views.hats.giving_hat", any_hat)],
        ("end role", "superintendent", "coordinator"),
    ),
    "a hat of today": (
        [
            (
                f"{PEOPLE}.models.person.worn_now",
                lambda person, model: list(model.objects.filter(person=person).select_related("organization")),
            ),
        ],
        ("rename", "newcomer", "former"),
    ),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_with_the_guard_off_the_attack_gets_through(guard, field, monkeypatch):
    patches, (attack, whom, who) = GUARDS[guard]
    attacker = getattr(field.cast, who)
    assert field.sign(ATTACKS[attack], field.targets[whom], attacker) != "!"

    for place, instead in patches:
        monkeypatch.setattr(place, instead)

    assert field.sign(ATTACKS[attack], field.targets[whom], attacker) == "!"


def test_the_grades_tell_records_apart(field):
    """Without them every record would be «at once»: the table stands on these."""
    keeper = models.Person.objects.get(pk=field.cast.superintendent.pk)
    found = {
        name: write_access.write_access(field.targets[name].person, by=keeper).value
        for name in ("newcomer", "trained", "coached")
    }
    assert found == {"newcomer": "at once", "trained": "proposed", "coached": "two at ped"}
    assert write_access.write_access(field.targets["signed in"].person, by=keeper) is WriteAccess.TWO_AT_PED
    assert write_access.write_access(field.targets["other region"].person, by=keeper) is WriteAccess.NOT_OURS
