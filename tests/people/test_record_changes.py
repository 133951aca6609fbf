"""A change of somebody else's record: who is asked, whose yes counts, and the days in which it can be stopped."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.models import Person, RecordChange
from collaborative.people.records import actions as record_actions
from collaborative.people.records.services import end_of_wait
from collaborative.people.records.write_access import WriteAccess, write_access
from collaborative.people.sign_in.sessions import renew_nonce
from collaborative.people.tasks import settle_changes
from tests import builders as b

NEW = "irma.new@example.org"


@pytest.fixture
def irma(cast) -> Person:
    """Made by Tularosa, on the roster of Cloudcroft, too; never signed in."""
    irma = b.staff(b.district("Tularosa"), "Irma", "Tso")
    b.hat(irma, "staff", cast.school)
    return irma


@pytest.fixture
def rosa(cast) -> Person:
    """Has signed in."""
    Person.objects.filter(pk=cast.teacher.pk).update(last_login=timezone.now())
    return Person.objects.get(pk=cast.teacher.pk)


@pytest.fixture
def second(cast) -> Person:
    """The other who leads PED, for long."""
    second = b.person("Samuel", "Tapia")
    b.hat(second, "ped_leader", b.ped(), given_at=timezone.now() - timedelta(days=8))
    return second


def ask(person: Person, by: Person, **wanted) -> RecordChange:
    return record_actions.correct_record(person, wanted=wanted or {"email": NEW}, by=by)


def link(kind: str, person: Person) -> str:
    letter = Letter.objects.filter(kind=kind, recipient=person).latest("pk")
    return re.search(r"(/changes/\S+/)\s", letter.body).group(1)


# The grades -----------------------------------------------------------------------------------------------------------


def test_grades(cast, irma, rosa):
    newcomer = b.staff(cast.school, "Eva", "Ortega")

    assert write_access(newcomer, by=newcomer) is WriteAccess.OWN
    assert write_access(newcomer, by=cast.superintendent) is WriteAccess.AT_ONCE
    assert write_access(irma, by=cast.superintendent) is WriteAccess.PROPOSED
    assert write_access(rosa, by=cast.superintendent) is WriteAccess.TWO_AT_PED
    assert write_access(newcomer, by=cast.other_superintendent) is WriteAccess.NOT_OURS
    assert write_access(cast.delegate, by=cast.superintendent) is WriteAccess.AT_ONCE
    assert write_access(cast.superintendent, by=cast.delegate) is WriteAccess.TWO_AT_PED


def test_a_record_that_ped_made_is_not_the_districts_alone(cast):
    eva = b.staff(cast.school, "Eva", "Ortega")
    Person.objects.filter(pk=eva.pk).update(made_for=None)

    assert write_access(Person.objects.get(pk=eva.pk), by=cast.superintendent) is WriteAccess.PROPOSED


@pytest.mark.parametrize(("place", "grade"), [("Cloudcroft", WriteAccess.AT_ONCE), ("Tularosa", WriteAccess.PROPOSED)])
def test_a_seat_that_another_organization_gave_is_somebody_elses_fact(cast, place, grade):
    eva = b.staff(cast.school, "Eva", "Ortega")
    b.registration(b.training(), eva, b.district(place))

    assert write_access(eva, by=cast.superintendent) is grade


def test_who_keeps_nothing_of_a_person_is_told_who_does(cast, irma):
    with pytest.raises(ActionError, match="is kept by their district or REC"):
        ask(irma, cast.other_superintendent)


# Proposed: the person, or where no address answers a second at the REC ---------------------------------------------------


def test_the_person_says_yes_by_the_link_and_looking_changes_nothing(cast, irma, client):
    ask(irma, cast.superintendent, family_name="Begay")
    path = link("record_change_asked", irma)

    page = client.get(path).content.decode()
    client.head(path)
    assert "Begay" in page and "Tso" not in page and irma.email not in page
    assert Person.objects.get(pk=irma.pk).family_name == "Tso"

    assert "It is changed." in client.post(path, {"answer": "yes"}).content.decode()
    assert Person.objects.get(pk=irma.pk).family_name == "Begay"
    assert client.post(path, {"answer": "yes"}).status_code == 410
    told = Letter.objects.get(kind="record_changed")
    assert told.address == "irma.tso@example.org" and "Begay" not in told.body


def test_a_no_changes_nothing_and_is_told(cast, irma, client):
    ask(irma, cast.superintendent)
    client.post(link("record_change_asked", irma), {"answer": "no"})

    assert Person.objects.get(pk=irma.pk).email == "irma.tso@example.org"
    assert Letter.objects.get(kind="record_change_ended").recipient == cast.superintendent


def test_who_is_asked_and_answers_is_not_outvoted_by_the_rec(cast, irma):
    change = ask(irma, cast.superintendent)

    with pytest.raises(ActionError, match="asked by a letter"):
        record_actions.say_yes(change, why="I know her.", by=cast.coordinator)


@pytest.mark.parametrize("why", ["no address", "bounced", "shared"])
def test_where_no_address_answers_a_second_at_the_rec_says_yes(cast, irma, why):
    if why == "no address":
        Person.objects.filter(pk=irma.pk).update(email=None)
    if why == "shared":
        Person.objects.filter(pk=irma.pk).update(email=None, contact_email="office@example.org")
        b.person("Eva", "Ortega", email="", contact_email="office@example.org")
    change = ask(Person.objects.get(pk=irma.pk), cast.superintendent, family_name="Begay")
    if why == "bounced":
        Letter.objects.filter(kind="record_change_asked").update(refused_at=timezone.now())

    with pytest.raises(ActionError):
        record_actions.say_yes(change, why="Me again.", by=cast.superintendent)
    record_actions.say_yes(change, why="I talked to her.", by=cast.coordinator)

    assert Person.objects.get(pk=irma.pk).family_name == "Begay"


def test_the_second_at_the_rec_is_not_who_asked(cast):
    eva = b.person("Eva", "Ortega", email="")
    b.hat(eva, "staff", b.district("Texico"))
    b.hat(eva, "staff", cast.school)
    change = ask(eva, cast.coordinator, family_name="Begay")

    with pytest.raises(ActionError, match="A second person at the REC"):
        record_actions.say_yes(change, why="Me again.", by=cast.coordinator)
    record_actions.say_yes(change, why="I talked to her.", by=cast.director)


# Signed in, a role, a private note: the person, else two at PED -----------------------------------------------------------


def test_who_has_signed_in_answers_on_the_own_page(cast, rosa, sign_in):
    ask(rosa, cast.superintendent, family_name="Baca")
    client = sign_in(rosa)
    page = client.get("/me/").content.decode()
    path = re.search(r"/changes/answer/[^\"]+/", page).group()

    client.post(path, {"answer": "yes"})

    assert Person.objects.get(pk=rosa.pk).family_name == "Baca"


def test_nobody_at_the_district_or_the_rec_says_yes_for_her(cast, rosa):
    change = ask(rosa, cast.superintendent)
    for who in (cast.delegate, cast.superintendent, cast.coordinator, cast.director, cast.bureau):
        with pytest.raises(ActionError):
            record_actions.say_yes(change, why="I know her.", by=who)


def confirm_it_is_me(client: Client, person: Person) -> None:
    client.post("/me/confirm/", {"go": "send"})
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", Letter.objects.get(kind="confirm_it_is_you", recipient=person).body)
    assert client.post("/me/confirm/", {"code": code.group()}).status_code == 302


def test_two_at_ped_say_yes_with_pages_and_reasons(cast, rosa, second):
    change = ask(rosa, cast.superintendent)
    for leader in (cast.leader, second):
        client = Client()
        client.force_login(leader)
        yes = f"/people/changes/{change.pk}/yes/"
        if leader == second:  # the second yes asks for a second code
            assert client.get(yes)["Location"].startswith("/me/confirm/")
            confirm_it_is_me(client, leader)
        assert "Rosa Montoya" in client.get("/people/changes/").content.decode()
        assert client.post(yes, {"why": ""}).status_code == 200
        client.post(yes, {"why": "Her school telephoned.", "once": leader.handle})

    change.refresh_from_db()
    assert (change.first_yes_by, change.confirmed_by) == (cast.leader, second)
    assert change.applied_at is None and Person.objects.get(pk=rosa.pk).email == "rosa.montoya@example.org"


def test_the_page_of_the_person_tells_the_keeper_what_waits(cast, rosa, client):
    ask(rosa, cast.superintendent)
    client.force_login(cast.superintendent)

    page = client.get(rosa.get_absolute_url()).content.decode()

    assert "A change waits" in page and "District superintendent, Cloudcroft" in page
    client.force_login(cast.leader)
    assert "It waits for a yes until" in client.get(rosa.get_absolute_url()).content.decode()


def test_who_asks_at_ped_has_said_the_first_yes(cast, rosa, second):
    change = ask(rosa, cast.leader)

    with pytest.raises(ActionError, match="Somebody else at PED says the second"):
        record_actions.say_yes(change, why="Me again.", by=cast.leader)
    assert record_actions.say_yes(change, why="I talked to her.", by=second).is_confirmed


@pytest.mark.parametrize(
    ("young", "words"), [("given_at", "younger than seven days"), ("given_by", "gave you your role")]
)
def test_the_second_at_ped_is_no_creature_of_the_first(cast, rosa, second, young, words):
    value = {"given_at": timezone.now() - timedelta(days=6), "given_by": cast.leader}[young]
    second.hats.update(**{young: value})
    change = ask(rosa, cast.leader)

    with pytest.raises(ActionError, match=words):
        record_actions.say_yes(change, why="I talked to her.", by=Person.objects.get(pk=second.pk))


def test_a_leader_says_no_yes_for_the_own_record(cast, second):
    third = b.person("Trini", "Vigil")
    b.hat(third, "ped_leader", b.ped(), given_at=timezone.now() - timedelta(days=8))
    change = ask(second, cast.leader)

    with pytest.raises(ActionError):
        record_actions.say_yes(change, why="Mine.", by=second)


# The wait ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(cast, rosa, second) -> RecordChange:
    return record_actions.say_yes(ask(rosa, cast.leader), why="I talked to her.", by=second)


def test_the_old_address_is_told_and_stops_it_with_one_press(cast, rosa, waiting, client):
    letter = Letter.objects.get(kind="record_change_waits")
    path = link("record_change_waits", rosa)
    assert letter.address == rosa.email and NEW not in letter.body
    page = client.get(path).content.decode()
    assert NEW not in page and "Montoya" not in page
    waiting.refresh_from_db()
    assert waiting.is_open

    client.post(path)
    assert client.post(path).status_code == 410
    waiting.refresh_from_db()
    assert waiting.stopped_at and waiting in RecordChange.objects.visible_to(cast.leader)
    RecordChange.objects.update(applies_at=timezone.now())
    settle_changes()
    assert Person.objects.get(pk=rosa.pk).email == "rosa.montoya@example.org"


def test_nothing_but_the_notice_goes_out_and_nothing_to_the_new_address(rosa, waiting):
    assert not Letter.objects.filter(address=NEW).exists()


def test_it_counts_after_three_working_days_and_ends_sessions_and_links(rosa, waiting):
    before = rosa.sign_in_nonce
    assert not RecordChange.objects.due(now=waiting.applies_at - timedelta(seconds=1)).exists()

    record_actions.settle_change(waiting, now=waiting.applies_at)

    rosa.refresh_from_db()
    assert rosa.email == NEW and rosa.sign_in_nonce != before
    assert {letter.address for letter in Letter.objects.filter(kind="record_changed")} == {"rosa.montoya@example.org"}
    assert Letter.objects.filter(kind="address_changed", address=NEW).exists()
    assert not any("@" in entry.text for entry in Entry.objects.all())


@pytest.mark.parametrize(
    ("said", "counts"),
    [("2026-11-23 15:00", "2026-11-26"), ("2026-11-27 23:30", "2026-12-02"), ("2026-11-28 09:00", "2026-12-02")],
)
def test_three_whole_working_days_pass(said, counts, monkeypatch):
    monkeypatch.setattr("collaborative.people.records.services.add_business_days", _weekdays)
    zone = ZoneInfo("America/Denver")
    moment = datetime.fromisoformat(said).replace(tzinfo=zone)

    assert end_of_wait(moment) == datetime.fromisoformat(counts).replace(tzinfo=zone) + timedelta(days=1)


def _weekdays(day, n):
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < 5
    return day


def test_where_the_stop_link_was_used_up_meanwhile_the_wait_begins_again(cast, rosa, waiting):
    """Whoever ends a role of hers ends her links, too: not so her right to stop."""
    renew_nonce(rosa)
    now = waiting.applies_at

    changed = record_actions.settle_change(waiting, now=now)

    assert changed.applied_at is None and changed.applies_at == end_of_wait(now)
    assert Letter.objects.filter(kind="record_change_waits").count() == 2


def test_an_address_that_somebody_took_meanwhile_lapses(rosa, waiting):
    b.person("Eva", "Ortega", email=NEW)

    assert record_actions.settle_change(waiting, now=waiting.applies_at).lapsed_at


def test_what_nobody_answers_lapses_after_thirty_days(cast, irma):
    change = ask(irma, cast.superintendent)
    RecordChange.objects.update(lapses_at=timezone.now())

    settle_changes()

    change.refresh_from_db()
    assert change.lapsed_at and ask(irma, cast.superintendent, family_name="Begay").is_open


# One at a time, told before, and by command -------------------------------------------------------------------------------


def test_at_most_one_change_is_open(cast, irma):
    change = ask(irma, cast.superintendent)
    with pytest.raises(ActionError, match="still waits for its answer"):
        ask(irma, cast.superintendent, family_name="Begay")
    change.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save(force_insert=True)


@pytest.mark.parametrize(
    "half",
    [
        {"confirmed_at": timezone.now()},
        {"refused_at": timezone.now()},
        {"stopped_at": timezone.now()},
        {"first_yes_at": timezone.now()},
        {"applied_at": timezone.now() - timedelta(days=1), "applies_at": timezone.now()},
    ],
)
def test_facts_come_in_pairs(cast, irma, half):
    change = ask(irma, cast.superintendent)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordChange.objects.filter(pk=change.pk).update(**half)


def test_the_page_says_before_what_will_happen(cast, irma, rosa, sign_in):
    client = sign_in(cast.superintendent)
    for person, words in ((irma, "by a letter to the address on record"), (rosa, "or else two people at PED do")):
        assert words in client.get(f"/people/{person.pk}/sign-in/").content.decode()


def test_other_regions_see_no_change_of_ours(cast, irma, sign_in):
    change = ask(irma, cast.superintendent)
    client = sign_in(cast.other_superintendent)
    for path in ("", "yes/", "no/"):
        assert client.get(f"/people/changes/{change.pk}/{path}").status_code == 404
    assert "Irma" not in client.get("/people/changes/").content.decode()


def test_with_one_leader_the_command_changes_the_record(cast, rosa):
    call_command("change_record", "--handle", rosa.handle, "--email", NEW)

    assert Person.objects.get(pk=rosa.pk).email == NEW
    entry = Entry.objects.get(verb="person.corrected")
    assert entry.by_id is None and "@" not in entry.text


def test_with_two_leaders_the_command_leads_to_the_page(cast, rosa, second):
    with pytest.raises(CommandError, match="Two people lead PED"):
        call_command("change_record", "--handle", rosa.handle, "--email", NEW)
