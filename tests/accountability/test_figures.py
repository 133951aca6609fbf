"""A figure equals the count of the rows it opens to: every measure, every REC, every initiative (HOUSE 6.10)."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability.coverage import by_person, by_training, coverage_of
from coaching.models import FollowUpCycle, FollowUpStep, Visit
from collaborative.calendar.periods import (
    QUARTERS,
    fiscal_year,
    fiscal_year_dates,
    fiscal_year_to,
    quarter_dates,
    today,
)
from collaborative.figures.measures import measures
from collaborative.figures.queries import figures
from collaborative.people.models import Organization
from districts.models import District
from initiatives.enums import Level
from initiatives.models import Initiative
from tests import builders
from tests.accountability.making import held
from trainings.models import ExpertCertification, HoursEntry

YEAR = fiscal_year_dates(fiscal_year(today()))
YEAR_BEFORE = fiscal_year_dates(fiscal_year(today()) - 1)


@pytest.fixture
def year(cast):
    """Two RECs, two initiatives, people of several districts, some of them twice; experts, visits and steps."""
    literacy, math = builders.initiative("Structured literacy"), builders.initiative("Math labs")
    cloudcroft, tularosa, texico = (builders.district(name) for name in ("Cloudcroft", "Tularosa", "Texico"))
    other = builders.person("Luz", "Vigil")
    first = held([(cast.teacher, cloudcroft), (other, tularosa)], of=literacy)
    held([(cast.teacher, cloudcroft)], title="Part 2", of=literacy, hours="3.5")
    held([(cast.teacher, cloudcroft)], title="Fractions", of=math)
    held([(other, texico)], title="Far away", of=literacy, host=builders.rec(6), by=cast.other_coordinator)
    held([(other, tularosa)], title="Last year", of=literacy, on=YEAR_BEFORE.last)
    builders.training("To come", of=math)
    ExpertCertification.objects.create(
        person=cast.coach,
        initiative=literacy,
        version=literacy.current,
        training=first,
        organization=builders.rec(),
        valid_from=today(),
        valid_until=today() + timedelta(days=400),
    )
    cycle = FollowUpCycle.objects.create(
        training=first,
        district=cloudcroft,
        initiative=literacy,
        rec=builders.rec(),
        coach=cast.coach,
        people_trained=1,
        opened_at=first.closed_at,
    )
    for number, done in enumerate((today(), None), start=1):
        FollowUpStep.objects.create(
            cycle=cycle,
            district=cloudcroft,
            rec=builders.rec(),
            initiative=literacy,
            number=number,
            touchpoint="call",
            owed_by="coach",
            due_on=today(),
            done_on=done,
            done_by=cast.coach if done else None,
        )
    Visit.objects.create(
        coach=cast.coach,
        district=cloudcroft,
        rec=builders.rec(),
        initiative=literacy,
        kind="call",
        planned_for=today(),
        location="By phone",
        held_on=today(),
        minutes=30,
        logged_at=first.closed_at,
        created_at=first.closed_at,
    )
    return {"recs": [None, *Organization.objects.of_kind("rec")], "initiatives": [None, literacy, math]}


def counted_by_hand(measure, rows) -> Decimal:
    if measure.amount is None:
        return Decimal(len(rows))
    field = measure.amount().get_source_expressions()[0].name
    return sum((getattr(row, field) for row in rows), Decimal(0))


def test_every_figure_is_what_its_rows_give(year):
    found = figures(YEAR)
    for measure in measures.values():
        for rec in year["recs"]:
            for initiative in year["initiatives"]:
                narrow = {"rec": rec.pk if rec else None, "initiative": initiative.pk if initiative else None}
                rows = list(measure.of(YEAR, **narrow))
                by_hand = counted_by_hand(measure, rows)
                if measure.whole:
                    whole = len(measure.whole_of(YEAR, **narrow))
                    by_hand = (by_hand * 100 / whole).quantize(Decimal("0.1")) if whole else None
                assert measure.value(YEAR, **narrow) == by_hand, (measure.name, narrow)
                assert found.value(measure.name, YEAR, **narrow) == by_hand, (measure.name, narrow)


def test_nothing_is_counted_for_nothing_by_accident(year):
    """The made year gives every measure of the plan something to count, so that the test above says something."""
    found = figures(YEAR)
    for name in (
        "trainings_held",
        "districts_reached",
        "people_trained",
        "contact_hours",
        "experts_certified",
        "visits_held",
        "steps_on_time",
    ):
        assert found.value(name, YEAR) > 0, name
    assert found.value("trainings_held", YEAR) == 4
    assert found.value("contact_hours", YEAR) == Decimal("27.5")


def test_all_figures_of_a_page_are_one_statement(year, django_assert_num_queries):
    rec = builders.rec().pk

    with django_assert_num_queries(1):
        figures(YEAR)
    with django_assert_num_queries(1):
        figures(YEAR, YEAR_BEFORE, rec=[rec])


def test_a_page_of_some_recs_counts_only_theirs(year):
    nine, six = builders.rec(9).pk, builders.rec(6).pk

    assert figures(YEAR, rec=[nine]).value("trainings_held", YEAR) == 3
    assert figures(YEAR, rec=[six]).value("trainings_held", YEAR) == 1
    assert figures(YEAR, rec=[nine]).recs == {nine}


def test_what_is_not_counted_any_more_is_unknown():
    assert figures(YEAR, names=["trainings_by_moonlight"]).value("trainings_by_moonlight", YEAR) is None


def test_the_districts_of_the_map_are_those_of_the_measure(year):
    rows = measures["districts_reached"].of(YEAR)

    assert set(coverage_of(YEAR)) == {row.organization_id for row in rows}


def test_what_reached_a_district_equals_its_trainings(year):
    reach = coverage_of(YEAR)
    for district in District.objects.filter(pk__in=reach):
        rows, people = list(by_training(YEAR, district)), list(by_person(YEAR, district))
        assert reach[district.pk].trainings == len(rows)
        assert reach[district.pk].people == len(people)
        assert reach[district.pk].hours == sum(row["hours"] for row in rows) == sum(row["hours"] for row in people)


def test_whose_hours_were_taken_away_was_not_reached(cast):
    district, other = builders.district(), builders.person("Luz", "Vigil")
    made = held([(cast.teacher, district), (other, district)])
    entry = HoursEntry.objects.get(person=other)
    entry.pk, entry.hours, entry.why = None, -entry.hours, "Was not there"
    entry.save(force_insert=True)

    reach = coverage_of(YEAR)[district.pk]

    assert (reach.trainings, reach.people, reach.hours) == (1, 1, 6)
    assert [row["training"] for row in by_training(YEAR, district)] == [made.pk]
    assert [row["whose"] for row in by_person(YEAR, district)] == [cast.teacher.pk]
    assert figures(YEAR).value("people_trained", YEAR) == 1


def test_the_last_evening_of_june_belongs_to_the_year_that_ends(cast):
    """18:30 on 30 June in Denver is July in UTC; the local day counts."""
    day = YEAR_BEFORE.last
    made = held([(cast.teacher, builders.district())], on=day)
    made.meetings.update(starts_at=f"{day + timedelta(days=1)}T00:30Z", ends_at=f"{day + timedelta(days=1)}T03:30Z")

    assert figures(YEAR).value("contact_hours", YEAR) == 0
    assert figures(YEAR_BEFORE).value("contact_hours", YEAR_BEFORE) == 6
    assert builders.district().pk not in coverage_of(YEAR)


def test_every_initiative_of_the_figures_is_published(year):
    assert figures(YEAR).initiatives <= set(Initiative.objects.published().values_list("pk", flat=True))


# Any span of days, and whose initiative ------------------------------------------------------------------------------


@given(year=st.integers(2000, 2100))
def test_four_quarters_are_the_year(year):
    quarters = [quarter_dates(year, number) for number in QUARTERS]

    assert (quarters[0].first, quarters[-1].last) == fiscal_year_dates(year)
    for one, following in pairwise(quarters):
        assert one.last + timedelta(days=1) == following.first


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), back=st.integers(0, 9))
def test_from_july_on_every_year_has_as_many_days(day, back):
    """But for a leap day at the end of June's year."""
    this = fiscal_year_to(fiscal_year(day), day)
    then = fiscal_year_to(fiscal_year(day) - back, day)

    assert this == (fiscal_year_dates(fiscal_year(day)).first, day)
    assert (this.last - this.first) - (then.last - then.first) <= timedelta(days=1)


def test_the_parts_of_a_year_add_up_to_it(year):
    quarters = [quarter_dates(YEAR.last.year, number) for number in QUARTERS]
    found = figures(YEAR, *quarters)

    for name in ("trainings_held", "contact_hours", "visits_held"):
        assert sum(found.value(name, quarter) for quarter in quarters) == found.value(name, YEAR), name
        for quarter in quarters:
            assert found.value(name, quarter) == counted_by_hand(measures[name], measures[name].of(quarter)), name


def test_every_measure_tells_local_work_from_the_states(year, cast):
    own = builders.initiative("Rural math circles", lead=builders.rec(), level="local")
    held([(cast.teacher, builders.district())], title="Our own", of=own, hours="2")
    of_ped, local = ((Level.STATE, Level.FEDERAL), (Level.LOCAL,))
    whole, one, other = figures(YEAR), figures(YEAR, levels=of_ped), figures(YEAR, levels=local)

    assert (one.value("contact_hours", YEAR), other.value("contact_hours", YEAR)) == (Decimal("27.5"), 2)
    for measure in measures.values():
        for found, levels in ((one, of_ped), (other, local)):
            assert found.value(measure.name, YEAR) == measure.value(YEAR, levels=levels), measure.name
        if not measure.whole:
            assert one.value(measure.name, YEAR) + other.value(measure.name, YEAR) == whole.value(measure.name, YEAR)
