"""Working days: Monday to Friday."""

from datetime import date, timedelta

SATURDAY = 5


def add_business_days(day: date, n: int) -> date:
    """The n-th working day after this one."""
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < SATURDAY
    return day
