"""Today lists what one owes, oldest deadline first, each thing from the day on which something can be done about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.duties.kinds import duty_kind, duty_kinds
from collaborative.duties.models import Duty
from collaborative.duties.services import open_duty
from tests import builders

SOON, AT_THE_DOOR = "tests.soon", "tests.at_the_door"
if SOON not in duty_kinds:
    duty_kind(SOON, "for tests")
    duty_kind(AT_THE_DOOR, "for tests", shown_from=1)


@pytest.fixture
def owed(cast):
    def owe_to_the_coordinator(kind, text, days):
        due_on = today() + timedelta(days=days)
        open_duty(
            kind, about=builders.district(text), text=text, due_on=due_on, at=builders.rec(), person=cast.coordinator
        )

    return owe_to_the_coordinator


def shown(page) -> list[str]:
    return [duty.text for duty in page.context["duties"]]


def test_the_oldest_deadline_stands_first(sign_in, cast, owed):
    owed(SOON, "Corona", 20)
    owed(SOON, "Capitan", -3)
    owed(SOON, "Cloudcroft", 0)

    page = sign_in(cast.coordinator).get("/")

    assert shown(page) == ["Capitan", "Cloudcroft", "Corona"]
    assert page.context["heading"] == "3 things need you"
    assert page.context["more"] is False


def test_what_cannot_be_done_yet_waits_in_the_whole_list(sign_in, cast, owed):
    owed(AT_THE_DOOR, "Corona", 2)
    owed(AT_THE_DOOR, "Capitan", 1)
    owed(SOON, "Cloudcroft", 31)

    page = sign_in(cast.coordinator).get("/")

    assert shown(page) == ["Capitan"]
    assert page.context["more"] is True


def test_nothing_that_needs_one_is_said(sign_in, cast):
    page = sign_in(cast.coordinator).get("/")

    assert page.context["heading"] == "Nothing needs you now"
    assert shown(page) == []


def test_on_the_day_of_a_meeting_its_roster_stands_before_what_is_owed(sign_in, cast, owed):
    builders.training(days_ahead=0, leader=cast.coach)
    owed(SOON, "Capitan", -3)

    for person in (cast.coordinator, cast.coach):
        text = sign_in(person).get("/").content.decode()
        assert text.index("At the door today") < text.index("need")
        assert text.count("At the door today") == 1


def test_on_other_days_what_is_owed_stands_first(sign_in, cast, owed):
    builders.training(days_ahead=1)
    owed(SOON, "Capitan", -3)

    assert "At the door today" not in sign_in(cast.coordinator).get("/").content.decode()


def test_the_list_is_filtered_by_the_kinds_that_the_person_owes(cast, sign_in):
    for number, kind in enumerate(("support.answer", "support.finish", "support.finish")):
        Duty.objects.create(
            kind=kind,
            about=builders.district(("Capitan", "Corona", "Cloudcroft")[number]),
            text="Do it",
            url="/",
            person=cast.coordinator,
            organization=builders.rec(),
            due_on=today(),
            opened_at=timezone.now(),
        )
    client = sign_in(cast.coordinator)
    choices = client.get("/duties/").context["filter_form"].fields["kind"].choices
    assert choices == [
        ("", "All kinds"),
        ("support.answer", "Answer a support request"),
        ("support.finish", "Bring a support request to its end"),
    ]
    assert client.get("/duties/?kind=support.finish&show=1").context["page_obj"].paginator.count == 2
    assert "kind" not in sign_in(cast.teacher).get("/duties/").context["filter_form"].fields
