"""A REC leads initiatives of its own: the state's machinery, without the state."""

from datetime import timedelta

import pytest

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.letters.models import Letter
from initiatives import actions
from initiatives.enums import Level
from initiatives.models import Acknowledgment, Deliverable, Initiative
from tests import builders
from trainings.schedule.actions import drafts as scheduling


@pytest.fixture
def draft(cast) -> Initiative:
    return builders.initiative(
        "Rural math circles", lead=builders.rec(), level="local", published=False, by=cast.coordinator, asks=()
    )


def outline(**more) -> dict:
    return {
        "title": "Rural math circles",
        "lead": builders.rec().pk,
        "purpose": "Small schools do math together.",
        "audience_roles": ["teacher"],
        "starts_on": today(),
        "ends_on": today() + timedelta(days=200),
        "expert_valid_months": 24,
        **more,
    }


def test_a_coordinator_drafts_one_and_the_director_publishes_it(cast, sign_in):
    client = sign_in(cast.coordinator)
    assert "Draft a local initiative" in client.get("/initiatives/").content.decode()
    form = client.get("/initiatives/new/").context["form"]
    assert {"level", "partners"}.isdisjoint(form.fields)

    answer = client.post("/initiatives/new/", outline(once=form["once"].value()))

    made = Initiative.objects.get()
    assert answer.url == f"/initiatives/{made.pk}/draft/plan/"
    assert (made.level, made.lead) == (Level.LOCAL, builders.rec())
    plan = client.get(answer.url).content.decode()
    assert "Follow-up plan" in plan
    assert "What each REC owes" not in plan
    assert client.get(f"/initiatives/{made.pk}/publish/").status_code == 403

    director = sign_in(cast.director)
    check = director.get(f"/initiatives/{made.pk}/publish/")
    assert "acknowledge_by" not in check.context["form"].fields
    director.post(f"/initiatives/{made.pk}/publish/", {"revision": made.revision, "once": "a"})
    made.refresh_from_db()
    assert made.is_published


def test_nobody_acknowledges_it_and_nobody_owes_ped_anything(cast, draft):
    actions.publish(draft, by=cast.director, revision=0)

    assert not Acknowledgment.objects.exists()
    assert not Deliverable.objects.exists()
    told = set(Letter.objects.filter(kind="initiative_published").values_list("recipient", flat=True))
    assert told == {cast.coordinator.pk, cast.director.pk}


def test_it_asks_no_deliverables(cast, draft):
    with pytest.raises(ActionError, match="owed to PED"):
        actions.save_plan(draft, steps=[], asks=[{"measure": "trainings_held"}], by=cast.coordinator, revision=0)


@pytest.mark.parametrize(("lead", "level"), [("rec", "state"), ("rec", "federal"), ("bureau", "local")])
def test_local_is_what_a_rec_leads_and_nothing_else(cast, lead, level):
    organization = builders.rec() if lead == "rec" else builders.bureau()
    with pytest.raises(ActionError) as refused:
        actions.draft(by=cast.coordinator, **outline(lead=organization, level=level))
    assert refused.value.field == "level"


def test_a_draft_is_seen_by_its_rec_alone(cast, sign_in, draft):
    page = f"/initiatives/{draft.pk}/"

    assert sign_in(cast.coordinator).get(page).status_code == 200
    for other in (cast.leader, cast.bureau, cast.other_coordinator, cast.superintendent):
        assert sign_in(other).get(page).status_code == 404, other


def test_ped_does_not_change_what_is_a_recs_own(cast, sign_in, draft):
    actions.publish(draft, by=cast.director, revision=0)

    for person in (cast.leader, cast.bureau, cast.other_coordinator):
        assert sign_in(person).post(f"/initiatives/{draft.pk}/revise/").status_code == 403, person
    assert sign_in(cast.coordinator).post(f"/initiatives/{draft.pk}/revise/").status_code == 302


def test_a_rec_does_not_change_what_is_the_states(cast, sign_in):
    state = builders.initiative()

    assert sign_in(cast.coordinator).post(f"/initiatives/{state.pk}/revise/").status_code == 403


def test_its_trainings_are_held_by_its_rec(cast):
    own = builders.initiative("Rural math circles", lead=builders.rec(), level="local", asks=())
    says = {"kind": "regional", "title": "Fractions", "audience": "region"}

    made = scheduling.draft(initiative=own, host=builders.rec(), by=cast.coordinator, **says)
    with pytest.raises(ActionError, match="Only Region 9"):
        scheduling.draft(initiative=own, host=builders.rec(6), by=cast.other_coordinator, **says)

    assert made.initiative == own
    assert own not in Initiative.objects.open_to([builders.rec(6).pk])


def test_the_recs_page_names_it_among_what_it_carries_out(cast, sign_in):
    own = builders.initiative("Rural math circles", lead=builders.rec(), level="local", asks=())
    for title in ("Structured literacy", "Math labs"):
        version = builders.initiative(title, by=cast.bureau).current
        for rec in (builders.rec(), builders.rec(6)):
            Acknowledgment.objects.create(version=version, rec=rec)

    assert own.title in sign_in(cast.superintendent).get(builders.rec().get_absolute_url()).content.decode()
    assert own.title not in sign_in(cast.superintendent).get(builders.rec(6).get_absolute_url()).content.decode()
