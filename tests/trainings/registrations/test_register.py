"""Registering people through the pages: roster, pasted list, details, check, done."""

import re
from html import unescape

import pytest
from django.utils import timezone

from collaborative.duties.models import Duty
from collaborative.duties.services import open_duty
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.models import Hat, Person
from tests import builders as b
from trainings.models import Invitation, Registration, Training

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(cast):
    return b.training(room_capacity=2)


@pytest.fixture
def invitation(training):
    return training.invitations.get(organization=b.district())


@pytest.fixture
def url(training, invitation):
    return f"/trainings/{training.pk}/invitations/{invitation.pk}/register/"


def hidden(response):
    """What the page carries along, as a browser would send it."""
    found = {}
    for tag in re.findall(r"<input[^>]*>|<textarea.*?</textarea>", response.content.decode(), re.S):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if 'type="hidden"' in tag and name and name[1] != "csrfmiddlewaretoken":
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    return found


def named(html):
    """The names that stand in fields, as they would be sent back."""
    return dict(re.findall(r'name="((?:given|family)_l[0-9a-f]+)" value="([^"]*)"', html))


def blank_names(html):
    """The fields of a first and a last name that must be filled in."""
    return re.findall(r'name="((?:given|family)_l[0-9a-f]+)"(?! value)', html)


def go(client, url, step, **data):
    return client.post(url, {"go": step, **data})


def test_it_works_ticked_from_the_roster(cast, sign_in, training, invitation, url):
    open_duty(
        "trainings.answer_invitation",
        about=invitation,
        text="Answer",
        due_on=training.first_day,
        at=invitation.organization,
        role="superintendent",
    )
    client = sign_in(cast.superintendent)
    page = client.get(url)
    assert "Rosa Montoya" in page.content.decode()
    assert "2 of 2 seats are left" in page.content.decode()
    check = go(client, url, "next", people=[cast.teacher.pk], once="k1")
    html = check.content.decode()
    assert "Register 1 person" in html and "Get a seat" in html
    done = client.post(url, {**hidden(check), "go": "register"}, follow=True)
    assert "1 person registered: 1 seated." in done.content.decode()
    one = Registration.objects.get()
    assert (one.person, one.status, one.organization) == (cast.teacher, "seated", invitation.organization)
    assert one.registered_by == cast.superintendent
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_by) == ("accepted", cast.superintendent)
    assert Duty.objects.get().closed_why == "done"
    letters = {letter.kind: letter for letter in Letter.objects.all()}
    assert set(letters) == {"seat_confirmed", "seats_registered"}
    assert letters["seat_confirmed"].calendar_method == "REQUEST"
    assert "ACCEPTED" in letters["seat_confirmed"].calendar
    entry = Entry.objects.get(verb="registration.made")
    assert entry.text == "1 person of Cloudcroft registered: 1 seated."
    assert entry.hat.startswith("District superintendent")


def test_pasted_people_become_new_people_with_a_place_on_the_roster(cast, sign_in, training, url):
    client = sign_in(cast.delegate)
    paste = "Montoya, Rosa\nLuis Begay <Luis.Begay@Example.org>, 3rd grade\nmary.toledo@example.org"
    details = go(client, url, "next", paste=paste)
    html = details.content.decode()
    assert "Who these people are" in html and "This address is not on your roster" in html
    given, family = blank_names(html)
    check = client.post(url, {**hidden(details), **named(html), given: "Mary", family: "Toledo", "go": "check"})
    html = check.content.decode()
    assert "Register 3 people" in html
    assert "Go on the waiting list, in this order" in html and "Luis Begay (3rd grade)" in html
    client.post(url, {**hidden(check), "go": "register"})
    assert Training.objects.get(pk=training.pk).waiting == 1
    luis = Person.objects.get(email="luis.begay@example.org")
    assert (luis.given_name, luis.family_name) == ("Luis", "Begay")
    hat = luis.hats.get()
    assert (hat.role, hat.organization, hat.given_by) == ("staff", b.district(), cast.delegate)
    assert hat.position == "3rd grade"
    assert [one.status for one in Registration.objects.order_by("id")] == ["seated", "seated", "waiting"]
    waiting = Letter.objects.get(kind="seat_waiting")
    assert "in place 1" in waiting.body and not waiting.calendar


def test_a_double_click_registers_once(cast, sign_in, url):
    client = sign_in(cast.superintendent)
    check = go(client, url, "next", people=[cast.teacher.pk], once="k2")
    data = {**hidden(check), "go": "register"}
    client.post(url, data)
    again = client.post(url, data, follow=True)
    assert "nothing was done twice" in again.content.decode()
    assert Registration.objects.count() == 1
    assert Letter.objects.filter(kind="seats_registered").count() == 1


def test_lines_that_cannot_be_read_are_told_one_by_one_and_kept(cast, sign_in, url):
    paste = "Rosa Montoya\nrosa@\nMadonna\na@x.org b@y.org"
    page = go(sign_in(cast.superintendent), url, "next", paste=paste)
    html = page.content.decode()
    assert "<title>Error:" in html
    assert "Line 2: “rosa@” is not a whole address" in html
    assert "Line 3, “Madonna”: Write first and last name" in html
    assert "Line 4, “a@x.org b@y.org”: There are two addresses" in html
    assert f"{paste}</textarea>" in html.replace("\r", "")


def test_more_than_500_lines_are_refused_with_the_number(cast, sign_in, url):
    paste = "\n".join(f"Ana{n} Lucero, ana{n}@example.org" for n in range(501))
    html = go(sign_in(cast.superintendent), url, "next", paste=paste).content.decode()
    assert "at most 500 lines" in html and "501" in html


def test_500_lines_register_in_few_statements(cast, sign_in, url, training, django_assert_max_num_queries):
    client = sign_in(cast.superintendent)
    Training.objects.filter(pk=training.pk).update(room_capacity=None)
    paste = "\n".join(f"Ana{n} Lucero, ana{n}@example.org" for n in range(500))
    check = go(client, url, "next", paste=paste)
    assert "Register 500 people" in check.content.decode()
    details = client.post(url, {**hidden(check), "go": "details"})
    said = named(details.content.decode())
    assert len(said) == 1000
    with django_assert_max_num_queries(60):
        client.post(url, {**hidden(details), **said, "go": "register"})
    assert Registration.objects.count() == 500


def test_nobody_chosen_is_asked_for(cast, sign_in, url):
    assert "Tick somebody on the roster" in go(sign_in(cast.superintendent), url, "next").content.decode()


def test_somebody_named_twice_is_counted_once(cast, sign_in, url):
    client = sign_in(cast.superintendent)
    check = go(client, url, "next", people=[cast.teacher.pk], paste="Rosa Montoya\nrosa.montoya@example.org")
    assert "Register 1 person" in check.content.decode()
    assert "Named twice, counted once" in check.content.decode()


def test_somebody_of_another_district_must_be_claimed_or_left_out(cast, sign_in, url):
    other = b.staff(b.district("Tularosa"), "Irma", "Tso")
    client = sign_in(cast.superintendent)
    details = go(client, url, "next", paste="Irma Tso, irma.tso@example.org\nRosa Montoya")
    html = details.content.decode()
    assert "We know Irma Tso, but not as somebody of Cloudcroft." in html and "Tularosa" not in html
    who = re.search(r'name="(who_l[0-9a-f]+)"', html)[1]
    unsaid = client.post(url, {**hidden(details), "go": "check"})
    assert "Say who “Irma Tso, irma.tso@example.org” is, or leave the line out." in unsaid.content.decode()
    out = client.post(url, {**hidden(details), who: "out", "go": "check"})
    assert "Register 1 person" in out.content.decode()
    too = client.post(url, {**hidden(details), who: str(other.pk), "go": "check"})
    assert "Register 2 people" in too.content.decode()
    assert "Work elsewhere; to work here, too" in too.content.decode()
    done = client.post(url, {**hidden(too), "go": "register"}, follow=True).content.decode()
    assert "Irma Tso has a place elsewhere and is asked" in done
    assert other.hats.get().organization == b.district("Tularosa")
    assert other.claims.get().is_open and Registration.objects.get(person=other).organization == b.district()


def test_a_shared_address_makes_no_two_people_one(cast, sign_in, url):
    client = sign_in(cast.superintendent)
    check = go(client, url, "next", paste="Ana Peñasco, office@example.org\nLuis Begay, office@example.org")
    client.post(url, {**hidden(check), "go": "register"})
    two = Person.objects.filter(contact_email="office@example.org")
    assert sorted(map(str, two)) == ["Ana Peñasco", "Luis Begay"]
    assert all(one.email is None for one in two)
    assert Letter.objects.filter(kind="seat_confirmed", address="office@example.org").count() == 2


def test_a_known_name_with_another_address_is_asked_about(cast, sign_in, url):
    client = sign_in(cast.superintendent)
    html = go(client, url, "next", paste="Rosa Montoya, rosa@home.example").content.decode()
    assert "We are not sure who this is" in html and "somebody new" in html


def test_somebody_without_an_address_is_named_on_the_check_page(cast, sign_in, url):
    b.staff(cast.school, "Elías", "Vigil", email="")
    check = go(sign_in(cast.superintendent), url, "next", paste="Vigil, Elias")
    assert "We have no address of Elías Vigil" in check.content.decode()


def test_the_same_hour_elsewhere_is_a_warning_and_recorded(cast, sign_in, url, training):
    other = b.training("Math labs", of=training.initiative, host=b.rec(6), audience="state")
    b.registration(other, cast.teacher)
    client = sign_in(cast.superintendent)
    check = go(client, url, "next", people=[cast.teacher.pk])
    assert "Rosa Montoya is at “Math labs”" in check.content.decode()
    client.post(url, {**hidden(check), "go": "register"})
    assert "Math labs" in str(Entry.objects.get(verb="registration.made").data)


def test_a_change_of_mind_turns_declined_into_accepted(cast, sign_in, url, invitation):
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(
        answer="declined", answered_at=now, answered_by=cast.delegate, decline_reason="cost"
    )
    client = sign_in(cast.superintendent)
    check = go(client, url, "next", people=[cast.teacher.pk])
    assert "changes from “declined” to “accepted”" in check.content.decode()
    client.post(url, {**hidden(check), "go": "register"})
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.decline_reason) == ("accepted", "")


def test_both_ways_are_chosen_for_each(cast, sign_in):
    training = b.training(mode="both", room_capacity=1, online_capacity=None)
    invitation = training.invitations.get(organization=b.district())
    url = f"/trainings/{training.pk}/invitations/{invitation.pk}/register/"
    other = b.staff(cast.school, "Ana", "Baca")
    client = sign_in(cast.superintendent)
    details = go(client, url, "next", people=[cast.teacher.pk, other.pk], seat_mode="each")
    said = {f"mode_p{cast.teacher.pk}": "online", f"mode_p{other.pk}": "room", f"needs_p{other.pk}": "Large print"}
    check = client.post(url, {**hidden(details), **said, "go": "check"})
    assert "Ana Baca, in the room" in check.content.decode()
    client.post(url, {**hidden(check), "go": "register"})
    training.refresh_from_db()
    assert (training.room_taken, training.online_taken) == (1, 1)
    assert Registration.objects.get(person=other).needs == "Large print"


def test_a_long_roster_is_paged_and_keeps_what_was_ticked(cast, sign_in, url):
    for n in range(60):
        b.staff(cast.school, f"Ana{n:02}", "Lucero", email="")
    client = sign_in(cast.superintendent)
    first = client.get(url).content.decode()
    assert "page 1 of 2" in first
    second = go(client, url, "page:2", people=[cast.teacher.pk], paste="half typed").content.decode()
    assert "page 2 of 2" in second and "half typed" in second
    narrowed = go(client, url, "show", people=[cast.teacher.pk], words="ana59").content.decode()
    assert "Ana59 Lucero" in narrowed and "Ana58" not in narrowed
    assert re.search(rf'value="{cast.teacher.pk}"[^>]*checked', narrowed)


@pytest.mark.parametrize("number", ["²", "9" * 25])
def test_what_is_no_number_of_ours_is_passed_over(cast, sign_in, url, number):
    for n in range(45):
        b.staff(cast.school, f"Ana{n:02}", "Lucero", email="")
    client = sign_in(cast.superintendent)

    assert client.get(url, {"school": number}).status_code == 200
    assert go(client, url, "show", people=[cast.teacher.pk, number], school=number).status_code == 200


def test_who_may_register_whom(cast, sign_in, training, invitation, url):
    for name, status in {
        "superintendent": 200,
        "delegate": 200,
        "coordinator": 200,
        "director": 200,
        "coach": 403,
        "bureau": 403,
        "leader": 403,
        "teacher": 404,
        "other_coordinator": 404,
        "other_superintendent": 404,
        "former": 404,
        "nobody": 404,
        "vendor": 404,
    }.items():
        assert sign_in(getattr(cast, name)).get(url).status_code == status, name


def test_the_way_in_asks_whose_only_where_there_are_several(cast, sign_in, training, url):
    assert sign_in(cast.superintendent).get(f"/trainings/{training.pk}/register/").url == url
    page = sign_in(cast.coordinator).get(f"/trainings/{training.pk}/register/")
    assert page.content.decode().count("/register/") >= 5
    assert sign_in(cast.other_superintendent).get(f"/trainings/{training.pk}/register/").status_code == 403


def test_recs_register_their_people_for_a_train_the_expert_session(cast, sign_in):
    training = b.training(kind="train_the_expert", audience="all_recs", host=b.bureau(), seats_per_organization=1)
    nine = Invitation.objects.create(training=training, organization=b.rec(9), invited_at=timezone.now())
    client = sign_in(cast.coordinator)
    url = client.get(f"/trainings/{training.pk}/register/").url
    assert f"/invitations/{nine.pk}/" in url
    html = client.get(url).content.decode()
    assert "Miguel Tafoya" in html and ">Rosa Montoya" not in html and "Ramona Trujillo" not in html
    check = go(client, url, "next", people=[cast.coach.pk, cast.director.pk])
    assert "waiting list" in check.content.decode()


@pytest.mark.parametrize("state", ["cancelled", "closed", "late"])
def test_a_training_that_takes_nobody_says_why(cast, sign_in, training, url, state):
    now = timezone.now()
    changes = {
        "cancelled": {"cancelled_at": now, "cancel_why": "snow"},
        "closed": {"closed_at": now},
        "late": {"registration_closes_on": training.first_day.replace(year=2020)},
    }[state]
    Training.objects.filter(pk=training.pk).update(**changes)
    client = sign_in(cast.superintendent)
    words = {"cancelled": "was cancelled", "closed": "is over", "late": "Registration closed on"}[state]
    assert words in client.get(url).content.decode()
    go(client, url, "register", people=[cast.teacher.pk])
    assert not Registration.objects.exists()


def test_statements_do_not_grow_with_the_roster(cast, sign_in, url, django_assert_max_num_queries):
    client = sign_in(cast.superintendent)
    for n in range(30):
        b.staff(cast.school, f"Ana{n}", "Lucero", email="")
    with django_assert_max_num_queries(12):
        client.get(url)
    people = list(Hat.objects.filter(organization=cast.school).values_list("person_id", flat=True))
    with django_assert_max_num_queries(15):
        go(client, url, "next", people=people)
