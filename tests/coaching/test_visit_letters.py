"""Whoever is to be visited is told of it, and told again when it is cancelled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from coaching.actions import visits as actions
from collaborative.calendar.days import long_day
from collaborative.calendar.periods import today
from collaborative.letters.delivery import deliver
from collaborative.letters.models import Letter
from tests import builders

DAY = timedelta(days=4)


@pytest.fixture
def plan(cast, step):
    """Miguel Tafoya plans to visit Rosa Montoya in four days."""

    def planned(**more):
        facts = {"kind": "classroom_visit", "planned_for": today() + DAY, "location": "Room 4", "step": step}
        facts |= {"people": [cast.teacher], "coach": cast.coach, "by": cast.coach}
        return actions.plan(step.district, **{**facts, **more})

    return planned


def to(kind):
    return [letter.recipient for letter in Letter.objects.filter(kind=kind).order_by("pk")]


def sent():
    Letter.objects.waiting().update(sent_at=timezone.now())


def test_who_is_to_be_visited_reads_who_comes_when_where_and_what_for(cast, plan):
    visit = plan()

    letter = Letter.objects.get(kind="visit_planned")
    assert (letter.recipient, letter.due <= timezone.now()) == (cast.teacher, True)
    for words in ("Miguel Tafoya", long_day(visit.planned_for), "Room 4", "Structured literacy, part 1"):
        assert words in letter.body
    assert visit.get_absolute_url() in letter.body
    assert "Miguel Tafoya" in letter.subject


def test_the_coach_is_told_of_what_somebody_else_plans_and_cancels(cast, plan):
    visit = plan(by=cast.coordinator)
    assert to("visit_planned") == [cast.teacher, cast.coach]
    assert "Carla Ortiz has planned this for you" in Letter.objects.get(recipient=cast.coach).body
    sent()

    actions.cancel(visit, why="Snow on the pass", by=cast.coordinator)

    assert to("visit_cancelled") == [cast.teacher, cast.coach]
    assert "Snow on the pass" in Letter.objects.get(kind="visit_cancelled", recipient=cast.teacher).body


def test_the_coach_who_planned_it_is_told_when_somebody_else_cancels(cast, plan):
    visit = plan()
    sent()

    actions.cancel(visit, why="Snow", by=cast.coordinator)

    assert to("visit_cancelled") == [cast.teacher, cast.coach]


def test_the_own_cancelling_is_told_to_the_others_only(cast, plan):
    visit = plan()
    sent()

    actions.cancel(visit, why="Snow", by=cast.coach)

    assert to("visit_cancelled") == [cast.teacher]


def test_who_has_not_heard_of_it_yet_never_does(cast, plan):
    visit = plan(by=cast.coordinator)

    actions.cancel(visit, why="A mistake", by=cast.coordinator)

    assert to("visit_cancelled") == []
    assert {letter.state for letter in Letter.objects.filter(kind="visit_planned")} == {"stopped"}


def test_a_letter_that_comes_after_the_logging_does_not_go(cast, plan):
    visit = plan(planned_for=today())
    letter = Letter.objects.get(kind="visit_planned")
    actions.log(visit, held_on=today(), location="Room 4", minutes=60, people=[cast.teacher], by=cast.coach)

    assert deliver(letter.pk) == "stopped"


def test_the_next_visit_is_told_as_well(cast, plan):
    visit = plan(planned_for=today())
    facts = {"held_on": today(), "location": "Room 4", "minutes": 60, "people": [cast.teacher], "by": cast.coach}

    actions.log(visit, next_on=today() + DAY, **facts)

    assert to("visit_planned") == [cast.teacher, cast.teacher]


def test_a_visit_that_is_over_is_told_to_nobody(cast, step):
    facts = {"held_on": today(), "location": "Room 4", "minutes": 60, "people": [cast.teacher], "by": cast.coach}

    actions.log_unplanned(step.district, coach=cast.coach, kind="call", step=step, **facts)

    assert to("visit_planned") == []


# The pages ----------------------------------------------------------------------------------------------------------


def test_the_planning_page_says_who_will_be_told_and_then_who_was(cast, step, sign_in):
    silent = builders.staff(cast.school, "Elias", "Vigil", email="")
    client = sign_in(cast.coordinator)
    url = f"/trainings/visits/new/?step={step.pk}"
    page = client.get(url)
    assert "The people to be visited get a letter at once" in page.text
    assert "The coach gets it, too, unless that is you." in page.text

    facts = {"step": step.pk, "kind": "call", "planned_for": (today() + DAY).isoformat(), "location": "by phone"}
    facts |= {"people": [cast.teacher.pk], "others": str(silent), "coach": cast.coach.pk}
    done = client.post(url, {**facts, "once": page.context["form"]["once"].value()}, follow=True)

    assert "1 person is told by letter. We have no address of Elias Vigil." in done.text
    assert to("visit_planned") == [cast.teacher, cast.coach]


def test_the_cancelling_page_names_those_who_will_be_told(cast, plan, sign_in):
    visit, client = plan(), sign_in(cast.coordinator)
    url = f"{visit.get_absolute_url()}cancel/"

    assert "A letter goes to whoever was told of it: Miguel Tafoya." in client.get(url).text
    sent()
    assert "A letter goes to whoever was told of it: Rosa Montoya, Miguel Tafoya." in client.get(url).text


def test_where_nobody_was_told_the_cancelling_page_says_so(cast, plan, sign_in):
    visit = plan(people=[builders.staff(cast.school, "Elias", "Vigil", email="")])

    page = sign_in(cast.coach).get(f"{visit.get_absolute_url()}cancel/")

    assert "Nobody was told of it by letter, so nobody gets one now." in page.text
