"""Giving a role: to somebody of the roster, or to somebody typed and recognized; checked, then told by letter."""

from datetime import timedelta

import pytest

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.hats.actions import hats as hat_actions
from collaborative.people.models import Hat, Person, RoleProposal
from collaborative.people.rosters import Newcomer
from tests import builders as b

pytestmark = pytest.mark.django_db

URL = "/people/hats/new/"


@pytest.fixture
def superintendent(cast, sign_in):
    return sign_in(cast.superintendent)


def answers(**more):
    said = {"organization": b.district().pk, "role": "delegate", "starts_on": today().isoformat(), "ends_on": ""}
    return {**said, "given_name": "", "family_name": "", "email": "", "colleague": "", **more}


def given():
    return list(Hat.objects.filter(role="delegate", given_by__isnull=False).values_list("person__email", flat=True))


def test_it_works_from_the_roster_with_a_check_and_a_letter(cast, superintendent):
    html = superintendent.get(f"{URL}?at={b.district().pk}&role=delegate").content.decode()
    assert "Rosa Montoya, Teacher, rosa.montoya@example.org" in html
    last = today() + timedelta(days=90)
    said = answers(colleague=cast.teacher.pk, ends_on=last.isoformat(), once="g1")

    check = superintendent.post(URL, said).content.decode()

    assert "Check before you give this role" in check and "Give this role to Rosa Montoya" in check
    assert "We write to Rosa Montoya now, at rosa.montoya@example.org" in check
    assert given() == [] and not Letter.objects.exists()

    done = superintendent.post(URL, {**said, "go": "give"}, follow=True)

    assert "Rosa Montoya is Superintendent’s delegate, Cloudcroft from" in done.content.decode()
    assert given() == ["rosa.montoya@example.org"]
    letter = Letter.objects.get(kind="hat_given")
    assert letter.recipient == cast.teacher
    assert "Dolores Peña gave you a role: Superintendent’s delegate, Cloudcroft" in letter.body
    assert f"until {last:%A, %B} {last.day}, {last.year}" in letter.body
    assert "- add staff, correct their names and end their places" in letter.body


def test_leadership_of_ped_is_proposed_from_the_page(cast, sign_in):
    b.hat(b.person("Ben", "Aragon"), "ped_leader", b.ped())
    who = {"given_name": cast.bureau.given_name, "family_name": cast.bureau.family_name, "email": cast.bureau.email}
    said = answers(organization=b.ped().pk, role="ped_leader", **who, go="give")

    done = sign_in(cast.leader).post(URL, said, follow=True)

    proposal = RoleProposal.objects.get()
    assert done.redirect_chain == [(proposal.get_absolute_url(), 302)]
    html = done.content.decode()
    assert f"{cast.bureau} is proposed. A second leader says yes." in html and "from now on" not in html
    assert not Hat.objects.filter(person=cast.bureau, role="ped_leader").exists()


@pytest.mark.parametrize("number", ["²", "9" * 25])
def test_nonsense_in_the_address_is_passed_over(superintendent, number):
    assert superintendent.get(URL, {"at": number}).status_code == 200


def test_change_leads_back_with_everything_typed(superintendent):
    said = answers(given_name="Sara", family_name="Lente", email="sara@example.org")
    html = superintendent.post(URL, {**said, "go": "change"}).content.decode()
    assert 'value="Sara"' in html and 'value="sara@example.org"' in html and given() == []


def test_somebody_elses_address_empowers_nobody(cast, superintendent):
    santiago = b.staff(cast.school, "Santiago", "Encinias")
    said = answers(given_name="Zed", family_name="Wrongname", email=santiago.email, go="give")

    html = superintendent.post(URL, said).content.decode()

    assert "santiago.encinias@example.org belongs to Santiago Encinias. Is that who you mean?" in html
    assert "somebody new" not in html and given() == []

    superintendent.post(URL, {**said, "who": santiago.pk})
    assert given() == [santiago.email] and not Person.objects.filter(family_name="Wrongname").exists()


def test_a_namesake_on_record_is_asked_about(cast, superintendent):
    said = answers(given_name="Rosa", family_name="Montoya", email="rosa.other@example.org", go="give")
    html = superintendent.post(URL, said).content.decode()
    assert "Somebody of this name is on record. Say who it is." in html and given() == []
    superintendent.post(URL, {**said, "who": "new"})
    assert given() == ["rosa.other@example.org"]


def test_a_role_that_acts_needs_an_address(superintendent):
    html = superintendent.post(URL, answers(given_name="Sara", family_name="Lente", go="give")).content.decode()
    assert "Enter the work email: the person signs in with it." in html
    assert not Person.objects.filter(family_name="Lente").exists()


def test_somebody_on_record_without_an_address_gets_their_first(cast, superintendent):
    bea = b.staff(cast.school, "Bea", "Tafoya", email="")
    assert "has no address to sign in with" in superintendent.post(URL, answers(colleague=bea.pk)).content.decode()
    taken = superintendent.post(URL, answers(colleague=bea.pk, email=cast.teacher.email)).content.decode()
    assert "rosa.montoya@example.org belongs to Rosa Montoya. Enter one of Bea Tafoya’s own." in taken
    check = superintendent.post(URL, answers(colleague=bea.pk, email="bea@example.org")).content.decode()
    assert "signs in with bea@example.org from now on" in check
    superintendent.post(URL, answers(colleague=bea.pk, email="bea@example.org", go="give"))
    assert given() == ["bea@example.org"]


def test_staff_may_be_named_without_an_address_and_get_no_letter(superintendent):
    said = answers(role="staff", given_name="Sara", family_name="Lente")
    assert "Nobody is written to." in superintendent.post(URL, said).content.decode()
    superintendent.post(URL, {**said, "go": "give"})
    assert Hat.objects.filter(role="staff", person__family_name="Lente").exists() and not Letter.objects.exists()


def test_another_district_is_refused_and_its_roster_not_shown(cast, superintendent):
    texico = b.district("Texico")
    b.staff(texico, "Tess", "Begay")
    said = answers(given_name="Sara", family_name="Lente", email="sara@example.org", organization=texico.pk, go="give")
    assert superintendent.post(URL, said).status_code == 200 and given() == []
    assert "Tess Begay" not in superintendent.get(f"{URL}?at={texico.pk}").content.decode()


def test_a_superintendent_cannot_make_a_director(cast):
    with pytest.raises(ActionError):
        hat_actions.give_hat(
            b.rec(),
            role="rec_director",
            to=Newcomer("A", "B", "a@example.org"),
            starts_on=today(),
            by=cast.superintendent,
        )


def test_a_director_gives_no_role_of_another_region_whatever_page_it_comes_from(cast):
    with pytest.raises(ActionError, match="cannot give this role there"):
        hat_actions.give_hat(b.rec(6), role="coach", to=cast.nobody, starts_on=today(), by=cast.director)

    assert not cast.nobody.hats.filter(organization=b.rec(6)).exists()


def test_the_end_of_a_role_that_acts_is_told(cast, superintendent):
    hat = cast.delegate.hats.get()
    assert "We write to them." in superintendent.get(f"/people/hats/{hat.pk}/end/").content.decode()
    superintendent.post(f"/people/hats/{hat.pk}/end/", {"when": "day", "on": today().isoformat()})
    letter = Letter.objects.get(kind="hat_ended")
    assert letter.recipient == cast.delegate and "Superintendent’s delegate, Cloudcroft" in letter.subject


def test_the_districts_page_leads_there_for_those_who_may(cast, sign_in):
    page, link = b.district().pk, "Name a delegate"
    assert link in sign_in(cast.superintendent).get(f"/districts/{page}/").content.decode()
    for other in (cast.delegate, cast.teacher, cast.coordinator, cast.other_superintendent):
        assert link not in sign_in(other).get(f"/districts/{page}/").content.decode()


def give_coach(cast, person, **days):
    return hat_actions.give_hat(b.rec(), role="coach", to=person, by=cast.director, **days)


def test_a_role_that_begins_later_is_not_given_again_for_today(cast):
    later = today() + timedelta(days=30)
    b.hat(cast.nobody, "coach", b.rec(), starts_on=later)

    with pytest.raises(ActionError, match="has this role already, from"):
        give_coach(cast, cast.nobody, starts_on=today())
    give_coach(cast, cast.nobody, starts_on=today(), ends_on=later - timedelta(days=1))

    assert cast.nobody.hats.count() == 2


def test_an_address_that_others_are_written_to_at_does_not_sign_in(cast):
    """Whoever reads the office's mailbox could else sign in with the role."""
    b.person("Ana", "Lucero", email="", contact_email="office@example.org")
    newcomer = Newcomer("Eva", "Ortega", "office@example.org")

    with pytest.raises(ActionError, match="Somebody else"):
        hat_actions.give_hat(
            b.rec(), role="coach", to=newcomer, sign_in="office@example.org", starts_on=today(), by=cast.director
        )

    assert not Person.objects.filter(email="office@example.org").exists()


def test_the_last_who_gives_roles_keeps_the_role(cast):
    hat = cast.leader.hats.get()

    with pytest.raises(ActionError, match="Give the role to somebody first"):
        hat_actions.end_hat(hat, on=today(), by=cast.leader)
    b.hat(b.person("Ana", "Lucero"), "ped_leader", b.ped())

    assert hat_actions.end_hat(hat, on=today(), by=cast.leader).ends_on == today()


def test_a_director_gives_a_directors_roles_in_the_own_region_alone(cast, sign_in):
    """Daniel directs REC 9 and is superintendent of Texico, in another region: there he names delegates, not colleagues."""
    texico, ruidoso = b.district("Texico"), b.district("Ruidoso")
    cast.other_superintendent.hats.all().delete()
    b.hat(cast.director, "superintendent", texico)
    client = sign_in(cast.director)

    def give(role, organization):
        who = {"given_name": "Sara", "family_name": role, "email": f"{role}@example.org"}
        return client.post(URL, answers(**who, role=role, organization=organization.pk, go="give"))

    refused = give("superintendent", texico)

    assert "You cannot give this role there." in refused.content.decode()
    assert give("superintendent", ruidoso).status_code == give("delegate", texico).status_code == 302
    given = Hat.objects.filter(given_by=cast.director).order_by("id")
    assert [(hat.role, hat.organization) for hat in given] == [("superintendent", ruidoso), ("delegate", texico)]
    assert [entry.hat for entry in Entry.objects.filter(verb="hat.given").order_by("id")] == [
        "REC director, Region 9",
        "District superintendent, Texico",
    ]
