"""Drafting: the outline, the plan with its lines, the documents; revisions and discarding."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from collaborative.calendar.periods import today
from collaborative.files.services import files_of
from collaborative.journal.models import Entry
from initiatives import actions
from initiatives.models import Initiative
from tests import builders
from tests.initiatives.conftest import a_measure

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def lines(steps=(), asks=(), **more):
    """The second page as a browser sends it."""
    data = {"steps-TOTAL_FORMS": len(steps), "asks-TOTAL_FORMS": len(asks), "revision": 0}
    data |= {"steps-INITIAL_FORMS": len(steps), "asks-INITIAL_FORMS": len(asks)}
    for number, (days, touchpoint, who) in enumerate(steps):
        data |= {
            f"steps-{number}-days_after": days,
            f"steps-{number}-touchpoint": touchpoint,
            f"steps-{number}-owed_by": who,
        }
    for number, (measure, target, due_on) in enumerate(asks):
        data |= {f"asks-{number}-measure": measure, f"asks-{number}-target": target, f"asks-{number}-due_on": due_on}
    return data | more


def test_a_draft_is_made_for_the_own_bureau(cast, sign_in, outline):
    client = sign_in(cast.bureau)
    form = client.get("/initiatives/new/").context["form"]

    response = client.post("/initiatives/new/", {**outline, "once": form.initial["once"]})

    made = Initiative.objects.get()
    assert response.url == f"/initiatives/{made.pk}/draft/plan/"
    assert (made.title, made.lead, made.current) == ("Structured literacy", builders.bureau(), None)
    assert made.versions.get().audience_roles == ["teacher", "principal"]
    entry = Entry.objects.get()
    assert (entry.text, entry.hat) == ("Drafted Structured literacy.", "PED bureau staff, Literacy")
    assert [choice for choice, _words in form.fields["lead"].choices] == [builders.bureau().pk]


def test_a_double_click_makes_one_draft(cast, sign_in, outline):
    client = sign_in(cast.bureau)
    once = client.get("/initiatives/new/").context["form"].initial["once"]

    client.post("/initiatives/new/", {**outline, "once": once})
    second = client.post("/initiatives/new/", {**outline, "once": once})

    made = Initiative.objects.get()
    assert second.url == made.get_absolute_url()


def test_another_bureau_cannot_be_named_as_lead(cast, sign_in, outline):
    foreign = {**outline, "lead": str(builders.bureau("Math and Science").pk)}

    response = sign_in(cast.bureau).post("/initiatives/new/", foreign)

    assert "lead" in response.context["form"].errors
    assert not Initiative.objects.exists()


def test_leadership_drafts_for_any_bureau(cast, sign_in, outline):
    sign_in(cast.leader).post("/initiatives/new/", outline)

    assert Initiative.objects.get().lead == builders.bureau()


def test_an_empty_form_says_what_to_do(cast, sign_in):
    response = sign_in(cast.bureau).post("/initiatives/new/", {})

    text = response.content.decode()
    assert response.status_code == 200
    assert "Error: " in text
    assert "Choose at least one group of people it is for." in text
    assert "Enter the first day." in text


@pytest.mark.parametrize("title", ["Structured literacy", "A" * 120, "1 2 3 4 5 6 7 8 9 " * 6])
def test_titles_of_every_kind_are_kept(cast, title):
    made = builders.initiative(title.strip(), published=False)

    assert Initiative.objects.get(pk=made.pk).title == title.strip()


def test_the_same_title_twice_is_refused_at_its_field(cast, sign_in, outline, draft):
    response = sign_in(cast.bureau).post("/initiatives/new/", outline)

    assert response.context["form"].errors["title"] == [
        "Literacy and Humanities Bureau has an initiative of this title already. "
        "Choose another title, or revise that one."
    ]


def test_a_last_day_before_the_first_is_refused_at_its_field(cast, sign_in, outline):
    backwards = {**outline, "ends_on": str(today() - timedelta(days=1))}

    response = sign_in(cast.bureau).post("/initiatives/new/", backwards)

    assert response.context["form"].errors["ends_on"] == ["Choose a last day after the first day."]
    assert "Every child reads by the end" in response.content.decode()


def test_two_editors_are_told_of_each_other(cast, sign_in, outline, draft):
    client = sign_in(cast.leader)
    page = f"/initiatives/{draft.pk}/draft/"
    revision = client.get(page).context["form"].initial["revision"]
    says = {"purpose": "Words of the other", "audience_roles": ["teacher"], "audience_grades": []}
    dates = {"starts_on": today(), "ends_on": today() + timedelta(days=9), "expert_valid_months": 12}
    actions.save_draft(draft, by=cast.bureau, revision=0, **says, **dates)

    refused = client.post(page, {**outline, "revision": revision})
    form = refused.context["form"]
    told = form.non_field_errors()[0]
    kept = draft.versions.get().purpose
    again = client.post(page, {**outline, "revision": form["revision"].value()})

    assert told.startswith("Teresa Chavez saved this draft at ")
    assert kept == "Words of the other"
    assert again.status_code == 302
    assert draft.versions.get().purpose == outline["purpose"]


def test_the_plan_is_saved_and_empty_lines_fall_away(cast, sign_in, draft):
    due = today() + timedelta(days=90)
    data = lines(
        steps=[(30, "classroom_visit", "coach"), ("", "", "coach"), (60, "check_in", "superintendent")],
        asks=[(a_measure(), "3", due), ("", "", "")],
    )

    response = sign_in(cast.bureau).post(f"/initiatives/{draft.pk}/draft/plan/", data)

    version = draft.versions.get()
    assert response.url == f"/initiatives/{draft.pk}/draft/documents/"
    assert list(version.planned_steps.values_list("days_after", "touchpoint", "owed_by")) == [
        (30, "classroom_visit", "coach"),
        (60, "check_in", "superintendent"),
    ]
    assert list(version.asked_deliverables.values_list("measure", "target", "due_on")) == [(a_measure(), 3, due)]


@pytest.mark.parametrize(
    ("measure", "target", "words"),
    [
        ("trainings_held", "1.5", "Enter a whole number: trainings are counted one by one."),
        ("steps_on_time", "120", "Enter a share in percent, at most 100."),
        ("contact_hours", "62.5", ""),
        ("steps_on_time", "82.5", ""),
        ("trainings_held", "2.00", ""),
    ],
)
def test_a_target_that_nobody_could_reach_is_refused(cast, sign_in, draft, measure, target, words):
    data = lines(asks=[(measure, target, today() + timedelta(days=90))])
    before = list(draft.versions.get().asked_deliverables.all())

    response = sign_in(cast.bureau).post(f"/initiatives/{draft.pk}/draft/plan/", data)

    assert response.status_code == (200 if words else 302)
    assert (list(draft.versions.get().asked_deliverables.all()) == before) is bool(words)
    if words:
        assert words in response.content.decode()


def test_lines_come_and_go_without_scripts_and_nothing_typed_is_lost(cast, sign_in, draft):
    client = sign_in(cast.bureau)
    page = f"/initiatives/{draft.pk}/draft/plan/"
    typed = [(30, "classroom_visit", "coach"), ("soon", "call", "superintendent")]

    added = client.post(page, lines(steps=typed, add="steps")).context["form"]
    removed = client.post(page, lines(steps=typed, remove="steps-0")).context["form"]

    assert [form["days_after"].value() for form in added.steps] == ["30", "soon", None]
    assert [form["days_after"].value() for form in removed.steps] == ["soon"]
    assert added.problems == removed.problems == []
    assert draft.versions.get().planned_steps.count() == 3


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (
            lines(steps=[(30, "call", "coach"), (30, "call", "coach")]),
            "the plan has this touchpoint on that day already",
        ),
        (lines(steps=[(0, "call", "coach")]), "at least 1"),
        (lines(steps=[(30, "", "coach")]), "Choose what happens."),
        (lines(asks=[("trainings_sung", 1, "2030-01-01")]), "your choice is no longer there"),
        (lines(asks=[("", "-1", "")]), "at least 0"),
    ],
)
def test_a_wrong_line_is_told_at_its_field(cast, sign_in, draft, data, problem):
    response = sign_in(cast.bureau).post(f"/initiatives/{draft.pk}/draft/plan/", data)

    assert response.status_code == 200
    assert problem in response.content.decode()
    assert response.context["form"].problems
    assert draft.versions.get().planned_steps.count() == 3


def test_a_mangled_plan_is_no_server_error(cast, sign_in, draft):
    client = sign_in(cast.bureau)

    for data in [{}, {"steps-TOTAL_FORMS": "many", "add": "steps"}, lines(remove="steps-99"), lines(remove="x")]:
        assert client.post(f"/initiatives/{draft.pk}/draft/plan/", data).status_code == 200


def test_documents_are_added_once_and_removed(cast, sign_in, draft):
    client = sign_in(cast.bureau)
    page = f"/initiatives/{draft.pk}/draft/documents/"

    for _time in range(2):
        client.post(page, {"file": SimpleUploadedFile("guide.pdf", PDF)})
    upload = files_of(draft.versions.get()).get()
    opened = client.get(f"/files/{upload.pk}/")
    client.post(f"{page}{upload.pk}/remove/")

    assert opened["Content-Disposition"] == 'attachment; filename="guide.pdf"'
    assert not files_of(draft.versions.get()).exists()


def test_an_executable_named_pdf_is_refused(cast, sign_in, draft):
    program = SimpleUploadedFile("guide.pdf", b"MZ\x90\x00\x03" + bytes(200))

    response = sign_in(cast.bureau).post(f"/initiatives/{draft.pk}/draft/documents/", {"file": program})

    assert "is not a file of a kind that can be kept here" in response.context["form"].errors["file"][0]
    assert not files_of(draft.versions.get()).exists()


@pytest.mark.parametrize(("megabytes", "status"), [(10.2, 200), (11, 413)])
def test_a_large_file_is_refused(cast, sign_in, draft, megabytes, status):
    large = SimpleUploadedFile("guide.pdf", PDF + bytes(int(megabytes * 1024 * 1024)))

    response = sign_in(cast.bureau).post(f"/initiatives/{draft.pk}/draft/documents/", {"file": large})

    assert response.status_code == status
    assert not files_of(draft.versions.get()).exists()


def test_a_document_of_a_draft_is_not_for_others(cast, client, draft):
    actions.add_document(draft, file=SimpleUploadedFile("guide.pdf", PDF), by=cast.bureau)
    upload = files_of(draft.versions.get()).get()

    seen = []
    for name, person in cast.people().items():
        client.force_login(person)
        if client.get(f"/files/{upload.pk}/").status_code == 200:
            seen.append(name)

    assert seen == ["leader", "bureau"]


def test_a_revision_takes_everything_along(cast, sign_in, published):
    actions_before = published.current
    client = sign_in(cast.bureau)

    response = client.post(f"/initiatives/{published.pk}/revise/")

    copied = published.versions.get(number=2)
    assert response.url == f"/initiatives/{published.pk}/draft/"
    assert copied.purpose == actions_before.purpose
    assert list(copied.planned_steps.values_list("days_after", flat=True)) == [30, 60, 90]
    assert copied.asked_deliverables.count() == 1
    assert "title" not in client.get(response.url).context["form"].fields


def test_a_second_revision_leads_to_the_first(cast, sign_in, published):
    client = sign_in(cast.bureau)
    client.post(f"/initiatives/{published.pk}/revise/")

    response = client.post(f"/initiatives/{published.pk}/revise/", follow=True)

    assert published.versions.count() == 2
    assert "Version 2 is being drafted already, begun by Teresa Chavez." in response.content.decode()


def test_a_revision_carries_the_documents(cast, draft):
    actions.add_document(draft, file=SimpleUploadedFile("guide.pdf", PDF), by=cast.bureau)
    actions.publish(draft, by=cast.bureau, revision=0)

    version = actions.revise(draft, by=cast.bureau)

    assert [upload.name for upload in files_of(version)] == ["guide.pdf"]


def test_discarding_names_the_loss_and_leaves_what_is_in_force(cast, sign_in, published):
    client = sign_in(cast.bureau)
    client.post(f"/initiatives/{published.pk}/revise/")

    asked = client.get(f"/initiatives/{published.pk}/draft/discard/")
    done = client.post(f"/initiatives/{published.pk}/draft/discard/")

    assert "The draft of version 2 is lost" in asked.content.decode()
    assert done.url == published.get_absolute_url()
    assert [version.number for version in published.versions.all()] == [1]


def test_discarding_what_was_never_published_leaves_nothing_but_the_journal(cast, sign_in, draft):
    sign_in(cast.bureau).post(f"/initiatives/{draft.pk}/draft/discard/")

    assert not Initiative.objects.exists()
    assert Entry.objects.get().text == "Discarded the draft of Structured literacy, version 1."


def test_saving_after_it_was_published_loses_nothing_typed(cast, sign_in, outline, draft):
    actions.publish(draft, by=cast.leader, revision=0)

    response = sign_in(cast.bureau).post(f"/initiatives/{draft.pk}/draft/", {**outline, "revision": 0})

    text = response.content.decode()
    assert "Lucía Baca published version 1." in text
    assert outline["purpose"] in text


@pytest.mark.parametrize("path", ["draft/", "draft/plan/", "draft/documents/", "draft/discard/"])
def test_without_a_draft_the_pages_lead_to_what_is_in_force(cast, sign_in, published, path):
    response = sign_in(cast.bureau).get(f"/initiatives/{published.pk}/{path}")

    assert response.url == published.get_absolute_url()


@pytest.mark.parametrize(
    "path", ["", "draft/", "draft/plan/", "draft/documents/", "draft/discard/", "publish/", "versions/1/"]
)
def test_a_draft_does_not_exist_for_outsiders(cast, client, draft, path):
    answers = {}
    for name, person in cast.people().items():
        client.force_login(person)
        answers[name] = client.get(f"/initiatives/{draft.pk}/{path}").status_code

    assert {name for name, status in answers.items() if status == 200} == {"leader", "bureau"}
    assert {status for name, status in answers.items() if name not in ("leader", "bureau")} == {404}


def test_a_partner_bureau_sees_the_draft_and_leaves_it_alone(cast, sign_in, draft):
    draft.partners.add(builders.bureau("Math and Science"))
    client = sign_in(cast.other_bureau)

    assert client.get(f"/initiatives/{draft.pk}/").status_code == 200
    assert client.get(f"/initiatives/{draft.pk}/draft/").status_code == 403
    assert client.post(f"/initiatives/{draft.pk}/publish/").status_code == 403


def test_the_draft_of_a_revision_is_hidden_from_those_who_see_the_initiative(cast, sign_in, published):
    actions.revise(published, by=cast.bureau)
    client = sign_in(cast.coordinator)

    assert client.get(f"/initiatives/{published.pk}/versions/1/").status_code == 200
    assert client.get(f"/initiatives/{published.pk}/versions/2/").status_code == 404
    assert [one.number for one in client.get(published.get_absolute_url()).context["versions"]] == [1]
