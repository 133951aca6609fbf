"""Attack × person attacked × attacker: what comes of it. The answers stand in table.txt, one sign for each attacker:

«.» nothing (and the page says why), «3» not allowed, «4» out of reach, «?» proposed: somebody else must say yes,
«+» a seat or a new record beside, the person's own record untouched, «!» done at once: the rules let this person.

CLC_ATTACKS_WRITE=1 writes the table anew: each new «!» is held against docs/decisions/records-and-their-owners.md first.
"""

import fcntl
import os
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from collaborative.people.models import Person
from tests import builders as b
from tests.attacks.attacks import ATTACKS, Attack, attacker_ground
from tests.attacks.filling import Answer
from tests.attacks.people import Target, facts, make_targets
from tests.cast import Cast
from trainings.models import Registration

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("table.txt")
ATTACKERS = (
    "leader",
    "bureau",
    "director",
    "coordinator",
    "superintendent",
    "delegate",
    "teacher",
    "vendor",
    "former",
    "other_superintendent",
)
WIDE = 52
PROPOSALS = ("Claim", "RecordChange", "Merge")


class Field:
    """Everybody who attacks and is attacked, and the trainings over which they try."""

    def __init__(self, cast: Cast) -> None:
        initiative = b.initiative()
        self.cast, self.targets = cast, make_targets(cast, initiative)
        self.coming = b.training("Coming", of=initiative, by=cast.coordinator)
        self.running = b.training("Running", of=initiative, by=cast.coordinator, days_ahead=0, room_capacity=None)

        self.clients: dict[int, Client] = {}
        self.opened: dict[tuple[int, int], bool] = {}

    def client(self, attacker: Person) -> Client:
        if attacker.pk not in self.clients:
            self.clients[attacker.pk] = Client()
            self.clients[attacker.pk].force_login(attacker)
        return self.clients[attacker.pk]

    def opens(self, attacker: Person, target: Person) -> bool:
        """Whether the attacker may open the page of the person anyhow."""
        key = attacker.pk, target.pk
        if key not in self.opened:
            self.opened[key] = self.client(attacker).get(target.get_absolute_url()).status_code == 200
        return self.opened[key]

    def sign(self, attack: Attack, target: Target, attacker: Person) -> str:
        """What came of it. Nothing of it is kept."""
        person, client = target.person, self.client(attacker)
        ground = attacker_ground(Person.objects.get(pk=attacker.pk), self.coming, self.running)
        opens, before, rows, asked = self.opens(attacker, person), facts(person), _rows(), _asked()
        with transaction.atomic():
            answer = attack(client, target, ground)
            changed = before != facts(person)
            sign = _sign(answer, changed=changed, more=_rows() > rows, asked=_asked() > asked)
            if not (opens or changed or sign in "34"):
                assert client.get(person.get_absolute_url()).status_code != 200, "the act opened the page"
            transaction.set_rollback(True)
        return sign


def _sign(answer: Answer, *, changed: bool, more: bool, asked: bool) -> str:
    if changed:
        return "!"
    if asked:
        return "?"
    return "+" if more else answer.sign


def _rows() -> int:
    """Records and seats."""
    return Person.objects.count() + Registration.objects.count()


def _asked() -> int:
    """Proposals of every kind that wait for somebody's yes."""
    models = apps.get_app_config("people").get_models()
    return sum(model.objects.count() for model in models if model.__name__ in PROPOSALS)


@pytest.fixture
def field(cast) -> Field:
    return Field(cast)


def found_by(field: Field, name: str) -> dict[str, str]:
    return {
        f"{name}: {whom}": "".join(field.sign(ATTACKS[name], target, getattr(field.cast, who)) for who in ATTACKERS)
        for whom, target in field.targets.items()
    }


def known() -> dict[str, str]:
    lines = TABLE.read_text().splitlines()[2:] if TABLE.exists() else []
    return {key.strip(): signs for key, signs in (line.rsplit(None, 1) for line in lines if line)}


@pytest.mark.deep
@pytest.mark.parametrize("name", ATTACKS)
def test_no_attack_gets_more_than_the_table_says(field, name):
    found = found_by(field, name)
    if os.environ.get("CLC_ATTACKS_WRITE") == "1":
        write(found)
        return
    expected = {key: signs for key, signs in known().items() if key.startswith(f"{name}:")}
    assert {key: signs for key, signs in found.items() if expected.get(key) != signs} == {}
    assert set(expected) == set(found)


def write(found: dict[str, str]) -> None:
    """Two processes write one after the other; rows stand in the order of the attacks."""
    with TABLE.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        order = list(ATTACKS)
        rows = sorted((known() | found).items(), key=lambda row: order.index(row[0].partition(":")[0]))
        head = [" ".join(ATTACKERS), "one sign an attacker, in this order: see test_attacks.py"]
        file.truncate(0)
        file.write("\n".join([*head, *(f"{key:<{WIDE}} {signs}" for key, signs in rows)]) + "\n")
