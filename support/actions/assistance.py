from datetime import date, datetime

from django.utils import timezone

from collaborative.calendar.days import short_day
from collaborative.journal.recording import action, record
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import shown
from support.assistance import keep
from support.models import Assistance
from support.owners import rec_of


@action
def log_assistance(
    district: Organization,
    *,
    on: date,
    minutes: int,
    medium: str,
    topic: str,
    text: str,
    by: Person,
    now: datetime | None = None,
) -> Assistance:
    """Help given by phone, mail, video or on site, tied to no request and no event."""
    now = now or timezone.now()
    rec = rec_of(district)
    row = keep(
        district=district, rec=rec, on=on, minutes=minutes, medium=medium, topic=topic, text=text, by=by, now=now
    )
    record(
        "support.assistance_logged",
        row,
        text=_("Logged %(minutes)s minutes of technical assistance for %(district)s on %(day)s")
        % {"minutes": minutes, "district": district.short_name, "day": shown(short_day, on)},
        by=by,
        also=[district, rec],
        now=now,
    )
    return row
