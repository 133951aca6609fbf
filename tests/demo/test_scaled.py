"""Years in bulk: the past ones are whole."""

import pytest

from accountability.demo.bulk.size import Size
from accountability.demo.scaled import load_scaled
from accountability.verification import checks
from coaching.models import FollowUpStep
from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from districts.models import District

SMALL = Size(
    schools_most=1, staff_share=1.2, coaches=1, trainings=8, people_per_district=1.2, requests=2, years=2, districts=2
)


@pytest.mark.deep
def test_past_years_leave_no_step_open(cloned_db):
    load_scaled(SMALL, say=lambda words: None)

    begun, _last = fiscal_year_dates(fiscal_year(today()))
    past = FollowUpStep.objects.filter(cycle__training__first_day__lt=begun)
    assert past.done().exists()
    assert not past.open().exists()
    waived = past.filter(waived_at__isnull=False)
    assert {(step.waived_why, step.waived_at.date(), step.waived_by == step.cycle.coach) for step in waived} == {
        ("The school year ended.", fiscal_year_dates(fiscal_year(today()) - 1)[1], True)
    }
    assert District.objects.count() == 2 * 89
    assert [words for one in checks for words in one.run().wrong] == []
