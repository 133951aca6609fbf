from decimal import Decimal

import pytest
from django.utils import timezone

from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.figures.measures import measures
from collaborative.figures.queries import figures
from tests import builders
from trainings.attendance.actions import closing
from trainings.models import Invitation, Training

NAMES = [
    "trainings_held",
    "districts_reached",
    "people_trained",
    "contact_hours",
    "experts_certified",
    "districts_invited_share",
]


@pytest.fixture
def year(closed):
    return fiscal_year_dates(fiscal_year(closed.first_day))


def test_figures_of_a_closed_training(closed, year):
    rec, initiative = closed.host_id, closed.initiative_id

    found = {name: measures[name].value(year, rec=rec, initiative=initiative) for name in NAMES}

    assert found == {
        "trainings_held": 1,
        "districts_reached": 2,
        "people_trained": 2,
        "contact_hours": Decimal("8.5"),
        "experts_certified": 0,
        "districts_invited_share": Decimal("100.0"),
    }


def test_a_second_training_counts_people_and_districts_once(closed, year, cast, mark):
    again = builders.training("Part 2", of=closed.initiative, days_ahead=-1)
    rosa = closed.registrations.select_related("person", "organization").get(person__family_name="Vigil")
    seat = builders.registration(again, rosa.person, rosa.organization)
    mark(again.meetings.get(), {seat: 6})
    closing.close(again, by=cast.coordinator)

    assert measures["trainings_held"].value(year) == 2
    assert measures["people_trained"].value(year) == 2
    assert measures["districts_reached"].value(year) == 2
    assert measures["contact_hours"].value(year) == Decimal("14.5")


def test_who_was_absent_after_all_is_not_counted(closed, year, cast):
    luis = closed.registrations.select_related("training", "person").get(person__family_name="Abeyta")
    meeting = closed.meetings.get()
    closing.correct(luis, meeting, present=False, hours=Decimal(0), why="Paper list.", by=cast.coordinator)

    assert measures["people_trained"].value(year) == 1
    assert measures["districts_reached"].value(year) == 1
    assert measures["contact_hours"].value(year) == 6


def test_a_district_without_invitation_lowers_the_share(closed, year):
    whole = measures["districts_invited_share"].whole_of(year).count()
    Invitation.objects.filter(training=closed).first().delete()

    assert whole == Invitation.objects.filter(training=closed).count() + 1
    assert measures["districts_invited_share"].value(year) == (Decimal(whole - 1) * 100 / whole).quantize(
        Decimal("0.1")
    )


def test_what_has_not_begun_or_was_cancelled_is_no_part_of_the_share(closed, year):
    Training.objects.update(cancelled_at=timezone.now(), cancel_why="Snow.", closed_at=None)
    builders.training("Later", of=closed.initiative, days_ahead=3)

    assert measures["districts_invited_share"].value(year) is None


def test_every_figure_equals_the_rows_it_opens_to(closed, year):
    for name in NAMES:
        measure = measures[name]
        rows = list(measure.of(year))
        if measure.unit != "%":
            counted = sum(row.hours for row in rows) if name == "contact_hours" else len(rows)
            assert counted == measure.value(year), name
        for row in rows:
            for _heading, part in measure.columns:
                assert part(row) if callable(part) else row is not None


def test_all_figures_come_in_one_statement(closed, year, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = figures(year, names=NAMES)

    assert found.value("contact_hours", year) == Decimal("8.5")
    assert found.value("districts_reached", year, rec=closed.host_id) == 2


def test_the_year_before_has_none(closed, year):
    assert measures["contact_hours"].value(fiscal_year_dates(year.last.year - 1)) == 0
    assert fiscal_year(today()) in (year.last.year, year.last.year + 1)
