from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from collaborative.calendar.periods import today
from tests import builders
from trainings.attendance.actions import closing
from trainings.experts.certification import months_after
from trainings.models import ExpertCertification, Meeting


@pytest.fixture
def session(cast):
    """A train-the-expert session of two meetings, held by the bureau for the RECs."""
    made = builders.training(
        "Train the expert",
        kind="train_the_expert",
        audience="all_recs",
        host=builders.bureau(),
        by=cast.bureau,
        days_ahead=-3,
    )
    first = made.meetings.get()
    Meeting.objects.create(
        training=made,
        number=2,
        starts_at=first.starts_at + timedelta(days=1),
        ends_at=first.ends_at + timedelta(days=1),
        date=first.date + timedelta(days=1),
        hours=Decimal(6),
    )
    made.last_day = first.date + timedelta(days=1)
    made.save()
    return made


@pytest.fixture
def held(session, mark, cast):
    """Miguel was at both meetings, the second in part; Nina at the first only."""
    miguel = builders.registration(session, cast.coach, builders.rec(9))
    nina = builders.registration(session, cast.other_coordinator, builders.rec(6))
    first, second = session.meetings.order_by("number")
    mark(first, {miguel: 6, nina: 6})
    mark(second, {miguel: 3, nina: 0})
    closing.close(session, by=cast.bureau)
    return session


def test_only_those_at_all_meetings_are_certified(held, cast):
    certification = ExpertCertification.objects.get()

    assert certification.person == cast.coach
    assert certification.organization == builders.rec(9)
    assert certification.version == held.version
    assert certification.valid_from == held.last_day
    assert certification.valid_until == months_after(held.last_day, 24)
    assert held.certificates.count() == 2


def test_a_correction_certifies_and_takes_it_back(held, cast):
    nina = held.registrations.select_related("training", "person").get(person=cast.other_coordinator)
    second = held.meetings.get(number=2)

    def correct(hours):
        closing.correct(nina, second, present=bool(hours), hours=Decimal(hours), why="Paper list.", by=cast.bureau)

    correct(6)
    assert ExpertCertification.objects.valid().filter(person=cast.other_coordinator).exists()
    correct(0)
    assert not ExpertCertification.objects.valid().filter(person=cast.other_coordinator).exists()


def test_a_revoked_certification_stays_revoked_when_hours_change(held, cast, sign_in):
    certification = ExpertCertification.objects.get()
    url = f"/trainings/experts/{certification.pk}/revoke/"
    assert sign_in(cast.coordinator).post(url, {"why": "No."}).status_code == 403
    assert sign_in(cast.bureau).post(url, {"why": "Left the REC."}).status_code == 302
    miguel = held.registrations.select_related("training", "person").get(person=cast.coach)

    closing.correct(
        miguel, held.meetings.get(number=2), present=True, hours=Decimal(5), why="Paper list.", by=cast.bureau
    )

    assert not ExpertCertification.objects.valid().exists()


def test_a_district_person_is_certified_for_the_rec_above(session, mark, cast):
    seat = builders.registration(session, cast.teacher, builders.district())
    for meeting in session.meetings.all():
        mark(meeting, {seat: 6})

    closing.close(session, by=cast.bureau)

    assert ExpertCertification.objects.get().organization == builders.rec(9)


def test_one_live_certification_for_version_and_training(held):
    certification = ExpertCertification.objects.get()
    certification.pk = None

    with pytest.raises(IntegrityError, match="live_once"), transaction.atomic():
        certification.save()


@pytest.mark.parametrize("half", [{"revoked_at": datetime.now(UTC)}, {"revoked_why": "She left."}])
def test_a_certification_is_revoked_with_a_reason_in_the_database(held, half):
    with pytest.raises(IntegrityError, match="trainings_certification_revoked_reasoned"), transaction.atomic():
        ExpertCertification.objects.update(**half)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 11, 15), 14, date(2028, 1, 15)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_after(day, months, expected):
    assert months_after(day, months) == expected


def test_states_follow_the_dates(held):
    one = ExpertCertification.objects.get()
    one.valid_until = today() + timedelta(days=30)
    assert one.state == "expires_soon"
    one.valid_from, one.valid_until = today() - timedelta(days=90), today() - timedelta(days=1)
    assert (one.state, one.is_valid) == ("expired", False)


def test_the_list_shows_who_and_exports(held, cast, sign_in):
    client = sign_in(cast.other_coordinator)

    page = client.get("/trainings/experts/?show=1")
    export = client.get("/trainings/experts/?state=valid&as=csv")

    assert "Miguel Tafoya" in page.content.decode()
    assert "Miguel Tafoya" in b"".join(export.streaming_content).decode()


@pytest.mark.parametrize("state", ["valid", "expiring", "expired", "revoked"])
def test_the_list_narrows_by_state(held, cast, sign_in, state):
    page = sign_in(cast.bureau).get(
        f"/trainings/experts/?state={state}&initiative={held.initiative_id}&rec={builders.rec(9).pk}"
    )

    assert ("Miguel Tafoya" in page.content.decode()) == (state == "valid")


def test_gaps_show_who_has_nobody(held, cast, sign_in):
    page = sign_in(cast.bureau).get("/trainings/experts/gaps/")

    row = page.context["page_obj"].object_list[0]
    assert row.nobody == 8
    assert {rec.pk: number for rec, number in row.by_rec}[builders.rec(9).pk] == 1


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize(("url", "statements"), [("/trainings/experts/?show=1", 7), ("/trainings/experts/gaps/", 7)])
def test_lists_take_a_fixed_number_of_statements(cast, sign_in, url, statements, items, django_assert_num_queries):
    for number in range(items):
        initiative = builders.initiative(f"Initiative {number}")
        ExpertCertification.objects.create(
            person=builders.person("Eva", f"Ortega {number}"),
            initiative=initiative,
            version=initiative.current,
            training=builders.training(f"Session {number}", of=initiative),
            organization=builders.rec(),
            valid_from=today() - timedelta(days=1),
            valid_until=today() + timedelta(days=300),
        )
    client = sign_in(cast.bureau)

    with django_assert_num_queries(statements):
        client.get(url)


@pytest.mark.parametrize("role", ["superintendent", "teacher", "nobody", "vendor", "council_member"])
def test_others_do_not_enter(held, cast, sign_in, role):
    client = sign_in(getattr(cast, role))

    assert client.get("/trainings/experts/").status_code == 403
    assert client.get("/trainings/experts/gaps/").status_code == 403
