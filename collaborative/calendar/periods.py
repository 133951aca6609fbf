"""School years, fiscal years and the zone of the state.

Both years run from 1 July to 30 June. A fiscal year is named by the year in which it ends (FY 2027 is July 2026 to
June 2027), a school year by both (2026–27). A day is a local day: a meeting at 18:30 on 30 June in Denver belongs to
June, though it is July in UTC.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

STATE_ZONE = ZoneInfo("America/Denver")
YEAR_STARTS = (7, 1)
QUARTERS = (1, 2, 3, 4)
QUARTER_HOUR = 15 * 60  # seconds
_asked: ContextVar[list[date] | None] = ContextVar("asked", default=None)


class Period(NamedTuple):
    """Local days from the first to the last, both of them included."""

    first: date
    last: date


def today(now: datetime | None = None) -> date:
    """The day it is in New Mexico."""
    day = _day_at(int((now or timezone.now()).timestamp()) // QUARTER_HOUR)
    if (asked := _asked.get()) is not None:
        asked.append(day)
    return day


@contextmanager
def days_asked() -> Iterator[list[date]]:
    """Each answer of `today()` within: what is made of none of them holds on any day."""
    asked: list[date] = []
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


@lru_cache(maxsize=64)
def _day_at(quarter: int) -> date:
    """A page asks for the day a hundred times. No zone has its midnight within a quarter of an hour."""
    return datetime.fromtimestamp(quarter * QUARTER_HOUR, STATE_ZONE).date()


def fiscal_year(day: date) -> int:
    return day.year + 1 if (day.month, day.day) >= YEAR_STARTS else day.year


def fiscal_year_dates(year: int) -> Period:
    """First and last day of a fiscal year."""
    return Period(date(year - 1, *YEAR_STARTS), date(year, 6, 30))


def quarter_dates(year: int, quarter: int) -> Period:
    """Of a fiscal year; the first quarter is July to September."""
    months = (7, 10, 1, 4)
    first = date(year - 1 if quarter <= 2 else year, months[quarter - 1], 1)
    return Period(first, month_bounds(first + timedelta(days=70))[1])


def fiscal_year_to(year: int, day: date) -> Period:
    """From 1 July to this day of the year; of another year than the day’s own, to the same day of that one."""
    first, last = fiscal_year_dates(year)
    passed = day - fiscal_year_dates(fiscal_year(day)).first
    return Period(first, min(last, first + passed))


def fiscal_year_name(year: int) -> str:
    return _("FY %(year)s") % {"year": year}


def school_year_name(year: int) -> str:
    """The school year that ends in this fiscal year: 2027 → 2026–27."""
    return f"{year - 1}–{year % 100:02d}"


def school_years(first: int, last: int) -> list[tuple[str, str]]:
    """To choose from, the latest first: fiscal year and name."""
    return [(str(year), school_year_name(year)) for year in range(last, first - 1, -1)]


def at_local(day: date, clock: time, zone: ZoneInfo = STATE_ZONE) -> datetime:
    """A wall-clock time as an instant. Raises ValueError for the hour that March skips."""
    moment = datetime.combine(day, clock, tzinfo=zone)
    there_and_back = moment.astimezone(ZoneInfo("UTC")).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise ValueError("This hour does not exist: the clocks go forward.")
    return moment


def morning_of(day: date) -> datetime:
    """Eight o'clock local time, when reminders go: never inside a clock change."""
    return at_local(day, time(8))


def days_between(start: date, end: date) -> int:
    return (end - start).days


def month_bounds(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return first, after - timedelta(days=1)
