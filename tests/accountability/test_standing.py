from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from accountability.status import BANDS, band, count, with_standing
from initiatives.models import Deliverable
from tests.accountability.making import deliverable, held

NOW = date(2027, 1, 1)


def owed(*, measure="trainings_held", target="10", due_on=date(2027, 6, 30), asked_from=date(2026, 5, 1), **dates):
    dates = {"submitted_at": None, "returned_at": None, "accepted_at": None, **dates}
    facts = {"measure": measure, "target": Decimal(target), "due_on": due_on, "asked_from": asked_from}
    return SimpleNamespace(fiscal_year=2027, **facts, **dates)


@pytest.mark.parametrize(
    ("one", "actual", "state"),
    [
        (owed(submitted_at=NOW, accepted_at=NOW), 0, "accepted"),
        (owed(submitted_at=NOW), 0, "submitted"),
        (owed(submitted_at=NOW, returned_at=NOW), 12, "returned"),
        (owed(due_on=date(2026, 12, 31)), 12, "late"),
        (owed(due_on=NOW), 12, "on_target"),
        (owed(), 10, "on_target"),
        (owed(), 5, "variance"),  # 184 of 364 days have gone: 5.05 would be due
        (owed(), 6, "in_progress"),
        (owed(asked_from=date(2026, 12, 1)), 1, "variance"),  # 31 of 211 days have gone: 1.47 would be due
        (owed(asked_from=date(2026, 12, 1)), 2, "in_progress"),
        (owed(asked_from=date(2027, 2, 1)), 0, "in_progress"),
        (owed(), None, "in_progress"),
        (owed(measure="districts_invited_share", target="100"), 99, "variance"),
        (owed(measure="districts_invited_share", target="100"), 100, "on_target"),
    ],
)
def test_the_first_band_that_fits(one, actual, state):
    assert band(one, None if actual is None else Decimal(actual), on=NOW) == state


def test_before_the_year_begins_nothing_is_behind():
    assert band(owed(), Decimal(0), on=date(2026, 6, 1)) == "in_progress"


def test_all_bands_can_be_shown():
    from collaborative.web.statuses import STATUSES

    assert set(BANDS) <= set(STATUSES)


def test_many_are_counted_in_one_statement(cast, django_assert_num_queries):
    one = deliverable()
    deliverable(one.initiative, measure="people_trained", target="1")
    deliverable(one.initiative, measure="contact_hours", target="50")
    held([(cast.teacher, one.rec), (cast.coach, one.rec)], of=one.initiative)
    rows = list(with_standing(Deliverable.objects.all()))

    with django_assert_num_queries(1):
        counted = {row.measure: (row.actual, row.state) for row in count(rows)}

    assert counted["trainings_held"][0] == 1
    assert counted["people_trained"] == (2, "on_target")
    assert counted["contact_hours"][0] == 12


def test_another_year_is_another_count(cast):
    one = deliverable()
    held([(cast.teacher, one.rec)], of=one.initiative)
    before = deliverable(one.initiative, year=one.fiscal_year - 1, due_in=101)

    actual = {row.pk: row.actual for row in count(with_standing(Deliverable.objects.all()))}

    assert actual == {one.pk: 1, before.pk: 0}
    assert one.due_on + timedelta(days=1) == before.due_on
