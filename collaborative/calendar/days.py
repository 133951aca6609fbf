"""Dates and times in words, as people here say them: «Thu, Jan 14», «9:00 a.m. Mountain time»."""

from datetime import date, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from collaborative.calendar.periods import today

ZONE_WORDS = {
    "America/Denver": gettext_lazy("Mountain time"),
    "America/Phoenix": gettext_lazy("Arizona time"),
    "America/Chicago": gettext_lazy("Central time"),
    "America/Los_Angeles": gettext_lazy("Pacific time"),
    "America/New_York": gettext_lazy("Eastern time"),
}


def as_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return _here(value).date() if timezone.is_aware(value) else value.date()
    return value


def short_day(value: date | datetime) -> str:
    """Thu, Jan 14; with the year when it lies outside the present school year."""
    day = as_day(value)
    return _short_day(day, _needs_year(day), get_language())


def long_day(value: date | datetime) -> str:
    """Thursday, January 14, 2027."""
    return _long_day(as_day(value), get_language())


def month_and_year(value: date | datetime) -> str:
    """Jan 2027."""
    day = as_day(value)
    return _month_and_year(day.year, day.month, get_language())


def span(first: date | datetime, last: date | datetime | None) -> str:
    """Thu, Jan 14; Jan 14 to 16; Jan 14 to Feb 25."""
    first_day = as_day(first)
    last_day = as_day(last) if last else first_day
    with_year = _needs_year(first_day) or _needs_year(last_day)
    return _span(first_day, last_day, with_year, get_language())


def lasting_span(first: date | datetime, last: date | datetime | None) -> str:
    """The same with the year in any case: for what is read years later."""
    first_day = as_day(first)
    return _span(first_day, as_day(last) if last else first_day, True, get_language())


def clock(value: datetime, zone: str | tzinfo | None = None) -> str:
    """The time at the place, naming its zone when that is not the reader's own."""
    here = _here(value)
    if not zone:
        return _clock(here.hour, here.minute, get_language())
    zone = ZoneInfo(zone) if isinstance(zone, str) else zone
    at = value.astimezone(zone)
    text = _clock(at.hour, at.minute, get_language())
    if at.utcoffset() == here.utcoffset():
        return text
    return f"{text} {ZONE_WORDS.get(str(zone)) or at.tzname()}"


def _here(value: datetime) -> datetime:
    """In the zone of the house: nobody's pages are in another."""
    return value.astimezone(timezone.get_default_timezone())


def _school_year(day):
    return day.year if day.month >= 7 else day.year - 1


def _needs_year(day):
    return _school_year(day) != _school_year(today())


@lru_cache(maxsize=4096)
def _short_day(day, with_year, language):
    words = _("%(weekday)s, %(month)s %(day)s") % {
        "weekday": WEEKDAYS_ABBR[day.weekday()],
        "month": capfirst(MONTHS_3[day.month]),
        "day": day.day,
    }
    return f"{words}, {day.year}" if with_year else words


@lru_cache(maxsize=1024)
def _long_day(day, language):
    return _("%(weekday)s, %(month)s %(day)s, %(year)s") % {
        "weekday": WEEKDAYS[day.weekday()],
        "month": MONTHS[day.month],
        "day": day.day,
        "year": day.year,
    }


@lru_cache(maxsize=1024)
def _month_and_year(year, month, language):
    return _("%(month)s %(year)s") % {"month": capfirst(MONTHS_3[month]), "year": year}


@lru_cache(maxsize=4096)
def _span(first, last, with_year, language):
    if first == last:
        return _short_day(first, with_year, language)
    start = f"{capfirst(MONTHS_3[first.month])} {first.day}"
    end = (
        f"{last.day}"
        if (first.year, first.month) == (last.year, last.month)
        else (f"{capfirst(MONTHS_3[last.month])} {last.day}")
    )
    if with_year and first.year != last.year:
        start = f"{start}, {first.year}"
    words = _("%(start)s to %(end)s") % {"start": start, "end": end}
    return f"{words}, {last.year}" if with_year else words


@lru_cache(maxsize=1440)
def _clock(hour, minute, language):
    if (hour, minute) == (12, 0):
        return _("noon")
    half = _("a.m.") if hour < 12 else _("p.m.")
    return f"{hour % 12 or 12}:{minute:02} {half}"
