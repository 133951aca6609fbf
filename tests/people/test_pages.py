import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.models import Organization, Person
from collaborative.people.sign_in.actions import account as account_actions
from tests import builders

OPEN_TO_ALL = ["/", "/help/", "/privacy/", "/accessibility/", "/account/login/"]
OPEN_TO_SIGNED_IN = [
    "/",
    "/duties/",
    "/me/",
    "/me/address/",
    "/search/?words=cloud",
]
OPEN_WITH_A_ROLE = ["/people/", "/districts/", "/recs/"]


@pytest.mark.parametrize("path", OPEN_TO_ALL)
def test_a_visitor_reads_the_pages_of_words(client, db, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", OPEN_TO_SIGNED_IN)
def test_everybody_who_signs_in_has_these_pages(cast, sign_in, path):
    for person in cast.people().values():
        assert sign_in(person).get(path).status_code == 200, person


@pytest.mark.parametrize("path", OPEN_WITH_A_ROLE)
def test_everybody_who_has_a_role_today_has_these_pages(cast, sign_in, path):
    for person in cast.people().values():
        assert sign_in(person).get(path).status_code == (200 if person.hats_today else 403), person


def test_sign_in_by_code_goes_through_the_outbox_and_the_body_is_erased(cast, client):
    client.post("/account/login/", {"login": "Dolores.Pena@example.org"})
    letter = Letter.objects.get(kind="sign_in_code")
    code = letter.subject.split(": ")[1]

    answer = client.post("/account/login/code/confirm/", {"code": code})

    assert answer.status_code == 302
    assert client.get("/me/").context["found"] == cast.superintendent


def test_the_code_goes_to_the_sign_in_address_and_to_no_other(cast, client):
    cast.teacher.contact_email = "office@example.org"
    cast.teacher.save()

    client.post("/account/login/", {"login": "rosa.montoya@example.org"})

    assert Letter.objects.get(kind="sign_in_code").address == "rosa.montoya@example.org"


def test_an_unknown_address_gets_no_letter_and_the_same_page(client, db):
    answer = client.post("/account/login/", {"login": "nobody@example.org"}, follow=True)

    assert answer.status_code == 200
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "path", ["email", "password/set", "password/change", "password/reset", "confirm-email", "reauthenticate"]
)
def test_addresses_and_passwords_have_no_other_door(cast, sign_in, path):
    client = sign_in(cast.teacher)

    assert client.get(f"/account/{path}/").status_code == 404
    assert client.post(f"/account/{path}/", {"email": cast.coach.email, "action_add": "1"}).status_code == 404


def test_a_code_is_for_whose_address_it_is_today(cast, client):
    """Whatever allauth's own table of addresses says: somebody else's claim, or a former address."""
    EmailAddress.objects.create(user=cast.teacher, email=cast.coach.email, verified=True, primary=True)

    client.post("/account/login/", {"login": cast.coach.email})
    code = Letter.objects.get(kind="sign_in_code", recipient=cast.coach).subject.split(": ")[1]
    client.post("/account/login/code/confirm/", {"code": code})

    assert client.get("/me/").context["found"] == cast.coach


def test_a_former_address_gets_no_code(cast, client):
    EmailAddress.objects.create(user=cast.coach, email="former@example.org", verified=True, primary=True)

    client.post("/account/login/", {"login": "former@example.org"})

    assert not Letter.objects.filter(kind="sign_in_code").exists()


def test_a_person_within_reach_is_found_without_accents(cast, sign_in):
    page = sign_in(cast.coordinator).get("/search/?words=pena").content.decode()

    assert "Dolores Peña" in page


def test_a_person_out_of_reach_is_not_found_and_has_no_page(cast, sign_in):
    client = sign_in(cast.other_coordinator)

    assert "Dolores" not in client.get("/search/?words=dolores").content.decode()
    assert client.get(f"/people/{cast.superintendent.pk}/").status_code == 404


def test_signing_out_everywhere_ends_other_devices(cast, client, django_user_model):
    from django.test import Client

    phone, desk = Client(), client
    phone.force_login(cast.teacher)
    desk.force_login(cast.teacher)

    desk.post("/me/sign-out-everywhere/")

    assert phone.get("/me/").status_code == 302


def test_a_new_address_counts_once_its_link_is_confirmed(cast, sign_in):
    client = sign_in(cast.teacher)
    client.post("/me/address/", {"email": "Rosa.New@example.org"})
    letter = Letter.objects.get(kind="confirm_address")
    path = re.search(r"(/me/address/.+/)\s", letter.body).group(1)
    assert letter.not_after == letter.due + timedelta(days=1)  # as long as its link
    assert letter.address == "rosa.new@example.org"

    shown = client.get(path)
    before = Person.objects.get(pk=cast.teacher.pk).email
    done = client.post(path)
    again = client.post(path)

    assert (shown.status_code, before) == (200, "rosa.montoya@example.org")
    assert done.status_code == 302
    assert Person.objects.get(pk=cast.teacher.pk).email == "rosa.new@example.org"
    assert again.status_code == 410


def test_an_address_of_somebody_else_looks_like_one_that_is_free(cast, sign_in):
    client = sign_in(cast.teacher)
    free = client.post("/me/address/", {"email": "free@example.org"}, follow=True).content.decode()
    taken = client.post("/me/address/", {"email": cast.coach.email}, follow=True).content.decode()

    def said(page, email):
        return re.search(f"We sent a letter to {email}.*?</", page).group().replace(email, "…")

    assert said(free, "free@example.org") == said(taken, cast.coach.email)
    [letter] = Letter.objects.filter(address=cast.coach.email)
    assert (letter.kind, letter.recipient) == ("address_in_use", cast.coach)
    assert "/me/address/" not in letter.body and "Nothing was changed" in letter.body


def ask_for(email: str, *, by: Person, now=None) -> None:
    account_actions.ask_for_address(by, email=email, link="", by=by, now=now)


def letters_to_addresses() -> int:
    return Letter.objects.filter(kind__in=("confirm_address", "address_in_use")).count()


def test_letters_to_other_addresses_are_limited_by_who_asks(cast):
    start = timezone.now()
    for number in range(5):
        ask_for(f"any{number}@example.org", by=cast.teacher, now=start + timedelta(seconds=number))

    for email in ("any5@example.org", cast.coach.email):
        with pytest.raises(ActionError, match="5 letters within an hour"):
            ask_for(email, by=cast.teacher, now=start + timedelta(minutes=59))
    ask_for("any5@example.org", by=cast.coach, now=start)
    ask_for("any5@example.org", by=cast.teacher, now=start + timedelta(minutes=61))

    assert letters_to_addresses() == 7


@pytest.mark.parametrize("email", ["free@example.org", "dolores.pena@example.org"], ids=["free", "somebody's"])
def test_letters_to_one_address_are_limited_whoever_asks(cast, email):
    start = timezone.now()
    askers = [builders.person("Ana", f"Baca{number}") for number in range(9)]
    for number, asker in enumerate(askers[:8]):
        ask_for(email, by=asker, now=start + timedelta(minutes=number))

    with pytest.raises(ActionError, match="Enough letters went to this address"):
        ask_for(email, by=askers[8], now=start + timedelta(hours=23))
    assert letters_to_addresses() == 8
    ask_for("other@example.org", by=askers[8], now=start + timedelta(hours=23))
    ask_for(email, by=askers[8], now=start + timedelta(hours=25))


def test_the_limit_is_said_beside_the_field_and_the_journal_keeps_no_address(cast, sign_in):
    client = sign_in(cast.teacher)
    for number in range(5):
        client.post("/me/address/", {"email": f"any{number}@example.org", "once": f"o{number}"})
    page = client.post("/me/address/", {"email": "any5@example.org", "once": "o5"}).content.decode()

    assert "You asked for 5 letters within an hour." in page
    assert not any("@" in str(entry.data) + entry.text for entry in Entry.objects.all())


def test_a_role_is_ended_by_whoever_could_give_it_there(cast, sign_in):
    """As superintendent elsewhere, too, a director does not end the role of the one who comes after."""
    cast.other_superintendent.hats.update(starts_on=today() + timedelta(days=10))
    until = today() + timedelta(days=9)
    builders.hat(cast.director, "superintendent", cast.other_superintendent.hats.get().organization, ends_on=until)
    out_of_region, own = cast.other_superintendent.hats.get(), cast.superintendent.hats.get()
    client = sign_in(cast.director)

    assert client.get(f"/people/hats/{out_of_region.pk}/end/").status_code == 403
    assert client.get(f"/people/hats/{own.pk}/end/").status_code == 200


def test_an_ended_hat_is_kept(cast, sign_in):
    hat = cast.delegate.hats.get()

    sign_in(cast.superintendent).post(f"/people/hats/{hat.pk}/end/", {"when": "day", "on": today().isoformat()})

    hat.refresh_from_db()
    assert hat.ends_on == today()


def test_a_list_of_people_costs_the_same_with_one_and_with_three(cast, sign_in, django_assert_num_queries):
    client = sign_in(cast.coordinator)
    with django_assert_num_queries(8):
        client.get("/people/?words=rosa&show=1")
    for given in ("Rosana", "Rosalia", "Rosario"):
        builders.staff(cast.school, given)

    with django_assert_num_queries(8):
        client.get("/people/?words=rosa&show=1")


def test_a_role_that_one_may_not_end_has_no_page_for_it(cast, sign_in):
    """A superintendent gives and ends roles of the district, but not the superintendent's own."""
    hat = cast.superintendent.hats.get()

    assert sign_in(cast.superintendent).get(f"/people/hats/{hat.pk}/end/").status_code == 403
    assert sign_in(cast.director).get(f"/people/hats/{hat.pk}/end/").status_code == 200


def test_an_empty_answer_is_an_answer_and_is_told_what_is_missing(cast, sign_in):
    page = sign_in(cast.teacher).post("/me/address/", {})

    assert page.context["form"].is_bound
    assert page.context["form"].problems


def test_the_address_of_an_organization_of_every_kind_leads_somewhere(cast, sign_in):
    builders.school()
    Organization.objects.create(kind="partner", name="A partner", short_name="A partner")
    client = sign_in(cast.leader)

    for kind in Organization.Kind:
        assert client.get(Organization.objects.of_kind(kind).first().get_absolute_url()).status_code == 200, kind


def test_on_paper_a_list_says_which_rows_these_are_and_what_was_chosen(cast, sign_in):
    client = sign_in(cast.superintendent)

    page = client.get("/districts/?page=2&words=a&show=1").content.decode()

    style = (settings.BASE_DIR / "static" / "css" / "app.css").read_text()
    assert style.index(".print-only{display:none}") < style.index(".print-only{display:block}")
    assert re.search(r'class="print-only">\n+Here: rows 26 to 50 of \d+\n+<', page)
    assert "Name or town: a" in page
    assert "Here: rows" not in client.get("/districts/?words=cloudcroft&show=1").content.decode()


@pytest.mark.parametrize(
    ("who", "name", "page"),
    [
        ("superintendent", "Cloudcroft", "districts"),
        ("coordinator", "Region 9", "recs"),
        ("teacher", "Sacramento", "districts/schools"),
    ],
)
def test_today_leads_to_ones_own_place(cast, sign_in, who, name, page):
    person = getattr(cast, who)
    url = f"/{page}/{person.organization_ids[0]}/"
    client = sign_in(person)

    assert re.search(f'<a href="{url}">{name}', client.get("/").content.decode())
    assert client.get(url).status_code == 200


def test_a_bureau_has_no_page_to_link_to(cast, sign_in):
    page = sign_in(cast.bureau).get("/").content.decode()

    assert "· Literacy" in page and "/organizations/" not in page


@pytest.mark.parametrize(("who", "own"), [("superintendent", 1), ("teacher", 1), ("coordinator", 0), ("leader", 0)])
def test_ones_own_district_stands_first(cast, sign_in, who, own):
    page = sign_in(getattr(cast, who)).get("/districts/")

    assert page.content.decode().count("your own") == own
    assert (page.context["page_obj"][0].short_name == "Cloudcroft") is bool(own)


def test_many_filters_are_folded_for_phones_and_few_are_not(cast, sign_in):
    client = sign_in(cast.superintendent)

    many, few = client.get("/trainings/").content.decode(), client.get("/districts/").content.decode()

    assert '<details class="fold">\n<summary>Narrow the list</summary>' in many
    assert '<details class="fold"' not in few


def test_the_front_page_offers_one_way_in_and_says_who_ped_is(client, db):
    page = client.get("/").content.decode()

    assert page.count('href="/account/login/"') == 1
    assert "Public Education Department (PED)" in page


def test_help_speaks_of_roles(client, db):
    assert "hats" not in client.get("/help/").content.decode()
