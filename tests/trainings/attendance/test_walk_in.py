from datetime import timedelta

import pytest
from django.utils import timezone

from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.people.models import Hat, Person
from tests import builders
from trainings.attendance.actions import door as at_the_door
from trainings.attendance.forms import invited_organizations
from trainings.attendance.walk_ins import WalkIn
from trainings.models import Registration
from trainings.registrations.notifications import OFFER, open_offer_duties


@pytest.fixture
def enter(training, meeting, cast):
    def walk_in(who, district="Cloudcroft", **more):
        return at_the_door.add_walk_in(
            training,
            who=who,
            organization=builders.district(district),
            seat_mode="room",
            meeting=meeting,
            by=cast.coordinator,
            **more,
        )

    return walk_in


EVA = WalkIn(given_name="Eva", family_name="Ortega", address="eva@example.org")


def test_an_unknown_person_gets_a_record_a_seat_and_is_present(enter, training):
    registration = enter(EVA)

    assert registration.person.email == "eva@example.org"
    assert Hat.objects.filter(person=registration.person, role="staff", organization=builders.district()).exists()
    assert (registration.status, registration.is_walk_in) == ("seated", True)
    assert registration.attendance.get().present
    training.refresh_from_db()
    assert training.room_taken == 1


def test_whoever_works_at_a_school_of_the_district_gets_no_second_place_there(enter, cast):
    before = list(cast.teacher.hats.values_list("pk", flat=True))

    registration = enter(WalkIn(given_name="Rosa", family_name="Montoya", address=cast.teacher.email))

    assert registration.person == cast.teacher
    assert list(cast.teacher.hats.values_list("pk", flat=True)) == before


def test_a_full_room_grows_by_one_with_a_reason(enter, training, seat):
    training.room_capacity = 1
    training.save()
    seat()

    with pytest.raises(ActionError, match="All seats are taken") as refusal:
        enter(EVA)
    assert refusal.value.field == "why"
    assert not Person.objects.filter(family_name="Ortega").exists()
    registration = enter(EVA, why="A chair from next door.")

    training.refresh_from_db()
    assert (training.room_capacity, training.room_taken) == (2, 2)
    assert "A chair from next door." in Entry.objects.about(registration).first().text


def test_somebody_of_that_name_at_the_district_is_found_again(enter):
    teacher = builders.staff(builders.district(), "María", "Peña", email="")

    registration = enter(WalkIn(given_name="Maria", family_name="Pena"))

    assert registration.person == teacher


def test_an_address_of_somebody_else_is_told(enter):
    builders.staff(builders.district(), "Ana", "Lucero", email="ana@example.org")

    with pytest.raises(ActionError, match="is the address of Ana Lucero"):
        enter(WalkIn(given_name="Eva", family_name="Ortega", address="ANA@example.org"))


@pytest.mark.parametrize(
    "has", [{"email": "", "contact_email": EVA.address}, {"email": EVA.address, "is_active": False}]
)
def test_an_address_that_somebody_has_is_for_letters_only(enter, has):
    builders.person("Ana", "Lucero", **has)

    eva = enter(EVA).person

    assert (eva.given_name, eva.email, eva.contact_email) == ("Eva", None, EVA.address)


def test_two_of_one_name_are_told_apart_on_the_roster(enter):
    for address in ("a@example.org", "b@example.org"):
        builders.staff(builders.district(), "Eva", "Ortega", email=address)

    with pytest.raises(ActionError, match="2 people of the name"):
        enter(WalkIn(given_name="Eva", family_name="Ortega"))


def test_who_waits_is_seated_at_the_door(enter, training, seat):
    training.room_capacity = 1
    training.save()
    seat()
    waits = seat("Luis", "Abeyta", status="waiting")

    registration = enter(WalkIn(person=waits.person), why="He drove two hours.")

    assert registration.pk == waits.pk
    training.refresh_from_db()
    assert (training.room_capacity, training.room_taken, training.waiting) == (2, 2, 0)


def test_who_is_offered_a_seat_takes_it_by_coming(enter, training, seat):
    held = seat("Luis", "Abeyta", status="offered", held_until=timezone.now() + timedelta(hours=1))
    open_offer_duties(training, [held], now=timezone.now())

    registration = enter(WalkIn(person=held.person))

    assert (registration.pk, registration.status) == (held.pk, "seated")
    assert Duty.objects.get(kind=OFFER).closed_why == "done"


def test_who_has_a_seat_is_not_seated_twice(enter, seat):
    rosa = seat()

    with pytest.raises(ActionError, match="Registered for this training already"):
        enter(WalkIn(person=rosa.person))

    assert Registration.objects.count() == 1


def test_a_trainer_is_not_a_participant(enter, cast):
    with pytest.raises(ActionError, match="leads this training"):
        enter(WalkIn(person=cast.coach))


def test_the_page_finds_on_rosters_and_adds(sign_in, cast, training):
    client = sign_in(cast.coordinator)
    url = f"/trainings/{training.pk}/door/walk-in/?words=montoya"
    hat = Hat.objects.get(person=cast.teacher)

    page = client.get(url)
    form = page.context["form"]
    answer = client.post(url, {"chosen": f"hat-{hat.pk}", "once": form["once"].value()})

    assert "Rosa Montoya, Teacher" in page.content.decode()
    assert answer.status_code == 302
    assert training.registrations.get().organization == builders.district()


def test_a_double_click_adds_once(sign_in, cast, training):
    client = sign_in(cast.coordinator)
    typed = {
        "given_name": "Eva",
        "family_name": "Ortega",
        "organization": builders.district().pk,
        "once": "a" * 32,
    }

    for _time in range(2):
        assert client.post(f"/trainings/{training.pk}/door/walk-in/", typed).status_code == 302

    assert training.registrations.count() == 1


def test_missing_names_are_asked_for_in_words(sign_in, cast, training):
    page = sign_in(cast.coordinator).post(f"/trainings/{training.pk}/door/walk-in/", {"given_name": "Eva"})

    words = page.content.decode()
    assert "Enter the last name." in words
    assert "Choose the district or REC." in words
    assert 'value="Eva"' in words


def test_districts_of_the_hosts_region_stand_first(training):
    offered = list(invited_organizations(training))

    own = [one.parent_id == training.host_id for one in offered]
    assert own == sorted(own, reverse=True)
    assert {True, False} == {*own}
    assert [one.sort_key for one in offered if one.parent_id == training.host_id] == sorted(
        one.sort_key for one in offered if one.parent_id == training.host_id
    )
