"""Business days: Monday to Friday without the holidays of New Mexico's state government.

The holidays come from the kept library `holidays`, which knows the state's own days: Presidents' Day is kept on the
Friday after Thanksgiving, a holiday on a Saturday on the Friday before, one on a Sunday on the Monday after. What a
single cooperative or district closes beyond these is not known here.
"""

from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module

SATURDAY = 5


def is_business_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in state_holidays(day.year)


def next_business_day(day: date) -> date:
    """The day itself, or the first business day after it."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def add_business_days(day: date, count: int) -> date:
    """So many business days later; the day itself is not counted."""
    for _number in range(count):
        day = next_business_day(day + timedelta(days=1))
    return day


def last_day_within(day: date, days: int) -> date:
    """The last day of «within so many days»: what was due within them and was moved off a weekend or holiday counts."""
    return next_business_day(day + timedelta(days=days))


@lru_cache(maxsize=64)
def state_holidays(year: int) -> frozenset[date]:
    """The days of this calendar year on which a holiday falls or is kept."""
    country_holidays = import_module("holidays").country_holidays  # a tenth of a second, which only who asks first pays
    return frozenset(country_holidays("US", subdiv="NM", years=year))
