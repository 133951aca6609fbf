"""The link to join on line: who sees it, and setting it without moving the training."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from tests import builders
from tests.trainings.schedule.planning import drafted, published, sitting
from trainings.models import Training
from trainings.registrations.actions import registration
from trainings.registrations.queries import Entrant
from trainings.registrations.seats import give
from trainings.schedule.actions import drafts, links, moves
from trainings.schedule.actions.publication import publish

LINK, OTHER = "https://meet.example.org/phonics", "https://meet.example.org/other"


@pytest.fixture
def draft(cast):
    draft = drafted(cast)
    return drafts.arrange(draft, mode="online", venue=None, online_link="", sittings=[sitting()], by=cast.coordinator)


@pytest.fixture
def training(draft, cast):
    return publish(draft, by=cast.coordinator)


@pytest.fixture
def seat(training, cast):
    people = [(cast.teacher, builders.district())]
    [made] = give(training, people=people, seat_mode="online", by=cast.superintendent, now=timezone.now())
    return made


def wait(training, person):
    Training.objects.filter(pk=training.pk).update(online_capacity=training.online_taken)
    [made] = give(training, people=[(person, builders.district())], seat_mode="online", by=None, now=timezone.now())
    return made


def page(client, thing, part=""):
    return client.get(f"{thing.get_absolute_url()}{part}").content.decode()


def set_link(training, cast, link=LINK, **more):
    training.refresh_from_db()
    return links.set_link(training, online_link=link, by=cast.coordinator, **more)


def test_the_seated_and_those_who_run_it_see_the_link(cast, sign_in, client, training, seat):
    set_link(training, cast)

    for name, sees in {
        "coordinator": True,
        "coach": True,
        "teacher": True,
        "superintendent": False,
        "other_coordinator": False,
        "nobody": False,
    }.items():
        text = page(sign_in(getattr(cast, name)), training)
        assert (LINK in text) is sees, name
        assert ("Who has a seat gets the link." in text) is not sees, name
    client.logout()
    assert LINK not in page(client, training)


def test_who_waits_does_not_see_it(cast, sign_in, training, seat):
    waiting = builders.staff(cast.school, "Ida", "Baca")
    wait(training, waiting)
    set_link(training, cast)

    assert LINK not in page(sign_in(waiting), training)


def test_without_a_link_the_pages_say_so(cast, sign_in, client, draft):
    check = page(sign_in(cast.coordinator), draft, "publish/")
    assert "No link yet" in check
    assert check.count("on line<br>on line") == 0

    training = publish(draft, by=cast.coordinator)
    client.logout()
    assert "No link yet." in page(client, training)


def test_the_check_page_shows_the_link(cast, sign_in, draft):
    Training.objects.filter(pk=draft.pk).update(online_link=LINK)

    assert LINK in page(sign_in(cast.coordinator), draft, "publish/")


def test_setting_it_is_no_move(cast, sign_in, training, seat):
    client = sign_in(cast.coordinator)
    assert "Online link" in page(client, training)
    asks = page(client, training, "link/")
    assert "Save and tell 2 people" in asks

    client.post(f"{training.get_absolute_url()}link/", {"online_link": LINK, "once": "a"})

    training.refresh_from_db()
    assert training.online_link == LINK
    letters = {letter.recipient: letter for letter in Letter.objects.filter(kind="training_link")}
    assert set(letters) == {cast.teacher, cast.coach}
    assert LINK in letters[cast.teacher].body and "moved" not in letters[cast.teacher].body
    assert letters[cast.teacher].due > timezone.now()
    (event,) = Calendar.from_ical(letters[cast.teacher].calendar).events
    assert LINK in event["DESCRIPTION"]
    assert event["SEQUENCE"] == 1
    assert Entry.objects.about(training).first().verb == "training.linked"
    assert not Letter.objects.filter(kind="training_moved").exists()


def test_who_waits_hears_that_it_comes_with_the_seat(cast, training, seat):
    waiting = builders.staff(cast.school, "Ida", "Baca")
    wait(training, waiting)

    set_link(training, cast)

    letter = Letter.objects.get(kind="training_link", recipient=waiting)
    assert LINK not in letter.body
    assert "it comes with your seat" in letter.body
    assert letter.calendar == ""


def test_set_again_the_held_letter_is_stopped(cast, training, seat):
    set_link(training, cast)
    set_link(training, cast, OTHER)

    first, second = Letter.objects.filter(kind="training_link", recipient=cast.teacher).order_by("id")
    assert (first.state, second.stopped_at) == ("stopped", None)
    assert OTHER in second.body


def test_shortly_before_a_meeting_the_letter_goes_at_once(cast, training, seat):
    now = training.starts_at - timedelta(minutes=20)

    set_link(training, cast, now=now)

    assert Letter.objects.filter(kind="training_link", due=now).count() == 2


def test_it_is_asked_only_where_somebody_joins_on_line(cast, sign_in):
    training = published(cast)
    client = sign_in(cast.coordinator)

    assert "Online link" not in page(client, training)
    assert client.get(f"{training.get_absolute_url()}link/").url == training.get_absolute_url()
    with pytest.raises(ActionError, match="on site"):
        links.set_link(training, online_link=LINK, by=cast.coordinator)


def test_what_is_no_link_or_the_same_is_told_at_the_field(cast, sign_in, training):
    client = sign_in(cast.coordinator)
    url = f"{training.get_absolute_url()}link/"
    set_link(training, cast)

    for typed, words in {"": "Enter the link", "no link": "Enter the whole link", LINK: "the link already"}.items():
        assert words in str(client.post(url, {"online_link": typed}).context["form"].errors["online_link"])


def test_only_the_host_sets_it(cast, sign_in, training):
    for name in ("superintendent", "other_coordinator", "coach", "bureau", "teacher"):
        assert sign_in(getattr(cast, name)).get(f"{training.get_absolute_url()}link/").status_code == 403


def test_moving_keeps_the_link_and_undoing_the_move_too(cast, sign_in, training):
    client = sign_in(cast.coordinator)
    data = {"count": "1", "m1_day": f"{today() + timedelta(45):%Y-%m-%d}", "m1_starts": "09:00", "m1_ends": "15:30"}
    client.post(f"{training.get_absolute_url()}move/", {**data, "checked": "1", "why": ""})
    set_link(training, cast)

    moves.undo_move(Training.objects.get(pk=training.pk), by=cast.coordinator)

    training.refresh_from_db()
    assert training.first_day == today() + timedelta(30)
    assert training.online_link == LINK


def test_the_link_alone_is_no_move(cast, training):
    with pytest.raises(ActionError, match="Nothing was changed"):
        moves.move(
            training, venue=None, online_link=LINK, sittings=[sitting(30, time(9), time(15, 30))], by=cast.coordinator
        )


def test_the_link_stands_in_the_letter_with_the_seat_and_in_no_invitation(cast, training):
    set_link(training, cast)
    invitation = training.invitations.get(organization=builders.district())
    people = [Entrant(person=cast.teacher, seat_mode="online")]
    registration.register(invitation, entrants=people, by=cast.superintendent)

    for kind, carries in {"invitation": False, "seat_confirmed": True, "seats_registered": True}.items():
        assert (LINK in Letter.objects.filter(kind=kind).first().body) is carries, kind
