from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accountability import actions
from accountability.models import Submission
from coaching.models import FollowUpCycle, FollowUpStep
from collaborative.calendar.periods import QUARTERS, fiscal_year, quarter_dates, today
from collaborative.files.models import Upload
from collaborative.journal.models import Access, Entry
from tests import builders
from tests.accountability.making import PDF, deliverable, held

YEAR = fiscal_year(today())


def sees_reports(client) -> str:
    response = client.get("/reports/")
    assert response.status_code == 200
    return response.content.decode()


def test_ped_sees_the_state_with_each_figure_a_link(cast, sign_in):
    held([(cast.teacher, builders.district())])

    page = sees_reports(sign_in(cast.bureau))

    assert "The state at a glance" in page
    assert "1 of 89" in page
    assert f"/reports/figures/trainings_held/?fy={YEAR}&amp;show=1" in page
    assert '<svg viewBox="0 0' in page
    assert "Districts reached" in page


def test_a_rec_sees_its_region(cast, sign_in):
    held([(cast.teacher, builders.district())])
    held(
        [(cast.teacher, builders.district("Texico"))],
        title="Far away",
        host=builders.rec(6),
        by=cast.other_coordinator,
        of=builders.initiative("Math labs"),
    )

    page = sees_reports(sign_in(cast.coordinator))

    assert "at a glance" in page
    assert "The state" not in page
    assert "Math labs" not in page
    assert "Structured literacy" in page


@pytest.mark.parametrize("who", ["teacher", "vendor", "coach"])
def test_others_see_what_is_public_and_no_figures(cast, sign_in, who):
    page = sees_reports(sign_in(getattr(cast, who)))

    assert "/reports/figures/" not in page
    assert "of 89" in page


def test_a_superintendent_sees_what_reached_the_district(cast, sign_in):
    district = builders.district()
    held([(cast.teacher, district)])

    page = sees_reports(sign_in(cast.superintendent))

    assert "Trainings that reached Cloudcroft" in page
    assert f"/reports/districts/{district.pk}/" in page
    rows = sign_in(cast.superintendent).get(f"/reports/districts/{district.pk}/").content.decode()
    assert "Structured literacy, part 1" in rows
    assert "1 training" in rows


def test_rows_behind_a_figure_are_linked_where_they_may_be_opened(cast, sign_in):
    builders.hat(cast.council_member, "delegate", builders.district())
    made = held([])
    now = timezone.now()
    steps = {}
    for short_name in ("Cloudcroft", "Tularosa"):
        district = builders.district(short_name)
        about = {"district": district, "rec": builders.rec(), "initiative": made.initiative}
        cycle = FollowUpCycle.objects.create(training=made, opened_at=now, people_trained=0, **about)
        steps[short_name] = FollowUpStep.objects.create(
            cycle=cycle,
            number=1,
            touchpoint="call",
            owed_by="coach",
            due_on=today(),
            done_on=today(),
            done_by=cast.coach,
            **about,
        )

    page = sign_in(cast.council_member).get("/reports/figures/steps_on_time/").content.decode()

    assert steps["Cloudcroft"].get_absolute_url() in page and "Tularosa" in page
    assert steps["Tularosa"].get_absolute_url() not in page


def test_ped_narrows_to_one_rec(cast, sign_in):
    client = sign_in(cast.leader)

    assert client.get(f"/reports/?rec={builders.rec().pk}").status_code == 200
    assert client.get("/reports/?rec=999999").status_code == 404
    assert client.get("/reports/?fy=nonsense").status_code == 200


def test_the_map_stands_as_a_table(cast, sign_in):
    held([(cast.teacher, builders.district())])
    client = sign_in(cast.bureau)

    everything = client.get("/reports/districts/").content.decode()
    reached = client.get("/reports/districts/?reached=some&show=1").content.decode()
    never = client.get("/reports/districts/?reached=cross&show=1").content.decode()

    assert "89 districts" in everything
    assert "1 district<" in reached
    assert "Cloudcroft" in reached
    assert "88 districts" in never
    csv = b"".join(client.get("/reports/districts/?reached=some&show=1&as=csv").streaming_content).decode()
    assert csv.splitlines()[1].endswith(",1,1,6")


# Figures ------------------------------------------------------------------------------------------------------------


def test_a_figure_opens_to_its_rows(cast, sign_in):
    made = held([(cast.teacher, builders.district()), (cast.coach, builders.rec())], hours="5.5")
    client = sign_in(cast.bureau)

    hours = client.get(f"/reports/figures/contact_hours/?fy={YEAR}&show=1").content.decode()
    share = client.get(f"/reports/figures/districts_invited_share/?fy={YEAR}&show=1").content.decode()

    assert "Contact hours: 11, in 2 rows" in hours
    assert f"/trainings/{made.pk}/" in hours
    assert "The sum of the ledger" in hours
    assert "Share of districts invited: 100 % (8 of 8)" in share
    assert Access.objects.filter(what__contains="contact_hours").exists()


def test_a_figure_is_counted_for_a_part_of_the_year_and_for_a_level(cast, sign_in):
    made = held([(cast.teacher, builders.district())], hours="5.5")
    own = builders.initiative("Rural math circles", lead=builders.rec(), level="local")
    held([(cast.teacher, builders.district())], title="Our own", of=own, hours="2")
    client = sign_in(cast.coordinator)
    quarter = next(n for n in QUARTERS if made.first_day <= quarter_dates(YEAR, n).last)

    def page(more: str) -> str:
        return client.get(f"/reports/figures/contact_hours/?fy={YEAR}&show=1{more}").content.decode()

    assert "Contact hours: 7.5, in 2 rows" in page("")
    assert "Contact hours: 2, in 1 row" in page("&level=local")
    assert "Contact hours: 5.5, in 1 row" in page(f"&level=ped&part={quarter}")
    assert "Contact hours: 0" in page(f"&part={quarter % 4 + 1}")
    assert "Contact hours: 7.5" in page("&part=so-far")
    assert client.get(f"/reports/figures/contact_hours/?fy={YEAR}&part=5").status_code == 404
    assert "2 of them under local initiatives" in client.get("/reports/").content.decode()


def test_people_of_a_district_open_to_their_names_for_who_answers_for_it(cast, sign_in):
    district = builders.district()
    first = held([(cast.teacher, district)])
    held([(cast.teacher, district)], title="Part 2", of=first.initiative)
    rows = f"/reports/districts/{district.pk}/people/?fy={YEAR}"

    page = sign_in(cast.superintendent).get(f"{rows}&show=1").content.decode()

    assert "1 person" in page
    assert f"/people/{cast.teacher.pk}/" in page
    assert f'href="{rows}"' in sign_in(cast.bureau).get(f"/districts/{district.pk}/").content.decode()
    assert sign_in(cast.other_superintendent).get(rows).status_code == 403
    assert rows not in sign_in(cast.other_superintendent).get(f"/districts/{district.pk}/").content.decode()


def test_a_year_that_is_no_number_is_this_year(cast, sign_in):
    for page in ("", "districts/", "deliverables/"):
        assert sign_in(cast.leader).get(f"/reports/{page}", {"fy": "²"}).status_code == 200


def test_figures_are_exported(cast, sign_in):
    held([(cast.teacher, builders.district())])

    response = sign_in(cast.bureau).get(f"/reports/figures/people_trained/?fy={YEAR}&as=csv")

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "Rosa Montoya" in lines[1]


def test_a_rec_opens_its_own_figures_only(cast, sign_in):
    held([(cast.teacher, builders.district("Texico"))], host=builders.rec(6), by=cast.other_coordinator)
    client = sign_in(cast.director)

    page = client.get(f"/reports/figures/people_trained/?fy={YEAR}&show=1").content.decode()

    assert "Rosa Montoya" not in page
    assert "People trained: 0" in page
    assert client.get(f"/reports/figures/people_trained/?rec={builders.rec(6).pk}").status_code == 404
    assert client.get("/reports/figures/moonlight/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("leader", 200), ("bureau", 200), ("director", 200), ("coordinator", 200), ("council_member", 200)]
    + [(who, 403) for who in ("coach", "superintendent", "delegate", "vendor", "teacher", "nobody", "former")],
)
def test_figures_and_deliverables_are_for_those_who_account(cast, sign_in, who, status):
    client = sign_in(getattr(cast, who))

    assert client.get("/reports/figures/trainings_held/").status_code == status
    assert client.get("/reports/deliverables/").status_code == status


# Deliverables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "view", "submit", "review"),
    [
        ("leader", 200, 403, 302),
        ("bureau", 200, 403, 302),
        ("other_bureau", 200, 403, 403),
        ("director", 200, 200, 403),
        ("coordinator", 200, 200, 403),
        ("council_member", 200, 403, 403),
        ("other_coordinator", 404, 404, 404),
        ("superintendent", 404, 404, 404),
        ("coach", 404, 404, 404),
        ("vendor", 404, 404, 404),
        ("teacher", 404, 404, 404),
        ("nobody", 404, 404, 404),
    ],
)
def test_who_enters_a_deliverable(cast, sign_in, owed, who, view, submit, review):
    client, base = sign_in(getattr(cast, who)), owed.get_absolute_url()

    assert client.get(base).status_code == view
    assert client.get(f"{base}submit/").status_code == submit
    assert client.get(f"{base}evidence/").status_code == submit
    assert client.get(f"{base}accept/").status_code == review
    assert client.get(f"{base}return/").status_code == review


def test_the_register_filters_by_state(cast, sign_in, owed):
    late = deliverable(owed.initiative, measure="people_trained", due_in=-1)
    client = sign_in(cast.bureau)

    page = client.get(f"/reports/deliverables/?fy={late.fiscal_year}&state=late&show=1").content.decode()

    assert "1 deliverable<" in page
    assert late.get_absolute_url() in page
    assert "What the states mean" in page
    csv = b"".join(client.get(f"/reports/deliverables/?fy={late.fiscal_year}&as=csv").streaming_content).decode()
    assert "People trained" in csv
    assert "Late" in csv


def test_a_rec_lists_its_own(cast, sign_in, owed):
    other = deliverable(owed.initiative, rec=builders.rec(6))

    page = sign_in(cast.director).get("/reports/deliverables/").content.decode()

    assert owed.get_absolute_url() in page
    assert other.get_absolute_url() not in page


def submitting(client, owed, **more):
    url = f"{owed.get_absolute_url()}submit/"
    form = client.get(url).context["form"]
    data = {"once": form.initial["once"], "counted": "0", "note": "All done.", **more}
    return client.post(url, data), lambda: client.post(url, data)


def test_submit_through_the_pages_and_twice(cast, sign_in, owed):
    client = sign_in(cast.director)

    response, again = submitting(client, owed)
    second = again()

    assert response["Location"] == second["Location"] == owed.get_absolute_url()
    assert Submission.objects.count() == 1
    page = client.get(owed.get_absolute_url()).content.decode()
    assert "nothing was done twice" in page
    assert "Submitted" in page
    assert "deliverable.submitted" not in page
    assert Entry.objects.get(verb="deliverable.submitted").hat.startswith("REC director")


def test_a_count_that_changed_keeps_the_note_and_shows_the_new_figure(cast, sign_in, owed):
    client = sign_in(cast.director)

    response, _again = submitting(client, owed, counted="7")

    page = response.content.decode()
    assert "The count has changed from 7 to 0" in page
    assert "All done." in page
    assert 'name="counted" value="0"' in page


def test_return_and_accept_through_the_pages(cast, sign_in, submitted, owed):
    client, base = sign_in(cast.bureau), owed.get_absolute_url()

    check = client.get(f"{base}return/").content.decode()
    without = client.post(f"{base}return/", {"reason": ""}).content.decode()
    client.post(f"{base}return/", {"reason": "The May training is missing."})

    assert "Daniel Sandoval will be told by letter" in check
    assert "Say what is missing" in without
    page = sign_in(cast.director).get(base).content.decode()
    assert "The May training is missing." in page
    assert "Submit again" in page

    actions.submit(owed, note="", seen=Decimal(0), by=cast.director)
    client = sign_in(cast.bureau)
    assert "cannot be returned afterwards" in client.get(f"{base}accept/").content.decode()
    assert client.post(f"{base}accept/", {}).status_code == 302
    assert owed.submissions.first().state == "accepted"
    assert "accepted it on" in client.post(f"{base}accept/", {}).content.decode()


def test_evidence_through_the_pages(cast, sign_in, owed):
    client, base = sign_in(cast.coordinator), owed.get_absolute_url()

    bad = client.post(f"{base}evidence/", {"file": SimpleUploadedFile("x.pdf", b"MZ" + b"\x00" * 99)}).content.decode()
    missing = client.post(f"{base}evidence/", {}).content.decode()
    client.post(f"{base}evidence/", {"file": SimpleUploadedFile("roster.pdf", PDF)})

    assert "is not a file of a kind that can be kept here" in bad
    assert "Choose a file." in missing
    upload = Upload.objects.get()
    page = client.get(base).content.decode()
    assert "roster.pdf" in page
    assert client.get(upload.get_absolute_url()).status_code == 200
    assert sign_in(cast.council_member).get(upload.get_absolute_url()).status_code == 200
    assert sign_in(cast.other_coordinator).get(upload.get_absolute_url()).status_code == 404
    client = sign_in(cast.coordinator)
    remove = f"{base}evidence/{upload.pk}/remove/"
    assert "The file is deleted" in client.get(remove).content.decode()
    assert client.post(remove, {}).status_code == 302
    assert client.get(remove).status_code == 404
    assert not Upload.objects.exists()


def test_a_file_of_another_deliverable_is_not_removed_here(cast, sign_in, owed, pdf):
    other = deliverable(owed.initiative, rec=builders.rec(6))
    actions.attach_evidence(other, file=pdf, by=cast.other_coordinator)
    upload = Upload.objects.get()

    response = sign_in(cast.director).post(f"{owed.get_absolute_url()}evidence/{upload.pk}/remove/", {})

    assert response.status_code == 404
    assert Upload.objects.exists()


# Statements ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize(
    ("url", "statements"),
    [
        ("/reports/", 9),
        ("/reports/districts/", 7),
        (f"/reports/figures/people_trained/?fy={YEAR}&show=1", 8),
        (f"/reports/figures/districts_invited_share/?fy={YEAR}&show=1", 9),
        ("/reports/deliverables/", 8),
        (f"/reports/deliverables/?fy={YEAR}&state=on_target&show=1", 10),
    ],
)
def test_statements_do_not_grow_with_rows(cast, sign_in, url, statements, items, django_assert_num_queries):
    initiative = builders.initiative(by=cast.bureau)
    for number in range(items):
        held([(cast.teacher, builders.district())], title=f"Part {number}", of=initiative)
        deliverable(initiative, due_in=40 + number, target="1", year=YEAR)
    client = sign_in(cast.bureau)

    with django_assert_num_queries(statements):
        client.get(url)


@pytest.mark.parametrize("items", [1, 3])
def test_a_deliverable_takes_a_fixed_number_of_statements(cast, sign_in, owed, items, django_assert_num_queries):
    for number in range(items):
        actions.attach_evidence(
            owed, file=SimpleUploadedFile(f"{number}.txt", f"Row {number}".encode()), by=cast.director
        )
        submission = actions.submit(owed, note="", seen=Decimal(0), by=cast.director)
        actions.return_(submission, reason="Count again.", by=cast.bureau)
    client = sign_in(cast.director)

    with django_assert_num_queries(8):
        client.get(owed.get_absolute_url())
