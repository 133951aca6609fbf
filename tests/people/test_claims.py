"""A claim is a proposal: who is asked, who may answer, and what becomes of it."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people import tasks
from collaborative.people.claims import actions as claim_actions
from collaborative.people.claims.services import MOST_OPEN, place_or_ask
from collaborative.people.hats.actions import hats as hat_actions
from collaborative.people.models import Claim, Hat, Person
from collaborative.people.rosters import Newcomer
from collaborative.people.sign_in.actions import account as account_actions
from districts.actions.roster import add_staff
from tests import builders as b

pytestmark = pytest.mark.django_db

LATER = timezone.now() + timedelta(days=14)  # more than five business days


@pytest.fixture
def irma(cast) -> Person:
    """A teacher of Texico, in another region, whose superintendent is Oscar."""
    return b.staff(b.district("Texico"), "Irma", "Tso")


@pytest.fixture
def claim(cast, irma) -> Claim:
    """Dolores of Cloudcroft puts Irma on her roster."""
    add_staff(cast.school, district=b.district(), people=[irma], position="Teacher", by=cast.superintendent)
    return irma.claims.get()


def link_in(letter: Letter) -> str:
    return re.search(r"https?://[^/]+(/claims/\S+)", letter.body)[1]


def letters(kind: str) -> set[str]:
    return set(Letter.objects.filter(kind=kind).values_list("recipient__given_name", flat=True))


def places(person: Person) -> set[str]:
    return set(Hat.objects.today().filter(person=person).values_list("organization__short_name", flat=True))


def test_it_works_a_place_counts_once_the_person_says_yes_in_the_letter(cast, client, irma, claim):
    link = link_in(Letter.objects.get(kind="claim_asked"))
    page = client.get(link).content.decode()
    assert cast.school.name in page and "Texico" not in page and "Irma" not in page
    assert client.get(link).status_code == 200 and places(irma) == {"Texico"}

    client.post(link, {"answer": "yes"})

    assert places(irma) == {"Texico", cast.school.short_name}
    hat = irma.hats.get(organization=cast.school)
    assert (hat.position, hat.starts_on, hat.given_by) == ("Teacher", today(), cast.superintendent)
    claim.refresh_from_db()
    assert (claim.outcome, claim.how, claim.ended_by) == ("yes", "person", None)
    assert letters("claim_ended") == {"Dolores", "Oscar"}


def test_a_link_works_once(cast, client, irma, claim):
    link = link_in(Letter.objects.get(kind="claim_asked"))
    client.post(link, {"answer": "no"})
    assert client.get(link).status_code == 410 and client.post(link, {"answer": "yes"}).status_code == 410
    assert places(irma) == {"Texico"}


def test_a_link_dies_with_the_sessions_of_its_person(cast, client, irma, claim):
    link = link_in(Letter.objects.get(kind="claim_asked"))
    account_actions.sign_out_everywhere(irma, by=irma)
    assert client.get(link).status_code == 410


def test_both_are_told_at_once(cast, claim):
    assert letters("claim_asked") == {"Irma"} and letters("claim_to_answer") == {"Oscar"}


def test_the_keeper_of_the_place_they_have_answers_on_a_page(cast, sign_in, irma, claim):
    client = sign_in(cast.other_superintendent)
    assert "Cloudcroft asks for Irma Tso" in client.get("/").content.decode().replace(
        cast.school.short_name, "Cloudcroft"
    )
    page = client.get(claim.get_absolute_url()).content.decode()
    assert "It counts once Irma Tso or you say yes." in page
    client.post(claim.get_absolute_url(), {"answer": "yes"})
    claim.refresh_from_db()
    assert (claim.outcome, claim.how, claim.ended_by) == ("yes", "keeper", cast.other_superintendent)
    assert letters("claim_ended") == {"Irma", "Dolores"}


def test_the_person_answers_on_her_own_page(cast, sign_in, irma, claim):
    client = sign_in(irma)
    assert "asks whether you work there" in client.get("/me/").content.decode()
    client.post(claim.get_absolute_url(), {"answer": "yes"})
    assert cast.school.short_name in places(irma)


@pytest.mark.parametrize("who", ["delegate", "teacher", "coach", "other_coordinator", "council_member", "former"])
def test_nobody_else_answers(cast, irma, claim, who):
    if who == "other_coordinator":  # of REC 6, whose region Texico belongs to: a keeper
        assert claim_actions.answer_claim(claim, yes=True, by=cast.other_coordinator).how == "keeper"
        return
    with pytest.raises(ActionError, match="Only the person"):
        claim_actions.answer_claim(claim, yes=True, by=getattr(cast, who))
    assert places(irma) == {"Texico"}


def test_the_claimer_cannot_say_yes(cast, claim):
    with pytest.raises(ActionError, match="Only the person"):
        claim_actions.answer_claim(claim, yes=True, by=cast.superintendent)


def test_a_claim_opens_neither_the_page_nor_the_record(cast, sign_in, irma, claim):
    client = sign_in(cast.superintendent)
    assert client.get(irma.get_absolute_url()).status_code == 404
    assert irma not in Person.objects.visible_to(cast.superintendent)
    assert not Hat.objects.roster().filter(person=irma, organization=cast.school).exists()
    before = (irma.given_name, irma.family_name, irma.email, irma.contact_email)
    irma.refresh_from_db()
    assert before == (irma.given_name, irma.family_name, irma.email, irma.contact_email)


def test_the_page_of_a_claim_is_for_whom_it_concerns(cast, sign_in, claim):
    for who, status in (("superintendent", 200), ("coordinator", 200), ("other_superintendent", 200), ("teacher", 404)):
        assert sign_in(getattr(cast, who)).get(claim.get_absolute_url()).status_code == status, who


def test_a_no_is_told_and_blocks_for_thirty_days(cast, irma, claim):
    claim_actions.answer_claim(claim, yes=False, by=irma)
    assert letters("claim_ended") == {"Dolores", "Oscar"}
    with pytest.raises(ActionError, match="answered with no"):
        add_staff(b.district(), district=b.district(), people=[irma], by=cast.superintendent)
    after = timezone.now() + timedelta(days=31)
    add_staff(b.district(), district=b.district(), people=[irma], by=cast.superintendent, now=after)
    assert irma.claims.open().count() == 1


def test_a_no_to_one_district_does_not_bind_another(cast, irma, claim):
    claim_actions.answer_claim(claim, yes=False, by=irma)
    keeper = b.person("Sam", "Vigil")
    b.hat(keeper, "superintendent", b.district("Tularosa"))
    add_staff(b.district("Tularosa"), district=b.district("Tularosa"), people=[irma], by=keeper)
    assert irma.claims.open().get().organization == b.district("Tularosa")


def test_who_keeps_both_rosters_gives_the_yes_at_once_and_both_are_told(cast):
    pat = b.staff(b.district("Tularosa"), "Pat", "Lente")
    sam = b.person("Sam", "Vigil")
    b.hat(sam, "superintendent", b.district("Tularosa"))
    add_staff(cast.school, district=b.district(), people=[pat], by=cast.coordinator)
    assert places(pat) == {"Tularosa", cast.school.short_name}
    assert (pat.claims.get().outcome, pat.claims.get().how) == ("yes", "keeper")
    assert letters("claim_ended") == {"Pat", "Sam"} and not letters("claim_asked")


def test_another_school_of_the_same_district_asks_nobody(cast):
    add_staff(b.district(), district=b.district(), people=[cast.teacher], by=cast.superintendent)
    assert cast.teacher.hats.count() == 2 and not Claim.objects.exists() and not Letter.objects.exists()


def test_who_keeps_what_made_the_record_counts_as_keeper(cast):
    alone = b.person("Lee", "Nez", made_for=b.district("Texico"))
    add_staff(cast.school, district=b.district(), people=[alone], by=cast.superintendent)
    assert letters("claim_to_answer") == {"Oscar"}
    assert claim_actions.answer_claim(alone.claims.get(), yes=True, by=cast.other_superintendent).how == "keeper"


def test_who_left_is_asked_by_the_district_they_left(cast):
    left = b.staff(b.district("Texico"), "Lee", "Nez")
    b.hat(left, "staff", cast.school, ends_on=today() - timedelta(days=40))
    add_staff(cast.school, district=b.district(), people=[left], by=cast.superintendent)
    assert left.claims.open().exists() and places(left) == {"Texico"}


class TestRec:
    def test_says_yes_with_a_reason_where_no_address_answers(self, cast, sign_in):
        bea = b.staff(b.district("Texico"), "Bea", "Tafoya", email="")
        long_ago = timezone.now() - timedelta(days=14)
        add_staff(cast.school, district=b.district(), people=[bea], by=cast.superintendent, now=long_ago)
        claim, client = bea.claims.get(), sign_in(cast.coordinator)
        unsaid = client.post(claim.get_absolute_url(), {"reason": ""}).content.decode()
        assert "Say why you answer for the person." in unsaid
        client.post(claim.get_absolute_url(), {"reason": "Phoned on Tuesday."})
        claim.refresh_from_db()
        assert (claim.how, claim.reason) == ("rec", "Phoned on Tuesday.") and cast.school.short_name in places(bea)

    def test_waits_five_business_days(self, cast):
        bea = b.staff(b.district("Texico"), "Bea", "Tafoya", email="")
        add_staff(cast.school, district=b.district(), people=[bea], by=cast.superintendent)
        with pytest.raises(ActionError):
            claim_actions.answer_claim(bea.claims.get(), yes=True, by=cast.coordinator, reason="Phoned.")

    def test_does_not_answer_for_whom_a_letter_reached(self, cast, claim):
        with pytest.raises(ActionError):
            claim_actions.answer_claim(claim, yes=True, by=cast.coordinator, reason="Phoned.", now=LATER)

    def test_answers_where_their_mail_server_refused(self, cast, irma, claim):
        Letter.objects.filter(kind="claim_asked").update(refused_at=timezone.now())
        assert (
            claim_actions.answer_claim(claim, yes=True, by=cast.coordinator, reason="Phoned.", now=LATER).how == "rec"
        )

    def test_says_no_for_nobody(self, cast, irma, claim):
        Letter.objects.filter(kind="claim_asked").update(refused_at=timezone.now())
        with pytest.raises(ActionError):
            claim_actions.answer_claim(claim, yes=False, by=cast.coordinator, reason="Phoned.", now=LATER)

    def test_is_somebody_else_than_the_claimer(self, cast):
        bea = b.staff(b.district("Texico"), "Bea", "Tafoya", email="")
        add_staff(cast.school, district=b.district(), people=[bea], by=cast.coordinator)
        with pytest.raises(ActionError):
            claim_actions.answer_claim(bea.claims.get(), yes=True, by=cast.coordinator, reason="Me.", now=LATER)
        assert claim_actions.answer_claim(bea.claims.get(), yes=True, by=cast.director, reason="Phoned.", now=LATER)


def test_withdrawn_by_who_asked_and_told(cast, sign_in, irma, claim):
    sign_in(cast.delegate).post(claim.get_absolute_url(), {"answer": "withdraw"})
    claim.refresh_from_db()
    assert claim.outcome == "withdrawn" and letters("claim_ended") == {"Irma", "Oscar", "Dolores"}
    with pytest.raises(ActionError, match="already"):
        claim_actions.answer_claim(claim, yes=True, by=irma)


def test_it_lapses_after_thirty_days(cast, irma, claim):
    with pytest.raises(ActionError, match="time left"):
        claim_actions.lapse_claim(claim)
    with pytest.raises(ActionError, match="is over"):
        claim_actions.answer_claim(claim, yes=True, by=irma, now=timezone.now() + timedelta(days=32))
    Claim.objects.update(lapses_on=today() - timedelta(days=1))
    tasks.lapse_claims()
    tasks.lapse_claims()
    claim.refresh_from_db()
    assert claim.outcome == "lapsed" and Entry.objects.filter(verb="claim.lapsed").count() == 1


def test_open_claims_are_limited_and_told(cast):
    people = [b.staff(b.district("Texico"), f"Ana{n}", "Nez") for n in range(MOST_OPEN + 1)]
    add_staff(cast.school, district=b.district(), people=people[:MOST_OPEN], by=cast.superintendent)
    with pytest.raises(ActionError, match=f"{MOST_OPEN} people of other organizations have not answered"):
        add_staff(cast.school, district=b.district(), people=people[MOST_OPEN:], by=cast.superintendent)


def test_asked_once_whichever_school(cast, irma, claim):
    add_staff(b.district(), district=b.district(), people=[irma], by=cast.delegate)
    assert irma.claims.open().count() == 1


def test_one_act_one_entry(cast, claim):
    entry = Entry.objects.get(verb="roster.added")
    assert entry.text == f"1 person of another organization was asked for {cast.school.short_name}."


class TestRole:
    def test_somebody_beyond_reach_says_yes_first(self, cast, sign_in, irma):
        client = sign_in(cast.superintendent)
        said = {
            "organization": b.district().pk,
            "role": "delegate",
            "given_name": "Irma",
            "family_name": "Tso",
            "email": irma.email,
            "starts_on": today().isoformat(),
        }
        check = client.post("/people/hats/new/", said).content.decode()
        assert "of another organization: asked first" in check and "Texico" not in check
        done = client.post("/people/hats/new/", {**said, "go": "give"}, follow=True).content.decode()
        assert "Irma Tso is asked to take the role." in done
        assert not irma.hats.filter(role="delegate").exists()
        client.post(link_in(Letter.objects.get(kind="claim_asked")), {"answer": "yes"})
        assert irma.hats.get(role="delegate").organization == b.district()

    def test_only_the_person_answers(self, cast, irma):
        claim = hat_actions.give_hat(b.district(), role="delegate", to=irma, starts_on=today(), by=cast.superintendent)
        with pytest.raises(ActionError, match="Only the person"):
            claim_actions.answer_claim(claim, yes=True, by=cast.other_superintendent)
        claim_actions.answer_claim(claim, yes=True, by=irma)
        assert irma.hats.filter(role="delegate").exists()

    def test_a_newcomer_who_turns_out_to_be_on_record_is_asked(self, cast, irma):
        to = Newcomer("Irma", "Tso", irma.email)
        hat_actions.give_hat(b.district(), role="delegate", to=to, starts_on=today(), by=cast.superintendent)
        assert not irma.hats.filter(role="delegate").exists() and irma.claims.open().exists()

    def test_counts_only_while_who_gave_it_may(self, cast, irma):
        claim = hat_actions.give_hat(b.district(), role="delegate", to=irma, starts_on=today(), by=cast.superintendent)
        cast.superintendent.hats.update(ends_on=today() - timedelta(days=1))
        with pytest.raises(ActionError, match="can no longer give this role"):
            claim_actions.answer_claim(claim, yes=True, by=irma)

    def test_ones_own_people_have_it_at_once(self, cast):
        hat = hat_actions.give_hat(
            b.district(), role="delegate", to=cast.teacher, starts_on=today(), by=cast.superintendent
        )
        assert isinstance(hat, Hat) and not Claim.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"ended_at": timezone.now()},
        {"outcome": "yes"},
        {"ended_at": timezone.now(), "outcome": "yes"},
        {"ended_at": timezone.now(), "outcome": "withdrawn", "how": "person"},
        {"ended_at": timezone.now(), "outcome": "yes", "how": "rec"},
        {"role": "king"},
    ],
)
def test_half_an_answer_cannot_be_written(claim, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**broken)


def test_one_open_claim_of_a_kind(claim):
    claim.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        claim.save(force_insert=True)


STEPS = st.lists(
    st.sampled_from(["ask", "yes", "no", "keeper yes", "keeper no", "withdraw", "lapse", "month"]), max_size=9
)


@given(steps=STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_answers_leaves_one_place_and_whole_claims(cast, steps):
    with transaction.atomic():
        irma = b.staff(b.district("Texico"), "Irma", "Tso")
        now = timezone.now()
        for step in steps:
            now += timedelta(days=31 if step == "month" else 1)
            open_one = irma.claims.open().first()
            try:
                if step == "ask":
                    add_staff(cast.school, district=b.district(), people=[irma], by=cast.superintendent, now=now)
                elif open_one is None:
                    continue
                elif step == "withdraw":
                    claim_actions.withdraw_claim(open_one, by=cast.superintendent, now=now)
                elif step == "lapse":
                    claim_actions.lapse_claim(open_one, now=now)
                elif step != "month":
                    by = cast.other_superintendent if step.startswith("keeper") else irma
                    claim_actions.answer_claim(open_one, yes=step.endswith("yes"), by=by, now=now)
            except ActionError:
                continue
        claims = list(irma.claims.all())
        given_places = irma.hats.filter(organization=cast.school).count()
        assert given_places <= 1 and given_places == min(1, sum(one.outcome == "yes" for one in claims))
        assert sum(one.ended_at is None for one in claims) <= 1
        assert all((one.ended_at is None) == (one.outcome == "") for one in claims)
        transaction.set_rollback(True)


def test_not_strict_goes_without_a_place_where_nobody_can_be_asked(cast, irma, claim):
    claim_actions.answer_claim(claim, yes=False, by=irma)
    said = {"by": cast.superintendent, "source": "came", "now": timezone.now()}
    place_or_ask([irma], at=cast.school, **said, strict=False)
    assert places(irma) == {"Texico"} and not irma.claims.open().exists()


def test_a_teacher_who_moves_to_another_district_is_on_its_roster_the_day_she_taps_yes(cast, sign_in, client, irma):
    roster = f"/districts/{b.district().pk}/staff/"
    dolores = sign_in(cast.superintendent)
    said = {"given": "Irma", "family": "Tso", "email": irma.email, "place": cast.school.pk, "position": "Teacher"}
    said_at_once = dolores.post(f"{roster}add/", {**said, "who": irma.pk, "once": "moves"}, follow=True)
    assert "Irma Tso has a place elsewhere and is asked" in said_at_once.content.decode()
    assert "Irma Tso" not in re.sub(
        r"<section.*?</section>", "", dolores.get(roster).content.decode(), count=1, flags=re.S
    )

    client.logout()
    client.post(link_in(Letter.objects.get(kind="claim_asked")), {"answer": "yes"})

    page = sign_in(cast.superintendent).get(roster).content.decode()
    assert "Irma Tso" in page and "Asked, waiting for a yes" not in page
    assert irma.hats.get(organization=cast.school).starts_on == today()
