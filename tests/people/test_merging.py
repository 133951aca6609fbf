"""Two records of one person become one: who may, what moves, what stays, and the way back."""

import re
from datetime import time, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from collaborative.calendar.periods import at_local, today
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.letters.outbox import write
from collaborative.people.merges import actions as merge_actions
from collaborative.people.merges.movers import mover_name, movers
from collaborative.people.merging import WHEN
from collaborative.people.models import Hat, Person
from collaborative.people.models.merge import Merge
from collaborative.people.sign_in.actions import account as account_actions
from tests import builders as b


def twin(of: Person, **more) -> Person:
    """A second record of a person, made for Cloudcroft and never used."""
    return b.person(of.given_name, of.family_name, **{"email": "", "made_for": b.district(), **more})


@pytest.fixture
def rosa(cast) -> Person:
    Person.objects.filter(pk=cast.teacher.pk).update(made_for=b.district())
    return Person.objects.get(pk=cast.teacher.pk)


@pytest.fixture
def second(rosa) -> Person:
    made = twin(rosa)
    b.hat(made, "staff", b.district(), position="Reading")
    return made


def merge(kept: Person, gone: Person, by: Person, **more) -> Merge:
    kept, gone = (Person.objects.get(pk=person.pk) for person in (kept, gone))
    return merge_actions.merge(kept, gone=gone, name_of=more.pop("name_of", kept), by=by, **more)


def ask(kept: Person, gone: Person, by: Person, **more) -> Merge:
    kept, gone = (Person.objects.get(pk=person.pk) for person in (kept, gone))
    return merge_actions.ask_merge(kept, gone=gone, name_of=kept, by=by, **more)


def links(asked: Merge) -> dict[str, str]:
    """Address to the path of the link that was sent there."""
    letters = Letter.objects.filter(
        kind="merge_asked", about__in=[f"people.mergeanswer:{one.pk}" for one in asked.answers.all()]
    )
    return {one.address: re.search(r"/people/merges/answer/\S+", one.body).group() for one in letters}


def test_every_column_that_points_at_a_person_says_what_becomes_of_it():
    columns = {
        mover_name(model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.remote_field and field.related_model is Person
    }

    assert columns == set(movers)


def test_who_keeps_both_records_merges_them_and_both_ids_lead_to_one(cast, rosa, second, sign_in):
    done = merge(rosa, second, cast.superintendent)

    second.refresh_from_db()
    assert (second.merged_into, second.is_active, done.is_merged) == (rosa, True, True)
    assert {hat.position for hat in rosa.hats.all()} == {"Teacher", "Reading"}
    [entry] = Entry.objects.filter(verb="person.merged")
    assert entry.refs == [f"people.person:{rosa.pk}", f"people.person:{second.pk}"]
    page = sign_in(cast.superintendent).get(f"/people/{second.pk}/")
    assert page.url == f"/people/{rosa.pk}/"


def test_the_sessions_and_links_of_both_end(cast, rosa, second):
    before = {rosa.sign_in_nonce, second.sign_in_nonce}

    merge(rosa, second, cast.superintendent)

    assert before.isdisjoint(Person.objects.filter(pk__in=[rosa.pk, second.pk]).values_list("sign_in_nonce", flat=True))


def test_nobody_signs_in_with_the_record_that_went(cast, rosa, client):
    Person.objects.filter(pk=rosa.pk).update(last_login=timezone.now())
    second = twin(rosa, email="rosa.second@example.org")
    client.force_login(second)
    assert client.get("/me/").status_code == 200

    asked = ask(rosa, second, cast.superintendent)
    for answer in list(asked.answers.all()):
        merge_actions.answer_merge(asked, address=answer.address, yes=True, by=answer.person)

    assert client.get("/me/").status_code == 302
    client.force_login(Person.objects.get(pk=second.pk))
    assert client.get("/me/").status_code == 302


def test_the_address_of_the_other_is_remembered_and_nobody_else_gets_it(cast, rosa):
    second = twin(rosa, email="rosa.second@example.org")

    merge(rosa, second, cast.superintendent)

    second.refresh_from_db()
    assert second.email == "rosa.second@example.org"
    account_actions.ask_for_address(cast.nobody, email="rosa.second@example.org", link="", by=cast.nobody)
    assert not Letter.objects.filter(kind="confirm_address").exists(), "what would confirm it is not sent"


def test_who_has_no_address_to_sign_in_with_gets_the_others(cast, rosa, second):
    merge(second, rosa, cast.superintendent)

    second.refresh_from_db(), rosa.refresh_from_db()
    assert (second.email, rosa.email) == ("rosa.montoya@example.org", None)


def test_the_record_that_is_signed_in_to_is_the_one_that_stays(cast, rosa, second):
    Person.objects.filter(pk=rosa.pk).update(last_login=timezone.now())

    with pytest.raises(ActionError, match="Keep that one"):
        merge(second, rosa, cast.superintendent)


def test_a_name_of_the_other_may_be_chosen_and_no_third_one(cast, rosa, second):
    Person.objects.filter(pk=second.pk).update(given_name="Rosa María")

    merge(rosa, second, cast.superintendent, name_of=second)

    rosa.refresh_from_db()
    assert str(rosa) == "Rosa María Montoya"
    with pytest.raises(ActionError, match="An address was changed"):
        merge(rosa, twin(rosa), cast.superintendent, contact_email="stranger@example.org")


def test_a_role_that_both_hold_is_held_once_and_a_duty_that_both_owe_is_owed_once(cast, rosa, second):
    b.hat(second, "staff", cast.school, starts_on=b.LONG_AGO - timedelta(days=9))
    for person in (rosa, second):
        Duty.objects.create(
            kind="deliverable",
            about=b.district(),
            text="Do it",
            url="/",
            person=person,
            organization=b.district(),
            due_on=today(),
            opened_at=timezone.now(),
        )
    before = _state(rosa, second)

    done = merge(rosa, second, cast.superintendent)

    [held] = Hat.objects.today().filter(person=rosa, organization=cast.school)
    assert held.starts_on == b.LONG_AGO - timedelta(days=9)
    assert Duty.objects.open().filter(person=rosa).count() == 1
    assert not Duty.objects.open().filter(person=second).exists()

    merge_actions.undo_merge(done, by=cast.superintendent)
    assert _state(rosa, second) == before


@pytest.mark.parametrize("older", ["kept", "gone"])
def test_a_role_that_both_hold_is_held_once_when_one_began_within_a_day(cast, rosa, second, older):
    place, long_ago, lately = b.school(name="White Sands (sample)"), b.LONG_AGO, today() - timedelta(days=30)
    since = at_local(lately, time(14))
    days = {"kept": {"starts_on": long_ago}, "gone": {"starts_on": lately, "begins_at": since}}
    if older == "gone":
        days = {"kept": days["gone"], "gone": days["kept"]}
    for person, name in ((rosa, "kept"), (second, "gone")):
        b.hat(person, "staff", place, **days[name])
    before = _state(rosa, second)

    done = merge(rosa, second, cast.superintendent)

    [held] = Hat.objects.today().filter(person=rosa, organization=place)
    assert (held.starts_on, held.begins_at) == (long_ago, None)

    merge_actions.undo_merge(done, by=cast.superintendent)
    assert _state(rosa, second) == before


def test_a_role_that_one_lost_today_is_held_on_by_the_other(cast, rosa, second):
    place = b.school(name="White Sands (sample)")
    lost, _held = (b.hat(person, "staff", place) for person in (rosa, second))
    Hat.objects.filter(pk=lost.pk).update(ends_on=today(), ended_at=timezone.now())
    before = _state(rosa, second)

    done = merge(rosa, second, cast.superintendent)

    [worn] = Hat.objects.today().filter(person=rosa, organization=place)
    assert (worn.pk, worn.ends_on, worn.ended_at) == (lost.pk, None, None)

    merge_actions.undo_merge(done, by=cast.superintendent)
    assert _state(rosa, second) == before


def test_who_was_named_to_follow_the_other_record_in_a_role_of_one_follows_still(cast, rosa, second):
    capitan, last = b.district("Capitan"), today() + timedelta(days=2)
    first = b.hat(rosa, "superintendent", capitan, ends_on=last)
    b.hat(second, "superintendent", capitan, starts_on=last + timedelta(days=1), follows=first)
    before = _state(rosa, second)

    done = merge(rosa, second, cast.leader)

    theirs = Hat.objects.filter(person=rosa, organization=capitan).order_by("starts_on")
    assert [(hat.starts_on, hat.ends_on) for hat in theirs] == [
        (b.LONG_AGO, last),
        (last + timedelta(days=1), None),
    ]

    merge_actions.undo_merge(done, by=cast.leader)
    assert _state(rosa, second) == before


def _state(*people: Person) -> dict:
    ids = [person.pk for person in people]
    return {
        "people": sorted(
            Person.objects.filter(pk__in=ids).values_list(
                "pk", "given_name", "family_name", "email", "contact_email", "merged_into", "is_active"
            )
        ),
        "hats": sorted(map(str, Hat.objects.filter(person__in=ids).values_list("pk", "person", *WHEN))),
        "duties": sorted(map(str, Duty.objects.filter(person__in=ids).values_list("pk", "person", "closed_at"))),
    }


def test_undo_within_thirty_days_puts_everything_back(cast, rosa, second):
    before = _state(rosa, second)
    done = merge(second, rosa, cast.superintendent)

    undone = merge_actions.undo_merge(done, by=cast.superintendent)

    assert (_state(rosa, second), undone.told) == (before, [])
    assert Entry.objects.filter(verb="person.merge_undone").count() == 1
    with pytest.raises(ActionError, match="undone already"):
        merge_actions.undo_merge(done, by=cast.superintendent)


def test_undo_says_what_was_changed_since_and_leaves_it(cast, rosa, second):
    done = merge(rosa, second, cast.superintendent)
    Hat.objects.filter(person=rosa, position="Reading").update(person=cast.nobody)
    Person.objects.filter(pk=rosa.pk).update(given_name="Rosita")

    undone = merge_actions.undo_merge(done, by=cast.superintendent)

    rosa.refresh_from_db()
    assert rosa.given_name == "Rosita"
    assert any("0 of 1 went back" in words for words in undone.told)


def test_after_thirty_days_nothing_is_undone(cast, rosa, second):
    done = merge(rosa, second, cast.superintendent)

    with pytest.raises(ActionError, match="thirty days"):
        merge_actions.undo_merge(done, by=cast.superintendent, now=timezone.now() + timedelta(days=31))


@pytest.mark.parametrize("who", ["other_superintendent", "coach", "nobody", "other_coordinator", "teacher"])
def test_others_neither_merge_nor_ask_nor_undo(cast, rosa, second, who):
    stranger = getattr(cast, who)
    third = twin(rosa, email="third@example.org")

    for act in (merge, ask):
        with pytest.raises(ActionError):
            act(second, third, stranger)
    done = merge(second, third, cast.superintendent)
    with pytest.raises(ActionError):
        merge_actions.undo_merge(done, by=stranger)


def test_a_chain_resolves_to_the_last_and_is_undone_from_its_end(cast, rosa, second):
    third = twin(rosa)
    first = merge(second, third, cast.superintendent)
    last = merge(rosa, second, cast.superintendent)

    third.refresh_from_db()
    assert third.merged_into == rosa
    with pytest.raises(ActionError, match="Undo that first"):
        merge_actions.undo_merge(first, by=cast.superintendent)

    merge_actions.undo_merge(last, by=cast.superintendent)
    third.refresh_from_db()
    assert third.merged_into == second
    merge_actions.undo_merge(first, by=cast.superintendent)


def test_no_circle_and_no_merging_into_what_was_merged(cast, rosa, second):
    merge(rosa, second, cast.superintendent)

    for kept, gone in ((second, rosa), (second, twin(rosa)), (rosa, second), (rosa, rosa)):
        with pytest.raises(ActionError):
            merge(kept, gone, cast.superintendent)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=rosa.pk).update(merged_into=rosa.pk)


def test_a_letter_to_the_old_record_goes_to_the_one_that_stays(cast, rosa, second):
    Person.objects.filter(pk=second.pk).update(contact_email="old@example.org")
    merge(rosa, second, cast.superintendent)

    [letter] = write(
        "merge_refused", about=rosa, to=[Person.objects.get(pk=second.pk)], context={"merge": Merge.objects.get()}
    )

    assert (letter.recipient, letter.address) == (rosa, "rosa.montoya@example.org")


# Proposals


@pytest.fixture
def signed_in(rosa) -> Person:
    Person.objects.filter(pk=rosa.pk).update(last_login=timezone.now())
    return Person.objects.get(pk=rosa.pk)


def test_a_record_that_was_used_is_merged_when_every_address_of_both_says_yes(cast, signed_in, client):
    second = twin(signed_in, contact_email="old@example.org")
    with pytest.raises(ActionError, match="asked first"):
        merge(signed_in, second, cast.superintendent)
    sent = links(ask(signed_in, second, cast.superintendent))
    assert set(sent) == {"old@example.org", "rosa.montoya@example.org"}

    page = client.get(sent["old@example.org"])
    assert page.status_code == 200 and "rosa.montoya@example.org" not in page.content.decode()
    second.refresh_from_db()
    assert second.merged_into is None

    for path in sent.values():
        assert Person.objects.get(pk=second.pk).merged_into is None
        client.post(path, {"answer": "yes"})
    second.refresh_from_db()
    assert second.merged_into == signed_in
    assert client.post(path, {"answer": "yes"}).status_code == 410
    assert list(
        Entry.objects.filter(verb__startswith="person.merge").values_list("verb", flat=True).order_by("id")
    ) == [
        "person.merge_asked",
        "person.merge_agreed",
        "person.merged",
    ]


def test_one_no_ends_it(cast, signed_in, client):
    second = twin(signed_in, contact_email="old@example.org")
    asked = ask(signed_in, second, cast.superintendent)
    sent = links(asked)

    client.post(sent["old@example.org"], {"answer": "no"})

    asked.refresh_from_db()
    assert asked.ended_why == "no"
    assert client.post(sent["rosa.montoya@example.org"], {"answer": "yes"}).status_code == 410
    assert Letter.objects.filter(kind="merge_refused", recipient=cast.superintendent).count() == 1


def test_it_lapses_in_thirty_days_and_can_be_asked_again(cast, signed_in):
    second = twin(signed_in, contact_email="old@example.org")
    asked = ask(signed_in, second, cast.superintendent)
    later = timezone.now() + timedelta(days=31)

    with pytest.raises(ActionError):
        merge_actions.answer_merge(asked, address="old@example.org", yes=True, by=second, now=later)
    with pytest.raises(ActionError, match="asked already"):
        ask(signed_in, second, cast.superintendent)
    again = ask(signed_in, second, cast.superintendent, now=later)
    asked.refresh_from_db()
    assert (again.is_waiting, asked.ended_why) == (True, "lapsed")


def test_a_new_address_meanwhile_ends_it(cast, signed_in):
    second = twin(signed_in, contact_email="old@example.org")
    asked = ask(signed_in, second, cast.superintendent)
    Person.objects.filter(pk=second.pk).update(email="new@example.org")
    merge_actions.answer_merge(asked, address="old@example.org", yes=True, by=second)

    merge_actions.answer_merge(asked, address="rosa.montoya@example.org", yes=True, by=signed_in)

    asked.refresh_from_db()
    assert asked.ended_why == "changed"


def test_one_answers_for_the_own_address_only(cast, signed_in):
    second = twin(signed_in, contact_email="old@example.org")
    asked = ask(signed_in, second, cast.superintendent)

    for by in (signed_in, cast.superintendent):
        with pytest.raises(ActionError):
            merge_actions.answer_merge(asked, address="old@example.org", yes=True, by=by)


def test_a_record_without_an_address_that_holds_something_is_not_asked_for(cast, signed_in):
    second = twin(signed_in, made_for=b.district("Texico"))
    b.hat(second, "staff", b.district())

    with pytest.raises(ActionError, match="address first"):
        ask(signed_in, second, cast.superintendent)


def test_verify_finds_what_was_left_behind(cast, rosa, second, capsys):
    merge(rosa, second, cast.superintendent)
    call_command("verify", "merged")
    b.hat(second, "staff", cast.school)

    with pytest.raises(SystemExit):
        call_command("verify", "merged")
    assert "people.hat.person" in capsys.readouterr().out


# Pages


def test_side_by_side_check_done_and_undo(cast, rosa, second, sign_in):
    client = sign_in(cast.superintendent)
    path = f"/people/{rosa.pk}/merge/{second.pk}/"

    page = client.get(path).content.decode()
    assert "Roles and places of work" in page and "rosa.montoya@example.org" in page
    said = {"name_of": rosa.pk, "contact_email": "-", "once": "m1"}
    check = client.post(path, said).content.decode()
    assert "Merge the records" in check and not Merge.objects.exists()
    done = client.post(path, {**said, "go": "merge"}, follow=True)
    assert "are one" in done.content.decode()
    made = Merge.objects.get()
    assert done.redirect_chain[-1][0] == f"/people/merges/{made.pk}/"
    assert "Undo" in done.content.decode()

    undone = client.post(f"/people/merges/{made.pk}/undo/", follow=True).content.decode()
    assert "stand apart again" in undone
    second.refresh_from_db()
    assert second.merged_into is None


@pytest.mark.parametrize("who, status", [("other_superintendent", 404), ("coach", 403), ("nobody", 404)])
def test_others_do_not_come_to_the_pages(cast, rosa, second, sign_in, who, status):
    done = merge(rosa, second, cast.superintendent)
    third = twin(rosa)
    b.hat(third, "staff", b.district())
    client = sign_in(getattr(cast, who))

    assert client.get(f"/people/{rosa.pk}/merge/{third.pk}/").status_code == status
    assert client.get(f"/people/merges/{done.pk}/").status_code == status
    assert client.post(f"/people/merges/{done.pk}/undo/").status_code == status


def test_twins_are_listed_until_somebody_says_that_they_are_two(cast, rosa, second, sign_in):
    office = b.staff(b.district(), "Zoe", "Abeyta", contact_email="office@example.org")
    shared = b.staff(b.district(), "Ike", "Abeyta", contact_email="office@example.org")
    b.staff(b.district("Texico"), "Rosa", "Montoya", email="elsewhere@example.org")
    client = sign_in(cast.superintendent)
    path = f"/people/twins/{b.district().pk}/"
    assert "Possible twins (2)" in client.get(f"/districts/{b.district().pk}/staff/").content.decode()

    page = client.get(path).content.decode()
    assert f"/people/{rosa.pk}/merge/{second.pk}/" in page and f"/people/{office.pk}/merge/{shared.pk}/" in page
    assert "elsewhere@example.org" not in page

    client.post(f"{path}two-people/", {"first": shared.pk, "second": office.pk})
    page = client.get(path).content.decode()
    assert f"/people/{rosa.pk}/merge/{second.pk}/" in page and f"/people/{office.pk}/merge/" not in page
    assert client.post(f"{path}two-people/", {"first": rosa.pk, "second": cast.nobody.pk}).status_code == 404


def test_the_list_of_twins_takes_as_many_statements_for_one_pair_as_for_many(
    cast, rosa, second, sign_in, django_assert_num_queries
):
    client = sign_in(cast.superintendent)
    path = f"/people/twins/{b.district().pk}/"
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for _n in range(6):
        b.hat(twin(rosa), "staff", b.district())
    with CaptureQueriesContext(connection) as many:
        client.get(path)

    assert len(one) == len(many)
