from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from pypdf import PdfReader

from collaborative.journal.models import Access
from collaborative.plugs.panels import panels_for
from tests import builders
from trainings.attendance.actions import closing
from trainings.models import Attendance, Certificate, Meeting


def test_marking_one_line_by_fragment(sign_in, cast, training, seat):
    rosa, luis = seat("Rosa", "Vigil"), seat("Luis", "Abeyta")
    url = f"/trainings/{training.pk}/door/marks/"
    typed = {"meeting": "1", f"there-{rosa.pk}": "yes", f"hours-{rosa.pk}": "2,5"}

    answer = sign_in(cast.coordinator).post(url, typed, headers={"HX-Request": "true"})

    words = answer.content.decode()
    assert f'id="state-{rosa.pk}"' in words
    assert f'id="state-{luis.pk}"' not in words
    assert "Saved" in words
    assert "1 present, 0 absent, 1 not marked yet" in words
    assert Attendance.objects.get().hours == Decimal("2.5")


def test_the_hours_of_who_is_absent_are_out_of_sight(sign_in, cast, training, meeting, seat, mark):
    """By style alone, so that they stand there again when somebody comes after all."""
    rosa = seat()
    mark(meeting, {rosa: 0})

    page = sign_in(cast.coordinator).get(f"/trainings/{training.pk}/door/").content.decode()

    assert f'name="there-{rosa.pk}" value="no" checked' in page
    style = (settings.BASE_DIR / "static/css/door.css").read_text()
    assert '.door tr:has([value="no"]:checked) .door-hours { visibility: hidden; }' in style


def test_a_wrong_number_is_told_on_the_line_and_nothing_saved(sign_in, cast, training, seat):
    rosa = seat()
    url = f"/trainings/{training.pk}/door/marks/"
    typed = {"meeting": "1", f"there-{rosa.pk}": "yes", f"hours-{rosa.pk}": "nine"}
    client = sign_in(cast.coordinator)

    fragment = client.post(url, typed, headers={"HX-Request": "true"}).content.decode()
    page = client.post(url, typed).content.decode()

    assert "at most 6 hours" in fragment
    assert "There is a problem" in page
    assert 'value="nine"' in page
    assert "<title>Error:" in page
    assert not Attendance.objects.exists()


def test_the_whole_roster_is_saved_without_script(sign_in, cast, training, seat):
    rosa, luis, ana = seat("Rosa", "Vigil"), seat("Luis", "Abeyta"), seat("Ana", "Lujan")
    typed = {"meeting": "1", f"there-{rosa.pk}": "yes", f"hours-{rosa.pk}": "", f"there-{luis.pk}": "no"}

    answer = sign_in(cast.coordinator).post(f"/trainings/{training.pk}/door/marks/", typed, follow=True)

    assert "Saved: 2 people." in answer.content.decode()
    assert {mark.registration_id: mark.hours for mark in Attendance.objects.all()} == {rosa.pk: 6, luis.pk: 0}
    assert not ana.attendance.exists()


@pytest.mark.parametrize("hours", ["1e9999999", "NaN", "Infinity", "-3", "x" * 500, "\x00"])
def test_strange_hours_are_no_error_of_ours(sign_in, cast, training, seat, hours):
    rosa = seat()
    typed = {"meeting": "1", f"there-{rosa.pk}": "yes", f"hours-{rosa.pk}": hours}

    answer = sign_in(cast.coordinator).post(f"/trainings/{training.pk}/door/marks/", typed)

    assert answer.status_code == 200
    assert not Attendance.objects.exists()


def test_who_may_keep_the_door(sign_in, cast, training, seat):
    seat()

    found = {
        name: sign_in(person).get(f"/trainings/{training.pk}/door/").status_code
        for name, person in cast.people().items()
    }

    assert {name for name, status in found.items() if status == 200} == {"coordinator", "director", "coach"}
    assert set(found.values()) <= {200, 403, 404}
    assert sign_in(cast.coach).get(f"/trainings/{training.pk}/close/").status_code == 403
    assert sign_in(cast.coach).post(f"/trainings/{training.pk}/close/", {"once": ""}).status_code == 403


def test_a_vendor_keeps_the_door_of_the_own_session_and_the_bureau_closes_it(sign_in, cast):
    host = cast.vendor.hats_today[0].organization
    session = builders.training(kind="train_the_expert", audience="all_recs", host=host, by=cast.bureau, days_ahead=-1)
    url = f"/trainings/{session.pk}/"

    assert sign_in(cast.vendor).get(f"{url}door/").status_code == 200
    assert sign_in(cast.vendor).get(f"{url}close/").status_code == 403
    assert sign_in(cast.bureau).get(f"{url}close/").status_code == 200
    assert sign_in(cast.other_bureau).get(f"{url}close/").status_code == 403


@pytest.mark.parametrize("items", [1, 3])
def test_the_roster_takes_a_fixed_number_of_statements(sign_in, cast, training, seat, items, django_assert_num_queries):
    for number in range(items):
        seat("Rosa", f"Vigil {number}")
    client = sign_in(cast.coordinator)

    with django_assert_num_queries(9):  # with the row of who looked at named people
        client.get(f"/trainings/{training.pk}/door/")

    assert Access.objects.get().about == f"trainings.training:{training.pk}"


@pytest.mark.parametrize("items", [1, 3])
def test_the_check_page_takes_a_fixed_number_of_statements(
    sign_in, cast, training, meeting, seat, mark, items, django_assert_num_queries
):
    mark(meeting, {seat("Rosa", f"Vigil {number}"): 6 for number in range(items)})
    client = sign_in(cast.coordinator)

    with django_assert_num_queries(7):
        page = client.get(f"/trainings/{training.pk}/close/")

    assert page.context["button"].startswith(f"Close: {items} present, 0 absent, {items * 6}.0 hours")


def test_the_check_page_closes(sign_in, cast, training, meeting, seat, mark):
    mark(meeting, {seat(): 6})
    client = sign_in(cast.coordinator)
    url = f"/trainings/{training.pk}/close/"
    once = client.get(url).context["form"]["once"].value()

    answers = [client.post(url, {"once": once}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Certificate.objects.count() == 1
    assert "was closed on" in client.get(url).content.decode()


def test_who_is_not_marked_stands_in_the_way(sign_in, cast, training, seat):
    seat()

    page = sign_in(cast.coordinator).get(f"/trainings/{training.pk}/close/").content.decode()

    assert "Not marked at meeting 1" in page
    assert "Rosa Vigil" in page
    assert '<form method="post" data-once' not in page


def test_the_sheet_prints_and_is_a_tagged_pdf(sign_in, cast, training, seat):
    seat("Rosa", "Vigil")
    client = sign_in(cast.coordinator)

    page = client.get(f"/trainings/{training.pk}/door/sheet/").content.decode()
    pdf = PdfReader(BytesIO(client.get(f"/trainings/{training.pk}/door/sheet.pdf").content))

    words = pdf.pages[0].extract_text()
    assert "Rosa Vigil" in page
    assert "Rosa Vigil" in words
    assert "Miguel Tafoya (not counted)" in words.replace("\n", " ")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_meeting_that_is_not_there_is_404(sign_in, cast, training):
    client = sign_in(cast.coordinator)

    assert client.get(f"/trainings/{training.pk}/door/?meeting=9").status_code == 404
    assert client.get(f"/trainings/{training.pk}/door/?meeting=x").status_code == 404


def test_the_page_opens_at_the_meeting_of_today(sign_in, cast, training, meeting):
    now = timezone.now()
    today = Meeting.objects.create(
        training=training,
        number=2,
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        date=meeting.date + timedelta(days=1),
        hours=2,
    )

    assert sign_in(cast.coordinator).get(f"/trainings/{training.pk}/door/").context["meeting"] == today


def test_a_get_never_marks(sign_in, cast, training, seat):
    seat()
    client = sign_in(cast.coordinator)

    assert client.get(f"/trainings/{training.pk}/door/marks/").status_code == 405
    assert client.get(f"/trainings/{training.pk}/door/all-present/").status_code == 405
    assert not Attendance.objects.exists()


# Panels -------------------------------------------------------------------------------------------------------------


def _panels(rf, place, person, thing=None):
    request = rf.get("/")
    request.user = person
    made = [
        panel
        for panel in panels_for(place, request, thing)
        if "/attendance/" in panel.template or "/experts/" in panel.template or "/certificates/" in panel.template
    ]
    return " ".join(render_to_string(panel.template, {"panel": panel.context}) for panel in made)


def test_panels_say_how_it_stands(rf, cast, closed):
    rosa = closed.registrations.get(person__family_name="Vigil").person

    assert "2 present, 8.5 contact hours" in _panels(rf, "training", cast.coordinator, closed)

    luis = closed.registrations.get(person__given_name="Luis")
    closing.correct(luis, closed.meetings.get(), present=False, hours=0, why="Was elsewhere.", by=cast.coordinator)
    assert "1 present, 6 contact hours" in _panels(rf, "training", cast.coordinator, closed)
    assert "You took part: 6 contact hours" in _panels(rf, "training", rosa, closed)
    assert _panels(rf, "training", cast.superintendent, closed) == ""
    assert "Certificate: Structured literacy, part 1" in _panels(rf, "person", rosa, rosa)
    assert _panels(rf, "person", cast.other_coordinator, rosa) == ""
    assert "Nobody here is certified" in _panels(rf, "rec", cast.coordinator, builders.rec())
    assert "0 of 9 RECs have somebody certified" in _panels(rf, "initiative", cast.coordinator, closed.initiative)


def test_today_opens_the_roster_of_the_day(rf, cast):
    builders.training("Today’s training", days_ahead=0, leader=cast.coach)

    assert "Open the roster: Today’s training" in _panels(rf, "today", cast.coordinator)
    assert "Open the roster: Today’s training" in _panels(rf, "today", cast.coach)
    assert _panels(rf, "today", cast.superintendent) == ""


@pytest.mark.parametrize("who", ["coordinator", "coach", "superintendent", "teacher"])
def test_the_training_has_its_page_while_it_is_at_the_door(sign_in, cast, who):
    made = builders.training("Today’s training", days_ahead=0, leader=cast.coach)
    seat = builders.registration(made, cast.teacher)
    Attendance.objects.create(
        meeting=made.meetings.get(),
        registration=seat,
        present=True,
        hours=6,
        marked_at=timezone.now(),
        marked_by=cast.coach,
    )

    page = sign_in(getattr(cast, who)).get(made.get_absolute_url()).content.decode()

    assert ("Marked so far: 1 present, 0 absent." in page) == (who in ("coordinator", "coach"))


def test_a_refusal_of_closing_changes_nothing(training, meeting, seat, cast):
    seat()

    with pytest.raises(closing.ActionError):
        closing.close(training, by=cast.coordinator)

    training.refresh_from_db()
    assert training.closed_at is None


def test_a_line_without_a_choice_stays_on_the_page(sign_in, cast, training, seat):
    rosa = seat()
    typed = {"meeting": "1", f"hours-{rosa.pk}": "2"}

    answer = sign_in(cast.coordinator).post(
        f"/trainings/{training.pk}/door/marks/", typed, headers={"HX-Request": "true"}
    )

    words = answer.content.decode()
    assert f'id="state-{rosa.pk}"' in words
    assert "Not marked" in words
    assert "Saved" not in words
