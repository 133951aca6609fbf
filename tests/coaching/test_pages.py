from datetime import timedelta

import pytest

from coaching.actions import visits as visit_actions
from coaching.models import PrivateNote, Visit
from collaborative.calendar.periods import today
from collaborative.journal.models import Access
from tests import builders
from tests.coaching.conftest import follow_up

CASELOAD = "/trainings/follow-up/"


@pytest.fixture
def visit(cast, step):
    return visit_actions.plan(
        step.district,
        coach=cast.coach,
        kind="classroom_visit",
        planned_for=today(),
        location="Sacramento Elementary, room 4",
        people=[cast.teacher],
        step=step,
        by=cast.coach,
    )


def log_facts(cast, page, **more):
    form = page.context["form"]
    facts = {
        "held_on": today().isoformat(),
        "minutes": "60",
        "miles": "84",
        "location": "Sacramento Elementary, room 4",
        "people": [cast.teacher.pk],
        "others": "",
        "agreed": "Small groups daily",
        "finishes_step": "on",
        "next_on": "",
        "once": form["once"].value(),
        **({"revision": form["revision"].value()} if "revision" in form.fields else {}),
    }
    return {**facts, **more}


def test_the_coachs_page_is_linked_for_those_who_may_open_it(cast, training, sign_in):
    url = follow_up(training, coach=cast.coach).get_absolute_url()
    link = f'href="/people/{cast.coach.pk}/"'

    assert link in sign_in(cast.coordinator).get(url).text
    assert link in sign_in(cast.coach).get(url).text
    page = sign_in(cast.superintendent).get(url).text
    assert link not in page and "Miguel Tafoya" in page


# The caseload -------------------------------------------------------------------------------------------------------


def test_a_coach_sees_the_own_open_steps_first(cast, cycle, sign_in):
    page = sign_in(cast.coach).get(CASELOAD)

    assert [step.number for step in page.context["page_obj"]] == [1]
    assert "Cloudcroft" in page.text
    assert "1 step" in page.text


def test_a_superintendent_sees_what_the_district_owes(cast, cycle, sign_in):
    page = sign_in(cast.superintendent).get(CASELOAD + "?show=1&whose=mine")

    assert [step.number for step in page.context["page_obj"]] == [2]


def test_a_coordinator_owes_where_no_coach_is_named(cast, training, sign_in):
    follow_up(training, "Tularosa")

    page = sign_in(cast.coordinator).get(CASELOAD + "?show=1&whose=mine")

    assert [step.number for step in page.context["page_obj"]] == [1, 3]
    assert "no coach named" in page.text


def test_another_region_sees_nothing(cast, cycle, sign_in):
    client = sign_in(cast.other_coordinator)

    assert client.get(CASELOAD + "?show=1").context["page_obj"].paginator.count == 0
    assert client.get(cycle.get_absolute_url()).status_code == 404
    assert client.get(f"{cycle.get_absolute_url()}coach/").status_code == 404


def test_the_caseload_narrows_and_exports(cast, cycle, sign_in):
    client = sign_in(cast.director)

    for state, count in (("overdue", 0), ("needed", 1), ("open", 3), ("done", 0), ("waived", 0), ("", 3)):
        assert client.get(f"{CASELOAD}?show=1&state={state}").context["page_obj"].paginator.count == count
    assert client.get(f"{CASELOAD}?show=1&coach={cast.coach.pk}").context["page_obj"].paginator.count == 3
    assert client.get(f"{CASELOAD}?show=1&coach=null").context["page_obj"].paginator.count == 0
    assert client.get(f"{CASELOAD}?show=1&order=district").status_code == 200
    rows = b"".join(client.get(f"{CASELOAD}?show=1&as=csv")).decode().splitlines()
    assert len(rows) == 4
    assert "Miguel Tafoya" in rows[1]
    assert Access.objects.filter(kind="export").count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_caseload_takes_a_fixed_number_of_statements(cast, training, sign_in, number, django_assert_num_queries):
    for name in ("Cloudcroft", "Tularosa", "Carrizozo")[:number]:
        follow_up(training, name, coach=cast.coach)
    client = sign_in(cast.director)
    client.get(CASELOAD)

    with django_assert_num_queries(7):
        client.get(CASELOAD + "?show=1")


# A cycle ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_the_cycle_takes_a_fixed_number_of_statements(cast, cycle, step, sign_in, number, django_assert_num_queries):
    for days in range(number):
        visit_actions.plan(
            step.district,
            coach=cast.coach,
            kind="call",
            planned_for=today() + timedelta(days),
            location="by phone",
            people=[cast.teacher],
            step=step,
            by=cast.coach,
        )
    client = sign_in(cast.coordinator)
    client.get(cycle.get_absolute_url())

    with django_assert_num_queries(11):
        client.get(cycle.get_absolute_url())


def test_each_sees_the_acts_that_are_open_to_them(cast, cycle, step, sign_in):
    def acts(person):
        page = sign_in(person).get(cycle.get_absolute_url())
        words = {"Log": "visits/log/?step", "Finish": "/done/", "Move": "/move/", "Waive": "/waive/", "Coach": "coach/"}
        return {name for name, address in words.items() if address in page.text}

    assert acts(cast.coordinator) == {"Log", "Finish", "Move", "Waive", "Coach"}
    assert acts(cast.coach) == {"Log", "Finish", "Move", "Waive"}
    assert acts(cast.superintendent) == {"Finish", "Move"}
    assert acts(cast.leader) == set()


def test_a_superintendent_finishes_the_own_step_only(cast, cycle, sign_in):
    client = sign_in(cast.superintendent)
    of_coach, own = cycle.steps.get(number=1), cycle.steps.get(number=2)

    assert client.get(f"/trainings/follow-up/steps/{of_coach.pk}/done/").status_code == 403
    response = client.post(
        f"/trainings/follow-up/steps/{own.pk}/done/", {"done_on": today().isoformat(), "note": "All is well."}
    )
    assert response.url == cycle.get_absolute_url()
    own.refresh_from_db()
    assert own.done_note == "All is well."


def test_a_coach_is_named(cast, training, sign_in):
    cycle = follow_up(training, "Tularosa")
    client = sign_in(cast.coordinator)
    page = client.get(f"{cycle.get_absolute_url()}coach/")
    assert cast.other_coordinator not in page.context["form"].fields["coach"].queryset

    missing = client.post(f"{cycle.get_absolute_url()}coach/", {"coach": ""})
    assert "Choose a coach." in missing.text
    client.post(f"{cycle.get_absolute_url()}coach/", {"coach": cast.coach.pk})

    cycle.refresh_from_db()
    assert cycle.coach == cast.coach
    assert client.get(f"{cycle.get_absolute_url()}coach/").status_code == 200
    assert sign_in(cast.coach).get(f"{cycle.get_absolute_url()}coach/").status_code == 403


def test_moving_and_waiving(cast, cycle, step, sign_in):
    client = sign_in(cast.coach)
    later = today() + timedelta(15)

    client.post(f"/trainings/follow-up/steps/{step.pk}/move/", {"due_on": later.isoformat(), "why": "Testing"})
    step.refresh_from_db()
    assert step.due_on == later
    empty = client.post(f"/trainings/follow-up/steps/{step.pk}/waive/", {"why": " "})
    assert "Enter a reason" in empty.text
    client.post(f"/trainings/follow-up/steps/{step.pk}/waive/", {"why": "Left the district"})
    step.refresh_from_db()
    assert step.state == "waived"


# Visits -------------------------------------------------------------------------------------------------------------


def test_planning_is_filled_in_from_the_step(cast, cycle, step, sign_in):
    client = sign_in(cast.coach)
    page = client.get(f"/trainings/visits/new/?step={step.pk}")
    form = page.context["form"]
    assert (form["step"].value(), form["kind"].value()) == (step.pk, "classroom_visit")
    assert list(form.fields["people"].queryset) == [cast.teacher]
    assert "coach" not in form.fields

    facts = {
        "step": step.pk,
        "kind": "classroom_visit",
        "planned_for": (today() + timedelta(4)).isoformat(),
        "location": "Room 4",
        "people": [cast.teacher.pk],
        "others": "Peña",
        "once": form["once"].value(),
    }
    first = client.post(f"/trainings/visits/new/?step={step.pk}", facts)
    second = client.post(f"/trainings/visits/new/?step={step.pk}", facts)

    made = Visit.objects.get()
    assert first.url == second.url == made.get_absolute_url()
    assert set(made.people.all()) == {cast.teacher, cast.superintendent}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"people": [], "others": ""}, "Tick at least one person"),
        ({"others": "Zebulon Nobody"}, "Nobody in Cloudcroft is called “Zebulon Nobody”"),
        ({"minutes": "0"}, "at least 1"),
        ({"minutes": "1000"}, "at most 720"),
        ({"minutes": ""}, "Enter the minutes."),
        ({"miles": "-3"}, "at least 0"),
        ({"held_on": "2999-01-01"}, "today or before"),
        ({"next_on": "2020-01-01"}, "still to come"),
        ({"location": ""}, "Enter the place."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast, visit, sign_in, wrong, words):
    client = sign_in(cast.coach)
    address = f"{visit.get_absolute_url()}log/"

    page = client.post(address, log_facts(cast, client.get(address), **wrong))

    assert words in page.text
    assert page.status_code == 200
    assert "Small groups daily" in page.text
    visit.refresh_from_db()
    assert visit.is_open


def test_logging_a_planned_visit_with_a_note_and_the_next_day(cast, visit, step, sign_in):
    client = sign_in(cast.coach)
    address = f"{visit.get_absolute_url()}log/"
    page = client.get(address)
    assert "Do not write the names of students" in page.text

    response = client.post(
        address,
        log_facts(
            cast,
            page,
            next_on=(today() + timedelta(14)).isoformat(),
            **{f"note_{cast.teacher.pk}": "Well done."},
        ),
        follow=True,
    )

    assert "The visit is logged." in response.text
    assert "Its step is done." in response.text
    step.refresh_from_db()
    assert step.done_on == today()
    assert PrivateNote.objects.get().text == "Well done."
    assert Visit.objects.planned().count() == 1
    assert client.get(address).status_code == 302


def test_a_coordinator_logs_for_the_coach_without_notes(cast, visit, sign_in):
    client = sign_in(cast.coordinator)
    address = f"{visit.get_absolute_url()}log/"
    page = client.get(address)
    assert "Private note" not in page.text

    client.post(address, log_facts(cast, page, **{f"note_{cast.teacher.pk}": "Sneaked in"}))

    visit.refresh_from_db()
    assert visit.is_held
    assert not PrivateNote.objects.exists()
    assert client.get(f"{visit.get_absolute_url()}note/").status_code == 404


def test_a_visit_for_no_step_begins_with_its_district(cast, sign_in):
    client = sign_in(cast.coach)
    district = builders.district()

    assert "Which district?" in client.get("/trainings/visits/log/").text
    page = client.get(f"/trainings/visits/log/?district={district.pk}")
    response = client.post(
        f"/trainings/visits/log/?district={district.pk}",
        log_facts(cast, page, kind="call", initiative="", location="by phone"),
    )

    made = Visit.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.coach, made.step, made.initiative) == (cast.coach, None, None)
    elsewhere = builders.district("Texico")
    assert client.get(f"/trainings/visits/log/?district={elsewhere.pk}").status_code == 404


@pytest.mark.parametrize("name", ["step", "cycle", "district"])
def test_what_is_no_number_asks_for_the_district(cast, sign_in, name):
    for page in ("new", "log"):
        assert sign_in(cast.coach).get(f"/trainings/visits/{page}/", {name: "²"}).status_code == 200


def test_cancelling_a_visit(cast, visit, sign_in):
    client = sign_in(cast.coach)

    client.post(f"{visit.get_absolute_url()}cancel/", {"why": "Snow"})

    visit.refresh_from_db()
    assert (visit.state, visit.cancel_why) == ("cancelled", "Snow")


def test_who_may_open_a_visit(cast, visit, client):
    answers = {}
    for name, person in cast.people().items():
        client.force_login(person)
        answers[name] = client.get(visit.get_absolute_url()).status_code

    assert {name for name, code in answers.items() if code == 200} == {
        "leader",
        "bureau",
        "other_bureau",
        "director",
        "coordinator",
        "coach",
        "superintendent",
        "delegate",
        "teacher",
    }
    assert set(answers.values()) == {200, 404}


def test_only_the_region_may_log_it(cast, visit, client):
    allowed = set()
    for name, person in cast.people().items():
        client.force_login(person)
        if client.get(f"{visit.get_absolute_url()}log/").status_code == 200:
            allowed.add(name)
    assert allowed == {"coach", "coordinator", "director"}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_visits_takes_a_fixed_number_of_statements(cast, step, sign_in, number, django_assert_num_queries):
    for days in range(number):
        visit_actions.plan(
            step.district,
            coach=cast.coach,
            kind="call",
            planned_for=today() + timedelta(days),
            location="by phone",
            people=[cast.teacher],
            step=step,
            by=cast.coach,
        )
    client = sign_in(cast.coach)
    client.get("/trainings/visits/")

    with django_assert_num_queries(6):
        assert client.get("/trainings/visits/?show=1").context["page_obj"].paginator.count == number


def test_panels_stand_on_the_pages_they_belong_to(cast, visit, cycle, sign_in):
    client = sign_in(cast.coach)
    assert "My follow-up" in client.get("/").text
    assert "My next visits" in client.get("/").text
    for thing in (cycle.district, cycle.rec, cycle.initiative):
        assert "Due within 30 days" in client.get(thing.get_absolute_url()).text
    assert "Follow-up by district" in client.get(cycle.training.get_absolute_url()).text
    assert "Coaching visits" in client.get(cast.teacher.get_absolute_url()).text


def test_a_figure_of_a_panel_opens_to_as_many_rows(cast, cycle, sign_in):
    from collaborative.plugs.panels import panels_for

    client = sign_in(cast.director)
    response = client.get("/")
    response.wsgi_request.user = cast.director
    for location, thing in (("district", cycle.district), ("rec", cycle.rec), ("initiative", cycle.initiative)):
        panels = panels_for(location, response.wsgi_request, thing)
        (panel,) = [one for one in panels if one.template.endswith("coaching/panels/steps.html")]
        for _label, value, _note, url in panel.context["tiles"]:
            assert client.get(url).context["page_obj"].paginator.count == value
