"""The service clock: a request is answered within three business days, the day of asking not counted.

Business days are Monday to Friday without the federal holidays (5 U.S.C. 6103), which follow from rules and need no
yearly table. What a single cooperative or district closes beyond these is not known here and does not stop the clock.
"""

from datetime import date, timedelta
from functools import lru_cache

BUSINESS_DAYS_TO_ANSWER = 3
DAYS_TO_FINISH = 30  # after an answer, unless the district named a day
DAYS_TO_RATE = 7

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6


def answer_by(asked_on: date) -> date:
    return business_days_after(asked_on, BUSINESS_DAYS_TO_ANSWER)


def business_days_after(day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        if is_business_day(day):
            count -= 1
    return day


def is_business_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays(day.year)


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The days of this calendar year on which a federal holiday is observed."""
    fixed = [(year, 1, 1), (year, 6, 19), (year, 7, 4), (year, 11, 11), (year, 12, 25), (year + 1, 1, 1)]
    movable = [
        _nth(year, 1, MONDAY, 3),  # Martin Luther King Jr.
        _nth(year, 2, MONDAY, 3),  # Washington's Birthday
        _nth(year, 6, MONDAY, 1) - timedelta(weeks=1),  # Memorial Day, the last Monday of May
        _nth(year, 9, MONDAY, 1),  # Labor Day
        _nth(year, 10, MONDAY, 2),  # Columbus Day, Indigenous Peoples' Day
        _nth(year, 11, THURSDAY, 4),  # Thanksgiving
    ]
    return frozenset(day for day in [*(_observed(date(*one)) for one in fixed), *movable] if day.year == year)


def _observed(day: date) -> date:
    """A holiday on a Saturday is observed on the Friday before, one on a Sunday on the Monday after."""
    return day + timedelta(days={SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=n - 1)
