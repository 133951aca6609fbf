from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from collaborative.people.models import Person

ANA = ["--given", "Ana", "--family", "Baca", "--email", "Ana@PED.example"]


def test_the_first_person_may_give_the_others_their_hats(db, client):
    call_command("add_person", *ANA, "--role", "ped_leader", stdout=StringIO())

    ana = Person.objects.get(email="ana@ped.example")
    client.force_login(ana)
    assert ana.has_perm("people.give_hats")
    assert client.get("/").status_code == 200


def test_making_the_first_person_twice_makes_one(db):
    for _time in range(2):
        call_command("add_person", *ANA, stdout=StringIO())

    assert Person.objects.get(email="ana@ped.example").hats.count() == 1


def test_a_hat_of_nowhere_is_refused_with_a_sentence(db):
    with pytest.raises(CommandError, match="Nowhere"):
        call_command("add_person", *ANA, "--at", "Nowhere", stdout=StringIO())


def test_there_is_no_admin_site(cast, sign_in):
    """Nobody stands above the table of roles: what a person may do follows from hats alone."""
    assert sign_in(cast.leader).get("/admin/").status_code == 404
    assert not hasattr(cast.leader, "is_superuser")
