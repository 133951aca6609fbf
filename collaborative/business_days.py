"""Days on which offices are open."""

from datetime import date, timedelta

SATURDAY = 5


def add_business_days(day: date, n: int) -> date:
    """The n-th business day after a day."""
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < SATURDAY
    return day
