from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coaching.actions import visits as actions
from coaching.actions.cycles import finish_step
from coaching.models import PrivateNote, Visit
from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.figures.measures import measures
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from tests import builders


@pytest.fixture
def visit(cast, step):
    return actions.plan(
        step.district,
        coach=cast.coach,
        kind="classroom_visit",
        planned_for=today(),
        location="Sacramento Elementary, room 4",
        people=[cast.teacher],
        step=step,
        by=cast.coach,
    )


def held(visit, cast, **more):
    facts = {"held_on": today(), "location": visit.location, "minutes": 60, "people": [cast.teacher], "by": cast.coach}
    return actions.log(visit, **{**facts, **more})


def test_a_visit_is_planned_for_a_step(cast, visit, step):
    assert (visit.rec, visit.initiative, list(visit.people.all())) == (step.rec, step.cycle.initiative, [cast.teacher])
    assert visit.state == "planned"
    assert Entry.objects.about(step.cycle).count() == 1


def test_logging_finishes_the_step_in_the_same_act(cast, visit, step):
    held(visit, cast, miles=84, agreed="Small groups daily", revision=0)

    visit.refresh_from_db()
    step.refresh_from_db()
    assert (visit.state, visit.minutes, visit.miles) == ("done", 60, 84)
    assert (step.done_on, step.done_by) == (today(), cast.coach)
    assert not Duty.objects.open().about(step).exists()
    assert (
        measures["visits_held"].value(
            fiscal_year_dates(fiscal_year(today())), rec=visit.rec_id, initiative=visit.initiative_id
        )
        == 1
    )


def test_the_step_may_stay_open(cast, visit, step):
    held(visit, cast, finishes_step=False)

    step.refresh_from_db()
    assert step.is_open
    assert Duty.objects.open().about(step).exists()


def test_the_next_visit_is_planned_for_the_next_step_of_the_coach(cast, visit, step):
    held(visit, cast, next_on=today() + timedelta(14))

    following = Visit.objects.planned().get()
    assert (following.planned_for, following.coach) == (today() + timedelta(14), cast.coach)
    assert following.step == step.cycle.steps.get(number=3)
    assert list(following.people.all()) == [cast.teacher]


def test_a_visit_nobody_planned_can_be_logged(cast, step):
    made = actions.log_unplanned(
        step.district,
        coach=cast.coach,
        kind="call",
        step=step,
        held_on=today() - timedelta(1),
        location="by phone",
        minutes=20,
        people=[cast.teacher],
        by=cast.coach,
    )

    step.refresh_from_db()
    assert made.is_held
    assert step.done_on == today() - timedelta(1)


def test_what_follows_a_training_was_not_before_it(cast, visit, step):
    """A slip of the year would count as done in time."""
    facts = {"location": "Room 4", "minutes": 60, "people": [cast.teacher], "by": cast.coach}
    before = step.cycle.training.first_day - timedelta(days=1)

    with pytest.raises(ActionError, match="so this was later"):
        actions.log(visit, held_on=before, **facts)
    with pytest.raises(ActionError, match="so this was later"):
        finish_step(step, done_on=before, note="By phone.", by=cast.coach)
    with pytest.raises(ActionError, match="more than a year ago"):
        actions.log_unplanned(
            builders.district(), coach=cast.coach, kind="call", held_on=today() - timedelta(days=366), **facts
        )

    step.refresh_from_db()
    assert step.is_open


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"held_on": today() + timedelta(1)}, "held_on"),
        ({"next_on": today() - timedelta(1)}, "next_on"),
    ],
)
def test_days_that_cannot_be_are_refused(cast, visit, facts, field):
    with pytest.raises(ActionError) as refused:
        held(visit, cast, **facts)
    assert refused.value.field == field
    visit.refresh_from_db()
    assert visit.is_open


def test_two_people_at_the_same_visit_are_told_of_each_other(cast, visit):
    with pytest.raises(ActionError, match="Somebody changed this visit"):
        held(visit, cast, revision=7)
    held(visit, cast, revision=0)
    with pytest.raises(ActionError, match="logged already"):
        held(visit, cast, revision=1)
    with pytest.raises(ActionError, match="logged already"):
        actions.cancel(visit, why="Snow", by=cast.coach)


def test_cancelling_leaves_the_step_open(cast, visit, step):
    actions.cancel(visit, why="Snow on the pass", by=cast.coach)

    visit.refresh_from_db()
    step.refresh_from_db()
    assert (visit.state, step.is_open) == ("cancelled", True)
    with pytest.raises(ActionError, match="was cancelled meanwhile: Snow on the pass"):
        held(visit, cast)


def test_the_same_visit_is_not_planned_twice(cast, visit, step):
    with pytest.raises(ActionError, match="has a visit for this step on"):
        actions.plan(
            step.district,
            coach=cast.coach,
            kind="call",
            planned_for=today(),
            location="by phone",
            people=[cast.teacher],
            step=step,
            by=cast.coach,
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": today()},
        {"minutes": 30},
        {"held_on": today(), "logged_at": timezone.now(), "minutes": 0},
        {"cancelled_at": timezone.now()},
        {"cancel_why": "Snow"},
        {
            "held_on": today(),
            "logged_at": timezone.now(),
            "minutes": 5,
            "cancelled_at": timezone.now(),
            "cancel_why": "x",
        },
        {"miles": -1},
    ],
)
def test_the_database_refuses_half_facts(visit, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**wrong)


# Private notes ------------------------------------------------------------------------------------------------------

SECRET = "Rosa fears the observation by her principal"


def test_a_note_is_told_of_without_its_words(cast, visit):
    held(visit, cast, notes={cast.teacher: SECRET})

    note = PrivateNote.objects.get()
    assert (note.coach, note.coached, note.text) == (cast.coach, cast.teacher, SECRET)
    letter = Letter.objects.get(kind="visit_note")
    assert letter.recipient == cast.teacher
    assert SECRET not in letter.body + letter.subject + str(letter.data)


def test_only_the_coach_writes_notes(cast, visit):
    with pytest.raises(ActionError, match="Only the coach"):
        held(visit, cast, by=cast.coordinator, notes={cast.teacher: SECRET})
    visit.refresh_from_db()
    assert visit.is_open
    held(visit, cast)
    with pytest.raises(ActionError, match="Only the coach"):
        actions.write_note(visit, coached=cast.teacher, text=SECRET, by=cast.director)


def test_one_note_for_each_person_met(cast, visit):
    held(visit, cast)
    actions.write_note(visit, coached=cast.teacher, text=SECRET, by=cast.coach)

    with pytest.raises(ActionError, match="a note for Rosa Montoya already"):
        actions.write_note(visit, coached=cast.teacher, text="More", by=cast.coach)
    with pytest.raises(ActionError, match="not ticked as met"):
        actions.write_note(visit, coached=cast.superintendent, text="More", by=cast.coach)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivateNote.objects.create(
            visit=visit, coach=cast.coach, coached=cast.teacher, text="x", written_at=timezone.now()
        )


def test_a_note_is_seen_by_coach_and_coached_only(cast, visit):
    held(visit, cast, notes={cast.teacher: SECRET})

    seen_by = {name for name, person in cast.people().items() if PrivateNote.objects.visible_to(person).exists()}

    assert seen_by == {"coach", "teacher"}


def test_no_other_way_leads_to_a_note(cast, visit, client):
    """Every role, every page and export that knows of visits, people or the district; and every table but its own."""
    from django.apps import apps

    held(visit, cast, notes={cast.teacher: SECRET})
    pages = [
        visit.get_absolute_url(),
        visit.step.cycle.get_absolute_url(),
        visit.training_url if hasattr(visit, "training_url") else visit.step.cycle.training.get_absolute_url(),
        visit.district.get_absolute_url(),
        visit.rec.get_absolute_url(),
        visit.initiative.get_absolute_url(),
        cast.teacher.get_absolute_url(),
        cast.coach.get_absolute_url(),
        f"/districts/{visit.district_id}/staff/",
        "/",
        "/search/?q=fears",
        "/search/?q=Rosa",
        *(
            f"{path}?show=1{kind}"
            for path in ("/trainings/visits/", "/trainings/follow-up/", "/trainings/")
            for kind in ("", "&as=csv", "&as=xlsx")
        ),
    ]
    told = {visit.get_absolute_url()}
    for name, person in cast.people().items():
        client.force_login(person)
        for page in pages:
            response = client.get(page)
            body = b"".join(response) if response.streaming else response.content
            shown = SECRET.encode() in body
            assert shown == (page in told and name in ("coach", "teacher")), f"{name} at {page}"
            assert response.status_code < 500

    for model in apps.get_models():
        if model is PrivateNote:
            continue
        for row in model.objects.all().values()[:2000]:
            assert SECRET not in str(row), model
