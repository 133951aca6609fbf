from datetime import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from collaborative.journal.models import Entry
from collaborative.people.models import Hat, Person
from tests import builders

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
    assert Entry.objects.filter(verb="hat.given").count() == 1


def test_the_role_stands_in_the_journal_as_given_by_the_system(db):
    call_command("add_person", *ANA, stdout=StringIO())

    ana = Person.objects.get(email="ana@ped.example")
    for thing in (ana, builders.ped()):
        entry = Entry.objects.about(thing).get(verb="hat.given")
        assert (entry.by_id, entry.by_name) == (None, "the system")
        assert entry.text.startswith("Ana Baca was made PED leadership, PED from")
    assert ana.made_for_id == builders.ped().pk


def test_where_two_lead_ped_they_give_it_on_the_page(cast):
    builders.hat(builders.person("Eva", "Chee"), "ped_leader", builders.ped())

    with pytest.raises(CommandError, match="Two people lead PED"):
        call_command("add_person", *ANA, stdout=StringIO())

    assert not Person.objects.filter(email="ana@ped.example").exists()


@pytest.mark.parametrize(
    "other", [None, {"is_active": False}, {"locked_at": builders.at_local(builders.LONG_AGO, time())}]
)
def test_where_one_who_can_come_in_leads_ped_another_is_added(cast, other):
    if other:
        builders.hat(builders.person("Eva", "Chee", **other), "ped_leader", builders.ped())

    call_command("add_person", *ANA, stdout=StringIO())

    assert Hat.objects.today().filter(person__email="ana@ped.example", role="ped_leader").exists()


def test_a_single_role_that_somebody_holds_is_refused_in_words(cast):
    with pytest.raises(CommandError, match="Dolores Peña is District superintendent, Cloudcroft, and only one person"):
        call_command("add_person", *ANA, "--role", "superintendent", "--at", "Cloudcroft", stdout=StringIO())

    assert not Person.objects.filter(email="ana@ped.example").exists()


def test_a_hat_of_nowhere_is_refused_with_a_sentence(db):
    with pytest.raises(CommandError, match="Nowhere"):
        call_command("add_person", *ANA, "--at", "Nowhere", stdout=StringIO())


def test_there_is_no_admin_site(cast, sign_in):
    """Nobody stands above the table of roles: what a person may do follows from hats alone."""
    assert sign_in(cast.leader).get("/admin/").status_code == 404
    assert not hasattr(cast.leader, "is_superuser")
