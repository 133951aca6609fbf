"""A seat's page: who sees it, giving it up, handing it on, taking a held one; the list; the sweep."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaborative.duties.models import Duty
from collaborative.journal.history import history_of
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from tests import builders as b
from trainings.models import Registration, Training
from trainings.registrations import seats
from trainings.registrations.actions import registration as actions
from trainings.tasks import lapse_offers

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(cast):
    return b.training(room_capacity=2)


@pytest.fixture
def given(cast, training):
    """Rosa and Ana have a seat, Bea and Cleo wait; the superintendent registered them."""
    people = [cast.teacher, *(b.staff(cast.school, name, "Lucero") for name in ("Ana", "Bea", "Cleo"))]
    return seats.give(
        training,
        people=[(one, b.district()) for one in people],
        seat_mode="room",
        by=cast.superintendent,
        now=timezone.now() - timedelta(hours=1),
    )


def places_of(training):
    return dict(training.registrations.values_list("person__given_name", "status"))


def letters():
    return set(Letter.objects.values_list("kind", "recipient__given_name"))


def test_it_works_cancel_and_the_list_moves_up(cast, sign_in, training, given):
    client = sign_in(cast.superintendent)
    url = given[0].get_absolute_url()
    assert "Give the place up" in client.get(url).content.decode()
    assert "goes to the next on the waiting list" in client.get(f"{url}cancel/").content.decode()
    done = client.post(f"{url}cancel/", {"why": "ill", "once": "c1"}, follow=True)
    assert "Rosa Montoya no longer has a place." in done.content.decode()
    assert "Bea Lucero moved up from the waiting list." in done.content.decode()
    assert "Ended on" in done.content.decode() and "ill" in done.content.decode()
    assert places_of(training) == {"Rosa": "cancelled", "Ana": "seated", "Bea": "seated", "Cleo": "waiting"}
    assert letters() == {("seat_given_up", "Rosa"), ("seat_moved_up", "Bea")}
    assert Letter.objects.get(kind="seat_given_up").calendar_method == "CANCEL"
    assert Letter.objects.get(kind="seat_moved_up").calendar_method == "REQUEST"
    told = history_of(training)[0].text
    assert told == "Rosa Montoya of Cloudcroft gave the place up. Bea Lucero moved up from the waiting list."
    page = client.get(given[2].get_absolute_url()).content.decode()
    assert "Moved up from the waiting list" in page


@pytest.fixture
def two_districts(cast):
    """Rudy of Alamogordo has the only seat; Rosa of Cloudcroft waits for it, and for a time it would be held."""
    training = b.training(room_capacity=1, hold_hours=24)
    alamogordo = b.district("Alamogordo")
    rudy = b.staff(b.school(alamogordo, "Yucca Elementary (sample)"), "Rudy", "Griego")
    people = [(rudy, alamogordo), (cast.teacher, b.district())]
    return training, *seats.give(
        training, people=people, seat_mode="room", by=cast.coordinator, now=timezone.now() - timedelta(hours=1)
    )


def test_another_district_reads_neither_who_gave_up_nor_why(cast, sign_in, two_districts):
    training, rudys, rosas = two_districts
    sign_in(rudys.person).post(f"{rudys.get_absolute_url()}cancel/", {"why": "ill", "once": "c5"})
    for thing in (b.district(), cast.teacher, rosas):
        entry = history_of(thing)[0]
        assert (entry.text, entry.by_name) == ("A seat became free and is held for Rosa Montoya.", "")
    for thing in (b.district("Alamogordo"), rudys.person, rudys):
        entry = history_of(thing)[0]
        assert (entry.text, entry.by_name) == ("Rudy Griego of Alamogordo gave the place up.", "Rudy Griego")
    assert history_of(training)[0].text == (
        "Rudy Griego of Alamogordo gave the place up. The seat is held for Rosa Montoya."
    )
    entry = Entry.objects.get(verb="registration.cancelled")
    assert "Rosa" not in entry.text and "ill" not in f"{entry.text} {entry.data}".split()
    assert "ill" in sign_in(cast.coordinator).get(rudys.get_absolute_url()).content.decode()


def test_who_gives_up_is_not_told_whom_of_another_district_the_seat_goes_to(cast, sign_in, two_districts):
    _training, rudys, _rosas = two_districts
    done = sign_in(rudys.person).post(f"{rudys.get_absolute_url()}cancel/", {"why": "ill", "once": "c6"}, follow=True)
    html = done.content.decode()
    assert "The seat goes to the next on the waiting list." in html and "Rosa" not in html


def test_lapsed_seats_of_several_districts_are_told_to_each_its_own(cast, two_districts):
    training, rudys, _rosas = two_districts
    Registration.objects.filter(pk=rudys.pk).update(status="offered", held_until=timezone.now() - timedelta(minutes=1))
    actions.lapse_offers(training, by=None)
    assert history_of(b.district("Alamogordo"))[0].text == "The seat held for Rudy Griego was not taken in time."
    assert history_of(b.district())[0].text == "A seat became free and is held for Rosa Montoya."


def test_a_reason_is_asked_for(cast, sign_in, given):
    html = sign_in(cast.superintendent).post(f"{given[0].get_absolute_url()}cancel/", {"once": "c0"}).content.decode()
    assert "Choose the reason." in html


def test_a_person_gives_up_the_own_seat_and_the_registrar_hears_of_it(cast, sign_in, training, given):
    client = sign_in(cast.teacher)
    url = given[0].get_absolute_url()
    page = client.get(url).content.decode()
    assert "Give the place up" in page and "Hand the seat on" not in page
    client.post(f"{url}cancel/", {"why": "clash"})
    assert ("seats_given_up", "Dolores") in letters() and ("seats_moved_up", "Dolores") in letters()


def test_a_double_click_cancels_once(cast, sign_in, training, given):
    client = sign_in(cast.superintendent)
    url = f"{given[0].get_absolute_url()}cancel/"
    client.post(url, {"why": "ill", "once": "c2"})
    again = client.post(url, {"why": "ill", "once": "c2"}, follow=True)
    assert "no place in this training any more" in again.content.decode()
    assert Entry.objects.filter(verb="registration.cancelled").count() == 1


def test_a_colleague_takes_the_seat(cast, sign_in, training, given):
    colleague = b.staff(cast.school, "Eva", "Chee")
    client = sign_in(cast.delegate)
    url = f"{given[0].get_absolute_url()}substitute/"
    page = client.get(url).content.decode()
    assert "Eva Chee" in page and "Cleo Lucero" not in page  # who has a place already is not offered
    done = client.post(url, {"colleague": colleague.pk, "once": "s1"}, follow=True)
    assert "Eva Chee has the seat of Rosa Montoya." in done.content.decode()
    assert "In place of" in done.content.decode()
    assert places_of(training) | {"Rosa": "substituted", "Eva": "seated", "Bea": "waiting"} == places_of(training)
    assert {("seat_given_up", "Rosa"), ("seat_confirmed", "Eva"), ("seats_given_up", "Dolores")} == letters()


def test_a_colleague_nobody_knows_is_typed(cast, sign_in, training, given):
    client = sign_in(cast.superintendent)
    url = f"{given[0].get_absolute_url()}substitute/"
    assert "Choose a colleague" in client.post(url, {"once": "s2"}).content.decode()
    assert "Type first and last name" in client.post(url, {"other": "Eva"}).content.decode()
    client.post(url, {"other": "Eva Chee, eva.chee@example.org"})
    new = Registration.objects.get(person__email="eva.chee@example.org")
    assert (new.status, new.substitute_of) == ("seated", given[0])
    assert new.person.hats.get().organization == b.district()


def test_a_held_seat_is_taken(cast, sign_in, training, given):
    Training.objects.filter(pk=training.pk).update(hold_hours=48)
    sign_in(cast.superintendent).post(f"{given[0].get_absolute_url()}cancel/", {"why": "ill"})
    bea = Registration.objects.get(pk=given[2].pk)
    assert bea.status == "offered"
    assert ("seat_offered", "Bea") in letters()
    duty = Duty.objects.get(kind="trainings.take_seat")
    assert (duty.person, duty.is_open, duty.url) == (bea.person, True, bea.get_absolute_url())
    client = sign_in(bea.person)
    assert "Take the seat" in client.get(bea.get_absolute_url()).content.decode()
    assert client.get(f"{bea.get_absolute_url()}accept/").status_code == 405
    client.post(f"{bea.get_absolute_url()}accept/")
    bea.refresh_from_db()
    duty.refresh_from_db()
    assert (bea.status, duty.closed_why) == ("seated", "done")
    refused = client.post(f"{bea.get_absolute_url()}accept/", follow=True)
    assert "No seat is on offer" in refused.content.decode()


def test_the_sweep_hands_lapsed_offers_on_once(cast, training, given):
    now = timezone.now()
    Training.objects.filter(pk=training.pk).update(hold_hours=24)
    training.refresh_from_db()
    seats.end(given[0], why="ill", now=now - timedelta(hours=30))
    seats.promote(training, now=now - timedelta(hours=30))
    lapse_offers()
    lapse_offers()
    assert places_of(training) | {"Bea": "cancelled", "Cleo": "offered"} == places_of(training)
    assert Entry.objects.get(verb="registration.offer_lapsed").by_name == "the system"
    assert {("seat_given_up", "Bea"), ("seat_offered", "Cleo"), ("seats_given_up", "Dolores")} <= letters()


def test_one_training_that_breaks_does_not_keep_the_others_waiting(cast, training, monkeypatch, caplog):
    lapsed = timezone.now() - timedelta(hours=1)
    training, other = (b.training(title, of=training.initiative) for title in ("Fractions", "Math labs"))
    for one in (training, other):
        b.registration(one, b.staff(cast.school, "Eva", one.title), status="offered", held_until=lapsed)
    real = actions.lapse_offers

    def breaking(broken, **more):
        if broken == training:
            raise ValueError("broken")
        return real(broken, **more)

    monkeypatch.setattr(actions, "lapse_offers", breaking)
    lapse_offers()

    assert other.registrations.get().status == "cancelled"
    assert f"training {training.pk} " in caplog.text


def test_after_closing_nothing_can_be_changed(cast, sign_in, training, given):
    Training.objects.filter(pk=training.pk).update(closed_at=timezone.now())
    client = sign_in(cast.superintendent)
    url = given[0].get_absolute_url()
    assert "cancel/" not in client.get(url).content.decode()
    told = client.post(f"{url}cancel/", {"why": "ill"}, follow=True)
    assert "its hours are counted" in told.content.decode()
    given[0].refresh_from_db()
    assert given[0].status == "seated"


def test_who_sees_and_changes_a_seat(cast, sign_in, given):
    url = given[0].get_absolute_url()
    sees = {
        "superintendent": (200, 200, 200),
        "delegate": (200, 200, 200),
        "coordinator": (200, 200, 200),
        "director": (200, 200, 200),
        "coach": (200, 403, 403),
        "teacher": (200, 200, 403),
        "leader": (200, 403, 403),
        "bureau": (200, 403, 403),
        "council_member": (404, 404, 404),
        "other_coordinator": (404, 404, 404),
        "other_superintendent": (404, 404, 404),
        "former": (404, 404, 404),
        "nobody": (404, 404, 404),
        "vendor": (404, 404, 404),
    }
    for name, expected in sees.items():
        client = sign_in(getattr(cast, name))
        found = tuple(client.get(f"{url}{page}").status_code for page in ("", "cancel/", "substitute/"))
        assert found == expected, name


def test_a_seat_is_found_under_its_own_training_only(cast, sign_in, given):
    other = b.training("Math labs", of=given[0].training.initiative)
    assert sign_in(cast.superintendent).get(f"/trainings/{other.pk}/registrations/{given[0].pk}/").status_code == 404


def test_the_list_shows_the_host_everybody_and_a_district_its_own(cast, sign_in, training, given):
    tularosa = b.district("Tularosa")
    irma = b.staff(tularosa, "Irma", "Tso")
    seats.give(training, people=[(irma, tularosa)], seat_mode="room", by=None, now=timezone.now())
    url = f"/trainings/{training.pk}/registrations/"
    host = sign_in(cast.coordinator).get(url).content.decode()
    assert "5 registrations" in host and "Irma Tso" in host
    assert "Next in line: gets the first seat that is given up." in host
    assert "2 people are ahead; all seats are taken." in host
    assert host.index("Ana Lucero") < host.index("Rosa Montoya") < host.index("Bea Lucero") < host.index("Irma Tso")
    own = sign_in(cast.superintendent).get(url).content.decode()
    assert "4 registrations" in own and "Irma Tso" not in own
    mine = sign_in(cast.teacher).get(url).content.decode()
    assert "1 registration<" in mine and "Ana Lucero" not in mine


def test_the_list_is_exported_within_reach(cast, sign_in, training, given):
    url = f"/trainings/{training.pk}/registrations/?as=csv"
    answer = sign_in(cast.superintendent).get(url)
    text = b"".join(answer.streaming_content).decode()
    assert "Montoya,Rosa,rosa.montoya@example.org" in text
    name = f"registrations-structured-literacy-part-1-{training.first_day}.csv"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    local = timezone.localtime(given[0].registered_at)
    assert f"{local:%Y-%m-%d %H:%M} {local.tzname()}," in text and "+00:00" not in text
    other = b"".join(sign_in(cast.other_superintendent).get(url).streaming_content).decode()
    assert "Montoya" not in other


@pytest.mark.parametrize("people", [1, 3])
def test_statements_do_not_grow_with_the_list(cast, sign_in, training, people, django_assert_num_queries):
    someone = [(b.staff(cast.school, f"Ana{n}", "Lucero"), b.district()) for n in range(people + 2)]
    seats.give(training, people=someone, seat_mode="room", by=cast.superintendent, now=timezone.now())
    client = sign_in(cast.coordinator)
    with django_assert_num_queries(10):
        client.get(f"/trainings/{training.pk}/registrations/")


def test_panels_show_ones_own_trainings(cast, sign_in, training, given):
    client = sign_in(cast.teacher)
    assert "My trainings" in client.get("/").content.decode()
    page = sign_in(cast.superintendent).get(f"/people/{cast.teacher.pk}/").content.decode()
    assert "Registered for" in page and training.title in page
