"""Taking power away works now: to the second, with sessions; one holder of a single role; successors; locks."""

import re
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import STATE_ZONE, today
from collaborative.duties.kinds import duty_kind, duty_kinds
from collaborative.duties.models import Duty
from collaborative.duties.services import open_duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.hats.actions import hats as hat_actions
from collaborative.people.hats.actions import successors as successor_actions
from collaborative.people.links import link_kind, link_kinds
from collaborative.people.models import Hat, Person, RoleProposal
from collaborative.people.sign_in.actions import locking as lock_actions
from collaborative.people.tasks import hand_over
from tests import builders as b

pytestmark = pytest.mark.django_db


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def roster(client) -> int:
    return client.get(f"/districts/{b.district().pk}/people/").status_code


def test_a_role_that_ended_now_opens_nothing_at_the_next_request_and_its_session_dies(cast, sign_in):
    client = sign_in(cast.delegate)
    assert client.get("/people/").status_code == 200

    ended = hat_actions.end_hat(cast.delegate.hats.get(), by=cast.superintendent)

    assert client.get("/people/").status_code == 302 and client.get("/me/").status_code == 302
    assert ended.ends_on == today() and not Hat.objects.get(pk=ended.pk).is_worn()
    assert fresh(cast.delegate).hats_today == []
    assert sign_in(fresh(cast.delegate)).get("/people/").status_code == 403


def test_a_role_with_a_day_ahead_goes_on_until_then_with_its_session(cast, sign_in):
    client = sign_in(cast.delegate)

    hat_actions.end_hat(cast.delegate.hats.get(), on=today() + timedelta(days=1), by=cast.superintendent)

    assert client.get("/people/").status_code == 200
    assert cast.delegate.hats.get().ended_at is None


def test_at_once_is_the_first_choice_on_the_page(cast, sign_in):
    url, client = f"/people/hats/{cast.delegate.hats.get().pk}/end/", sign_in(cast.superintendent)
    page = client.get(url).content.decode()
    assert page.index("Now, at once") < page.index("With a last day")

    client.post(url, {"when": "now"})

    assert cast.delegate.hats.get().ended_at is not None
    assert "It has ended already." in Letter.objects.get(kind="hat_ended").body


def test_the_same_role_is_given_again_an_hour_after_it_ended(cast):
    hat_actions.end_hat(cast.coach.hats.get(), by=cast.director)

    again = hat_actions.give_hat(b.rec(), role="coach", to=cast.coach, starts_on=today(), by=cast.director)

    assert again.is_worn() and [hat.pk for hat in fresh(cast.coach).hats_today] == [again.pk]


def test_the_half_open_range_is_of_local_days(cast):
    hat = b.hat(
        cast.nobody, "coach", b.rec(), starts_on=datetime(2026, 3, 7).date(), ends_on=datetime(2026, 3, 8).date()
    )
    hat = Hat.objects.get(pk=hat.pk)
    assert hat.during.lower == datetime(2026, 3, 7, tzinfo=STATE_ZONE) == hat.begins
    assert hat.during.upper == datetime(2026, 3, 9, tzinfo=STATE_ZONE) == hat.ends


@pytest.mark.parametrize(("role", "at"), [("superintendent", b.district), ("rec_director", b.rec)])
def test_the_database_refuses_a_second_holder(cast, role, at):
    with pytest.raises(IntegrityError, match=f"people_hat_one_{role}"), transaction.atomic():
        b.hat(cast.nobody, role, at(), starts_on=today())


def test_one_person_holds_a_single_role_for_two(cast):
    cast.other_superintendent.hats.all().delete()
    b.hat(cast.superintendent, "superintendent", b.district("Texico"))
    assert cast.superintendent.hats.filter(role="superintendent").count() == 2


@pytest.mark.parametrize(
    ("instants", "constraint"),
    [
        ({"begins_at": datetime(2020, 1, 1, tzinfo=STATE_ZONE)}, "people_hat_begins_on_first_day"),
        (
            {"ends_on": datetime(2020, 1, 2).date(), "ended_at": datetime(2020, 1, 3, tzinfo=STATE_ZONE)},
            "ended_on_last_day",
        ),
        ({"ended_at": datetime(2020, 1, 3, tzinfo=STATE_ZONE)}, "ended_on_last_day"),
    ],
)
def test_an_instant_lies_within_its_day(cast, instants, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Hat.objects.filter(person=cast.coach).update(**instants)


def test_an_empty_range_cannot_be_written(cast):
    begins = datetime(2020, 1, 1, 9, tzinfo=STATE_ZONE)
    day = begins.date()
    with pytest.raises(IntegrityError, match="people_hat_during_not_empty"), transaction.atomic():
        Hat.objects.filter(person=cast.coach).update(starts_on=day, ends_on=day, begins_at=begins, ended_at=begins)


def test_giving_a_held_single_role_names_the_holder(cast):
    with pytest.raises(ActionError, match="Dolores Peña is District superintendent, Cloudcroft"):
        hat_actions.give_hat(b.district(), role="superintendent", to=cast.teacher, starts_on=today(), by=cast.director)
    assert not cast.teacher.hats.filter(role="superintendent").exists()


# Naming a successor -----------------------------------------------------------------------------------------------------


@pytest.fixture
def owed(cast):
    if "tests.handover" not in duty_kinds:
        duty_kind("tests.handover", "for tests")
    for about in (cast.school, b.rec()):
        open_duty(
            "tests.handover", about=about, text="Call", due_on=today(), at=b.district(), person=cast.superintendent
        )
    open_duty("tests.handover", about=cast.school, text="Call", due_on=today(), at=b.district(), person=cast.teacher)
    return Duty.objects.filter(kind="tests.handover").open()


def test_a_successor_from_now_on_is_one_act(cast, sign_in, owed):
    before = cast.superintendent.hats.get()
    client = sign_in(cast.director)

    page = f"/people/hats/{before.pk}/successor/"
    assert page in client.get(f"/people/{cast.superintendent.pk}/").content.decode()
    said = {"when": "now", "colleague": cast.teacher.pk, "once": "s1", "given_name": "", "family_name": "", "email": ""}
    assert "Check before the role goes on" in client.post(page, said).content.decode()
    client.post(page, {**said, "go": "give"})

    before.refresh_from_db()
    after = cast.teacher.hats.get(role="superintendent")
    assert before.ended_at == after.begins_at and after.is_worn() and before.is_over
    assert {duty.person for duty in owed.all()} == {cast.teacher} and owed.count() == 2
    assert Entry.objects.filter(verb="hat.handed_on").count() == 1
    told = {letter.recipient for letter in Letter.objects.filter(kind="successor_named")}
    assert told == {cast.superintendent, cast.teacher, cast.director}
    assert not any("/succession/" in letter.body for letter in Letter.objects.all())


def named_ahead(cast, days=3):
    day = today() + timedelta(days=days)
    before = cast.superintendent.hats.get()
    return before, successor_actions.name_successor(before, to=cast.teacher, on=day, by=cast.superintendent)


def test_she_names_her_own_three_days_ahead_and_any_of_them_stops_it(cast, client):
    before, after = named_ahead(cast)
    before.refresh_from_db()
    assert before.is_worn() and before.ends_on == after.starts_on - timedelta(days=1) and after.is_ahead
    letters = {letter.recipient: letter.body for letter in Letter.objects.filter(kind="successor_named")}
    assert set(letters) == {cast.superintendent, cast.teacher, cast.director}
    link = re.search(r"/people/succession/\S+/", letters[cast.director])[0]

    assert client.get(link).status_code == 200 and Hat.objects.filter(pk=after.pk).exists()
    client.post(link)

    before.refresh_from_db()
    assert before.ends_on is None and not Hat.objects.filter(pk=after.pk).exists()
    assert client.get(link).status_code == 410
    assert Letter.objects.filter(kind="succession_stopped").count() == 3


def test_less_than_three_days_ahead_she_needs_a_yes(cast):
    with pytest.raises(ActionError, match="somebody above says yes"):
        named_ahead(cast, days=2)


def test_from_now_on_the_director_says_yes(cast, sign_in):
    before = cast.superintendent.hats.get()
    proposal = successor_actions.propose_successor(before, to=cast.teacher, by=cast.superintendent)
    assert before.is_worn() and not cast.teacher.hats.filter(role="superintendent").exists()
    assert Letter.objects.get(kind="role_proposed").recipient == cast.director
    assert "Your yes is asked" in sign_in(cast.director).get("/").content.decode()
    for wrong in (cast.superintendent, cast.teacher, cast.other_superintendent, cast.coordinator):
        with pytest.raises(ActionError):
            successor_actions.answer_proposal(proposal, yes=True, by=fresh(wrong))

    successor_actions.answer_proposal(proposal, yes=True, by=cast.director)

    assert cast.teacher.hats.get(role="superintendent").is_worn()
    before.refresh_from_db()
    assert before.is_over


def test_duties_go_on_when_a_successor_named_ahead_begins(cast, owed):
    _before, after = named_ahead(cast)
    hand_over()
    assert {duty.person for duty in owed.all()} == {cast.superintendent, cast.teacher}
    Hat.objects.filter(pk=after.follows_id).update(ends_on=today() - timedelta(days=1))
    Hat.objects.filter(pk=after.pk).update(starts_on=today())

    hand_over()
    hand_over()

    assert {duty.person for duty in owed.all()} == {cast.teacher}
    assert Entry.objects.filter(verb="hat.handed_over").count() == 1


def test_she_confirms_by_a_second_code_first(cast, sign_in):
    client, page = sign_in(cast.superintendent), f"/people/hats/{cast.superintendent.hats.get().pk}/successor/"
    asked = client.get(page)
    assert asked.status_code == 302 and asked.url.startswith("/me/confirm/?next=")
    assert not Letter.objects.exists()
    client.post(asked.url, {"go": "send"})
    letter = Letter.objects.get(kind="confirm_it_is_you")
    code = re.search(r"code is (\S+)", letter.body)[1]
    for _try in range(4):
        assert client.post(asked.url, {"code": "BBBB-BBBB"}).status_code == 200
    done = client.post(asked.url, {"code": code.lower().replace("-", "")})

    assert done.url == page and client.get(page).status_code == 200


def test_five_wrong_codes_use_it_up(cast, sign_in):
    client, url = sign_in(cast.superintendent), "/me/confirm/?next=https://evil.example/"
    client.post(url, {"go": "send"})
    code = re.search(r"code is (\S+)", Letter.objects.get(kind="confirm_it_is_you").body)[1]
    for _try in range(5):
        client.post(url, {"code": "BBBB-BBBB"})
    assert "used up" in client.post(url, {"code": code}).content.decode()


def test_a_code_that_was_used_is_followed_by_a_new_one_within_the_minute_too(cast, sign_in):
    client, url = sign_in(cast.superintendent), "/me/confirm/"
    client.post(url, {"go": "send"})
    client.post(url, {"go": "send"})
    first = Letter.objects.get(kind="confirm_it_is_you")
    client.post(url, {"code": re.search(r"code is (\S+)", first.body)[1]})

    client.post(url, {"go": "send"})

    second = Letter.objects.filter(kind="confirm_it_is_you").exclude(pk=first.pk).get()
    assert client.post(url, {"code": re.search(r"code is (\S+)", second.body)[1]}).status_code == 302


def test_her_page_says_who_follows_from_when_and_where_it_is_stopped(cast, sign_in):
    hat, day = cast.superintendent.hats.get(), today() + timedelta(days=3)
    after = successor_actions.name_successor(hat, to=cast.teacher, on=day, by=cast.superintendent)
    client = sign_in(cast.superintendent)

    page = client.get("/me/").content.decode()

    assert f"{cast.teacher} follows on {short_day(day)}" in page
    assert f"until {short_day(day - timedelta(days=1))}" in page
    assert "Name a successor" not in page
    stop = re.search(r'"(/people/succession/[^"]+)"', page)[1]
    assert client.post(stop).status_code == 302
    assert not Hat.objects.filter(pk=after.pk).exists()
    assert "Name a successor" in client.get("/me/").content.decode()


def test_who_only_reads_about_the_successor_cannot_stop_it(cast, sign_in):
    hat = cast.superintendent.hats.get()
    successor_actions.name_successor(hat, to=cast.teacher, on=today() + timedelta(days=3), by=cast.superintendent)

    page = sign_in(cast.coordinator).get(cast.superintendent.get_absolute_url()).content.decode()

    assert f"{cast.teacher} follows on" in page and "/people/succession/" not in page


# Leadership, and locks --------------------------------------------------------------------------------------------------


def proposed_leader(cast):
    return successor_actions.propose_leader(b.ped(), to=cast.bureau, starts_on=today(), by=cast.leader)


def test_leadership_is_given_by_two(cast):
    with pytest.raises(ActionError, match="Nobody else leads PED"):
        proposed_leader(cast)
    with pytest.raises(ActionError, match="given by two"):
        hat_actions.give_hat(b.ped(), role="ped_leader", to=cast.bureau, starts_on=today(), by=cast.leader)
    second, young, friend = (b.person("Ben", name) for name in ("Aragon", "Nuevo", "Amigo"))
    b.hat(second, "ped_leader", b.ped())
    b.hat(young, "ped_leader", b.ped(), starts_on=today() - timedelta(days=6))
    b.hat(friend, "ped_leader", b.ped(), given_by=cast.leader)
    proposal = proposed_leader(cast)
    assert [letter.recipient for letter in Letter.objects.filter(kind="role_proposed")] == [second]
    for wrong in (cast.leader, young, friend, cast.bureau):
        with pytest.raises(ActionError):
            successor_actions.answer_proposal(proposal, yes=True, by=wrong)

    successor_actions.answer_proposal(proposal, yes=True, by=second)

    assert fresh(cast.bureau).hats.get(role="ped_leader").is_worn()


def test_the_database_wants_two(cast):
    proposal = RoleProposal(role="coach", organization=b.rec(), person=cast.nobody, proposed_by=cast.director)
    proposal.proposed_at = proposal.answered_at = timezone.now()
    proposal.answer, proposal.answered_by = "yes", cast.director
    with pytest.raises(IntegrityError, match="people_proposal_by_two"), transaction.atomic():
        proposal.save()


def test_a_locked_person_enters_nowhere_and_gets_letters(cast, sign_in, client):
    kind = (
        link_kinds["tests.lock"] if "tests.lock" in link_kinds else link_kind("tests.lock", good_for=timedelta(days=1))
    )
    signed = kind.sign(cast.coordinator)
    session = sign_in(cast.coordinator)

    lock_actions.lock(cast.coordinator, why="A lost telephone", by=cast.director)

    locked = fresh(cast.coordinator)
    assert session.get("/me/").status_code == 302
    assert kind.read(signed) is None and kind.read(kind.sign(locked)) is None
    assert locked.hats_today == [] and not locked.has_perm("trainings.schedule")
    client.post("/accounts/login/code/", {"email": locked.email})
    assert not Letter.objects.filter(kind="sign_in_code").exists()
    page = sign_in(cast.director).get(f"/people/{locked.pk}/").content.decode()
    assert "A lost telephone" in page and "Unlock" in page
    lock_actions.unlock(locked, by=cast.director)
    assert fresh(locked).has_perm("trainings.schedule")


@pytest.mark.parametrize(
    ("who", "whom"),
    [
        ("coordinator", "coach"),
        ("superintendent", "director"),
        ("director", "other_coordinator"),
        ("director", "director"),
        ("leader", "leader"),
        ("director", "leader"),
        ("superintendent", "teacher"),
    ],
)
def test_who_could_not_give_every_role_locks_nobody(cast, sign_in, who, whom):
    person, other = getattr(cast, who), getattr(cast, whom)
    with pytest.raises(ActionError):
        lock_actions.lock(other, why="No", by=person)
    assert sign_in(person).post(f"/people/{other.pk}/lock/", {"why": "No"}).status_code in (403, 404)
    assert not fresh(other).is_locked


def test_the_last_leader_is_not_locked_by_command_either(cast, capsys):
    with pytest.raises(Exception, match="Nobody else leads PED"):
        call_command("lock_person", email=cast.leader.email)
    call_command("lock_person", email=cast.coach.email)
    assert fresh(cast.coach).is_locked and Entry.objects.get(verb="person.locked").by_name == "the system"
    call_command("lock_person", email=cast.coach.email, unlock=True)
    assert not fresh(cast.coach).is_locked
