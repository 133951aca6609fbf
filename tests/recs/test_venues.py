import pytest
from django.db import IntegrityError, transaction

from recs.models import Venue
from tests import builders

DATA = {
    "name": "Hall",
    "city": "Ruidoso",
    "time_zone": "America/Denver",
    "rooms": "Sierra Blanca Room, 40\nLibrary\n",
}


def test_a_coordinator_adds_changes_and_closes_a_venue(cast, sign_in):
    client = sign_in(cast.coordinator)

    client.post("/recs/venues/new/", {**DATA, "once": "a"})
    venue = Venue.objects.get(name="Hall")
    assert venue.keeper == builders.rec()
    assert {(room.name, room.seats) for room in venue.rooms.all()} == {("Sierra Blanca Room", 40), ("Library", None)}
    page = venue.get_absolute_url()
    client.post(f"{page}change/", {**DATA, "rooms": "Library, 12", "once": "b"})
    assert {(room.name, room.seats) for room in venue.rooms.all()} == {("Library", 12)}
    answer = client.post(f"{page}close/", {"once": "c"}, follow=True)
    assert "reopen" in answer.content.decode()
    assert "Hall" not in client.get("/recs/venues/?show=1").content.decode()
    client.post(f"{page}reopen/")
    assert "Hall" in client.get("/recs/venues/?show=1").content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("city", ""),
        ("rooms", "A, 3\nA, 4"),
        ("rooms", "A, 99999"),
        ("rooms", "Elm Room, x"),
        ("time_zone", "Mars"),
        ("coordinates", "up the hill"),
        ("coordinates", "-105.673, 33.3317"),  # the other way round
    ],
)
def test_bad_input_is_told_and_kept(cast, sign_in, field, value):
    answer = sign_in(cast.coordinator).post("/recs/venues/new/", {**DATA, field: value})

    form, typed = answer.context["form"], {**DATA, field: value}
    assert field in form.errors
    assert {name: form[name].value() for name in typed} == typed
    html = answer.content.decode().replace("\r", "")
    assert [typed[name] for name in ("name", "city", "rooms") if typed[name].strip() not in html] == []
    assert not Venue.objects.filter(name=typed["name"]).exists()


def test_a_room_that_trainings_use_stays(cast, sign_in):
    room = builders.room()
    builders.training(at_room=room)

    answer = sign_in(cast.coordinator).post(
        f"{room.venue.get_absolute_url()}change/", {**DATA, "name": "X", "rooms": "Other, 3"}
    )

    assert "stays on the list" in str(answer.context["form"].errors["rooms"])


def test_only_the_keeping_rec_changes_a_venue(cast, sign_in):
    page = builders.venue().get_absolute_url()

    for person in (cast.other_coordinator, cast.coach, cast.superintendent, cast.leader):
        assert sign_in(person).get(page).status_code == 200
        assert sign_in(person).get(f"{page}change/").status_code == 403
        assert sign_in(person).post(f"{page}close/").status_code == 403
    assert sign_in(cast.nobody).get(page).status_code == 403


def test_the_same_venue_twice_is_told(cast, sign_in):
    client = sign_in(cast.coordinator)
    client.post("/recs/venues/new/", {**DATA, "once": "a"})

    assert "name" in client.post("/recs/venues/new/", {**DATA, "once": "b"}).context["form"].errors


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_a_fixed_number_of_statements(cast, sign_in, django_assert_num_queries, count):
    for number in range(count):
        builders.venue(name=f"Hall {number}")
    client = sign_in(cast.coordinator)

    with django_assert_num_queries(6):
        client.get("/recs/venues/?show=1")


def test_seats_that_are_no_number_are_told_with_an_example(cast, sign_in):
    answer = sign_in(cast.coordinator).post("/recs/venues/new/", {**DATA, "rooms": "Elm Room, x"})

    told = str(answer.context["form"].errors["rooms"])
    assert "“x” is no number of seats. Write “Elm Room, 40”" in told


def test_a_comma_without_seats_is_no_seats(cast, sign_in):
    sign_in(cast.coordinator).post("/recs/venues/new/", {**DATA, "rooms": "Elm Room,", "once": "a"})

    assert [(room.name, room.seats) for room in Venue.objects.get(name="Hall").rooms.all()] == [("Elm Room", None)]


def test_where_it_stands_is_known_with_who_says_so(cast, sign_in):
    client = sign_in(cast.coordinator)
    placed = {**DATA, "county": "Lincoln", "coordinates": "33.33171, −105.67300"}

    refused = client.post("/recs/venues/new/", placed)
    assert "located_by" in refused.context["form"].errors
    client.post("/recs/venues/new/", {**placed, "located_by": "OpenStreetMap", "once": "a"})

    venue = Venue.objects.get(name="Hall")
    assert (venue.county, venue.coordinates, venue.located_by) == ("Lincoln", "33.3317, -105.673", "OpenStreetMap")
    page = client.get(venue.get_absolute_url()).content.decode()
    assert "33.3317, -105.673" in page and "OpenStreetMap" in page
    form = client.get(f"{venue.get_absolute_url()}change/").context["form"]
    assert form["coordinates"].value() == "33.3317, -105.673"


@pytest.mark.parametrize("facts", [{"latitude": 33}, {"latitude": 33, "longitude": -105}, {"longitude": -105}])
def test_half_a_place_or_one_without_a_source_is_not_kept(db, facts):
    with pytest.raises(IntegrityError, match="recs_venue_located"), transaction.atomic():
        Venue.objects.filter(pk=builders.venue().pk).update(**facts)
