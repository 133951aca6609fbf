"""Planning with a venue: what is coming there, and whether those who are offered a seat fit into the room."""

import pytest

from tests import builders
from tests.trainings.schedule.planning import drafted, sitting
from trainings.schedule.actions import drafts, moves
from trainings.schedule.actions.publication import publish


@pytest.fixture
def room():
    return builders.room(seats=18)


@pytest.fixture
def draft(cast, room):
    draft = drafted(cast, title="Phonics", venue=builders.venue(name="Elsewhere"))
    return drafts.arrange(
        draft, mode="on_site", venue=room.venue, online_link="", sittings=[sitting(room=room)], by=cast.coordinator
    )


def page(client, thing, part=""):
    return " ".join(client.get(f"{thing.get_absolute_url()}{part}").content.decode().split())


def test_the_venue_lists_what_is_coming(cast, sign_in, room, draft):
    training = publish(draft, by=cast.coordinator)

    text = page(sign_in(cast.coordinator), room.venue)

    assert f'<a href="{training.get_absolute_url()}">Phonics</a>' in text
    assert "9:00 a.m. to 3:30 p.m." in text
    assert "Sierra Blanca Room, Region 9" in text


def test_of_others_drafts_only_the_time_is_told(cast, sign_in, room, draft):
    assert "Phonics" in page(sign_in(cast.coordinator), room.venue)

    text = page(sign_in(cast.other_coordinator), room.venue)

    assert "Phonics" not in text
    assert "Taken" in text and "9:00 a.m. to 3:30 p.m." in text


def test_what_was_cancelled_or_is_over_is_not_coming(cast, sign_in, room, draft):
    moves.cancel(publish(draft, by=cast.coordinator), why="Snow.", by=cast.coordinator)
    builders.training("Long ago", of=draft.initiative, days_ahead=-3, at_room=room)

    assert "Nothing is planned here." in page(sign_in(cast.coordinator), room.venue)


@pytest.mark.parametrize("items", [1, 3])
def test_the_venues_page_takes_few_statements(cast, sign_in, room, items, django_assert_num_queries):
    for n in range(items):
        builders.training(f"Training {n}", days_ahead=10 + n, at_room=room, of=builders.initiative(f"Initiative {n}"))
    client = sign_in(cast.coordinator)

    with django_assert_num_queries(7):
        page(client, room.venue)


def test_more_seats_than_the_room_has_are_warned_of(cast, sign_in, room, draft):
    client = sign_in(cast.coordinator)

    assert "Sierra Blanca Room has 18 seats." in page(client, draft, "seats/")
    assert "Sierra Blanca Room has 18 seats. More are offered: 20." in page(client, draft, "publish/")

    drafts.set_seats(draft, room_capacity=18, by=cast.coordinator)
    assert "More are offered" not in page(client, draft, "publish/")
    drafts.set_seats(draft, room_capacity=None, by=cast.coordinator)
    assert "No limit is set for the room." in page(client, draft, "publish/")


def test_after_publication_the_warning_stands_with_what_was_saved(cast, sign_in, draft):
    training = publish(draft, by=cast.coordinator)
    data = {"room_capacity": "30", "hold_hours": "0"}

    answer = sign_in(cast.coordinator).post(f"{training.get_absolute_url()}seats/", data, follow=True)

    assert "More are offered: 30." in answer.content.decode()


def test_a_room_whose_seats_nobody_knows_warns_of_nothing(cast, sign_in, room, draft):
    room.seats = None
    room.save()

    assert "Sierra Blanca Room has" not in page(sign_in(cast.coordinator), draft, "publish/")
