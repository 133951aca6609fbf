import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.calendar.business_days import (
    add_business_days,
    is_business_day,
    last_day_within,
    next_business_day,
    state_holidays,
)

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


def test_the_holidays_of_the_states_government():
    kept = [day for day in sorted(state_holidays(2027)) if day.weekday() < 5]
    assert kept == [
        date(2027, 1, 1),
        date(2027, 1, 18),
        date(2027, 5, 31),
        date(2027, 6, 18),
        date(2027, 7, 5),
        date(2027, 9, 6),
        date(2027, 10, 11),
        date(2027, 11, 11),
        date(2027, 11, 25),
        date(2027, 11, 26),  # Presidents' Day, kept after Thanksgiving; the third Monday of February is worked
        date(2027, 12, 24),
        date(2027, 12, 31),
    ]
    assert date(2026, 7, 3) in state_holidays(2026)
    assert is_business_day(date(2027, 2, 15))


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2027, 1, 12), date(2027, 1, 12)),
        (date(2027, 1, 16), date(2027, 1, 19)),  # Saturday before Martin Luther King Day: Tuesday
        (date(2026, 11, 26), date(2026, 11, 30)),
        (date(2027, 12, 31), date(2028, 1, 3)),  # New Year on a Saturday is kept on Friday, December 31
    ],
)
def test_the_next_business_day(day, moved):
    assert next_business_day(day) == moved


@given(day=DAYS, count=st.integers(min_value=0, max_value=30))
def test_so_many_business_days_lie_between(day, count):
    later = add_business_days(day, count)
    between = (day + timedelta(days=n) for n in range(1, (later - day).days + 1))
    assert sum(map(is_business_day, between)) == count
    assert count == 0 or is_business_day(later)


@given(day=DAYS, within=st.integers(min_value=1, max_value=30), days=st.just(30))
def test_what_was_due_within_the_days_is_within_them_when_it_was_moved(day, within, days):
    assert next_business_day(day + timedelta(days=within)) <= last_day_within(day, days)


def test_holidays_are_not_loaded_before_somebody_asks():
    asked = "import sys, collaborative.calendar.business_days; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
