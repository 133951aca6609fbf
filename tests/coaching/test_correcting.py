"""A visit that was logged wrongly is put right: the action, its page, and what follows for the step."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from coaching.actions import cycles as plans
from coaching.actions import visits as actions
from coaching.models import PrivateNote, Visit
from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from tests import builders

SECRET = "Rosa fears the observation by her principal"


@pytest.fixture
def log(cast, step):
    """Miguel Tafoya logs an hour with Rosa Montoya, held today."""

    def logged(**more):
        facts = {"held_on": today(), "kind": "classroom_visit", "location": "Room 4", "minutes": 60, "miles": 84}
        facts |= {"people": [cast.teacher], "agreed": "Small groups daily", "by": cast.coach, "coach": cast.coach}
        return actions.log_unplanned(step.district, **{**facts, "step": step, **more})

    return logged


def correct(visit, cast, **more):
    facts = {"held_on": today(), "location": "Room 4", "minutes": 60, "miles": 84, "people": [cast.teacher]}
    facts |= {"agreed": "Small groups daily", "why": "The wrong watch.", "by": cast.coach}
    return actions.correct(visit, **{**facts, **more})


def test_what_was_wrong_is_put_right_and_kept_in_the_journal(cast, log):
    visit = log()

    correct(visit, cast, minutes=45, miles=None, agreed="Pairs", people=[cast.teacher, cast.superintendent])

    visit.refresh_from_db()
    assert (visit.minutes, visit.miles, visit.agreed, visit.people.count()) == (45, None, "Pairs", 2)
    told = Entry.objects.about(visit).get(verb="visit.corrected").text
    assert "minutes: 45 instead of 60; miles: not known instead of 84.0; other people; other words" in told
    assert told.endswith("The wrong watch.")
    assert "Small groups" not in told


def test_the_step_was_done_on_the_corrected_day(cast, log, step):
    yesterday = today() - timedelta(days=1)

    visit = correct(log(), cast, held_on=yesterday)

    step.refresh_from_db()
    assert (visit.held_on, step.done_on, step.done_by) == (yesterday, yesterday, cast.coach)
    told = Entry.objects.about(step).get(verb="visit.corrected").text
    assert f"held on: {short_day(yesterday)} instead of {short_day(today())}" in told


def test_a_step_that_was_done_otherwise_keeps_its_day(cast, log, step):
    visit = log(finishes_step=False)
    plans.finish_step(step, done_on=today(), note="Spoke with Rosa.", by=cast.coach)

    correct(visit, cast, held_on=today() - timedelta(days=1))

    step.refresh_from_db()
    assert step.done_on == today()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"held_on": today() + timedelta(days=1), "minutes": 45}, "today or before"),
        ({}, "how it stands already"),
        ({"minutes": 45, "revision": 7}, "Somebody changed this visit"),
    ],
)
def test_what_cannot_be_is_refused(cast, log, wrong, words):
    visit = log()

    with pytest.raises(ActionError, match=words):
        correct(visit, cast, **wrong)

    assert Visit.objects.get().minutes == 60


def test_a_visit_that_was_not_held_is_logged_instead(cast, step):
    facts = {"kind": "call", "planned_for": today(), "location": "by phone", "people": [cast.teacher]}
    visit = actions.plan(step.district, coach=cast.coach, step=step, by=cast.coach, **facts)

    with pytest.raises(ActionError, match="not logged yet"):
        correct(visit, cast, minutes=45)


def test_who_was_not_met_after_all_still_reads_the_own_note(cast, log, client):
    visit = log(notes={cast.teacher: SECRET})

    correct(visit, cast, people=[cast.superintendent])

    told = {}
    for name, person in cast.people().items():
        client.force_login(person)
        told[name] = SECRET in client.get(visit.get_absolute_url()).text
    assert {name for name, reads in told.items() if reads} == {"coach", "teacher"}
    assert SECRET not in Entry.objects.about(visit).first().text
    assert PrivateNote.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"held_on": None, "logged_at": None, "minutes": None}, "finishes_a_step"), ({"step": None}, "finishes_a_step")],
)
def test_only_a_visit_that_was_held_finishes_a_step(cast, log, wrong, name):
    visit = log()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**wrong)


def test_a_step_is_finished_by_one_visit(cast, log):
    log()
    second = log(coach=cast.director)
    assert not second.finishes_step

    with pytest.raises(IntegrityError, match="step_finished_once"), transaction.atomic():
        Visit.objects.filter(pk=second.pk).update(finishes_step=True)


# The page -----------------------------------------------------------------------------------------------------------


def typed(page, **more):
    form = page.context["form"]
    names = ("held_on", "minutes", "miles", "location", "agreed", "revision", "once")
    facts = {name: form[name].value() for name in names}
    return {**facts, "people": form["people"].value(), "why": "The wrong watch.", **more}


def test_the_page_shows_what_stands_and_corrects_it(cast, log, sign_in):
    visit, client = log(), sign_in(cast.coordinator)
    url = f"{visit.get_absolute_url()}correct/"
    assert url in client.get(visit.get_absolute_url()).text

    page = client.get(url)
    done = client.post(url, typed(page, minutes="45"), follow=True)

    assert "The visit is corrected." in done.text
    assert "minutes: 45 instead of 60" in done.text
    visit.refresh_from_db()
    assert (visit.minutes, list(visit.people.all()), visit.agreed) == (45, [cast.teacher], "Small groups daily")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"why": ""}, "Say what was wrong"),
        ({"minutes": "0"}, "at least 1"),
        ({"people": []}, "Tick at least one person"),
        ({"revision": "0", "minutes": "45"}, "Somebody changed this visit"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast, log, sign_in, wrong, words):
    visit, client = log(), sign_in(cast.coach)
    url = f"{visit.get_absolute_url()}correct/"

    page = client.post(url, typed(client.get(url), location="Room 5", **wrong))

    assert words in page.text
    assert 'value="Room 5"' in page.text


def test_only_the_region_may_correct_it(cast, log, client):
    visit, allowed = log(), set()
    for name, person in cast.people().items():
        client.force_login(person)
        if client.get(f"{visit.get_absolute_url()}correct/").status_code == 200:
            allowed.add(name)

    assert allowed == {"coach", "coordinator", "director"}


def test_a_planned_visit_leads_to_its_page(cast, step, sign_in):
    facts = {"kind": "call", "planned_for": today(), "location": "by phone", "people": [cast.teacher]}
    visit = actions.plan(builders.district(), coach=cast.coach, step=step, by=cast.coach, **facts)

    assert sign_in(cast.coach).get(f"{visit.get_absolute_url()}correct/").url == visit.get_absolute_url()
