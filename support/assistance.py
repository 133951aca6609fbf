"""Keeping a row of the assistance log: a plain function, because a request can end in one, too."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.people.models import Organization, Person
from support.models import Assistance, SupportRequest

DAYS_BACK = 366
MINUTES_A_DAY = 1440


def keep(
    *,
    district: Organization,
    rec: Organization,
    on: date,
    minutes: int,
    medium: str,
    topic: str,
    text: str,
    by: Person,
    now: datetime,
    request: SupportRequest | None = None,
) -> Assistance:
    day = today(now)
    if on > day:
        raise ActionError(_("Choose today or an earlier day: what is still to come cannot be logged."), field="on")
    if on < day - timedelta(days=DAYS_BACK):
        raise ActionError(_("Choose a day within the last year."), field="on")
    if not 0 < minutes <= MINUTES_A_DAY:
        raise ActionError(_("Enter the minutes as a number from 1 to 1,440."), field="minutes")
    return Assistance.objects.create(
        district=district,
        rec=rec,
        by=by,
        on=on,
        minutes=minutes,
        medium=medium,
        topic=topic,
        text=text,
        request=request,
        logged_at=now,
    )
