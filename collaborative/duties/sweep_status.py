"""Whether reminders run, in words for a page."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.calendar.days import clock, short_day
from collaborative.calendar.periods import today
from collaborative.letters.models import Pulse

SWEEPS = ("reminders", "letters")
ALIVE_FOR = timedelta(minutes=5)  # both sweeps run every minute


def reminders_run(now: datetime | None = None) -> str:
    """«Reminders run; last at 9:02 a.m.», or since when they have not. The slower of the two sweeps decides."""
    now = now or timezone.now()
    beats = dict(Pulse.objects.filter(name__in=SWEEPS).values_list("name", "at"))
    if len(beats) < len(SWEEPS):
        return _("Reminders have not run yet")
    last = min(beats.values())
    if now - last <= ALIVE_FOR:
        return _("Reminders run; last at %(time)s") % {"time": clock(last)}
    if today(last) == today(now):
        return _("Reminders have not run since %(time)s") % {"time": clock(last)}
    return _("Reminders have not run since %(day)s, %(time)s") % {"day": short_day(last), "time": clock(last)}
