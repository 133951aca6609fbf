"""Where it is: the room and how to get in stand wherever somebody needs them to come."""

from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from collaborative.letters.models import Letter
from tests import builders
from tests.trainings.schedule.planning import drafted, sitting
from trainings.attendance.sheet_pdf import when
from trainings.registrations.actions import registration
from trainings.registrations.queries import Entrant
from trainings.schedule.actions import drafts
from trainings.schedule.actions.publication import publish

ROOM, WAY_IN = "Sierra Blanca Room", "Park behind the gym; the door on the north side."


@pytest.fixture
def draft(cast):
    room = builders.room(builders.venue(directions=WAY_IN))
    draft = drafted(cast, venue=builders.venue(name="Elsewhere"))
    return drafts.arrange(
        draft, mode="on_site", venue=room.venue, online_link="", sittings=[sitting(room=room)], by=cast.coordinator
    )


@pytest.fixture
def training(draft, cast):
    return publish(draft, by=cast.coordinator)


def test_the_check_page_names_them(cast, sign_in, draft):
    text = sign_in(cast.coordinator).get(f"{draft.get_absolute_url()}publish/").content.decode()

    assert ROOM in text
    assert WAY_IN in text


@pytest.mark.parametrize("name", ["coordinator", "superintendent", "teacher"])
def test_the_page_names_them_and_leads_to_the_venue(cast, sign_in, training, name):
    text = sign_in(getattr(cast, name)).get(training.get_absolute_url()).content.decode()

    assert ROOM in text
    assert WAY_IN in text
    assert f'href="{training.venue.get_absolute_url()}"' in text


def test_visitors_get_no_link_that_they_may_not_follow(client, training):
    text = client.get(training.get_absolute_url()).content.decode()

    assert ROOM in text
    assert training.venue.get_absolute_url() not in text


def test_letters_and_their_calendar_entries_carry_them(cast, training):
    invitation = training.invitations.get(organization=builders.district())
    registration.register(invitation, entrants=[Entrant(person=cast.teacher)], by=cast.superintendent)

    for kind in ("invitation", "seat_confirmed"):
        letter = Letter.objects.filter(kind=kind).first()
        (event,) = Calendar.from_ical(letter.calendar).events
        assert f"3:30 p.m., {ROOM}" in letter.body
        assert WAY_IN in letter.body
        assert ROOM in event["LOCATION"]
        assert WAY_IN in event["DESCRIPTION"]


def test_the_public_feed_names_the_room_and_nothing_of_the_way_in(client, training):
    text = client.get("/trainings/feed.ics").content.decode().replace("\r\n ", "")

    assert ROOM in text
    assert "north side" not in text


def test_the_sign_in_sheet_names_the_room_and_the_way_in(cast, sign_in, training):
    meeting, client = training.meetings.get(), sign_in(cast.coordinator)
    screen = client.get(f"{training.get_absolute_url()}door/sheet/").content.decode()
    paper = PdfReader(BytesIO(client.get(f"{training.get_absolute_url()}door/sheet.pdf").content))

    assert ROOM in when(training, meeting)
    for text in (screen, " ".join(paper.pages[0].extract_text().split())):
        assert ROOM in text
        assert WAY_IN in text
