from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from collaborative.calendar.periods import today
from collaborative.people.models import Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, panel
from trainings.models import Meeting, Training

SHOWN = 30


@panel("venue", order=10)
def planned_at_venue(request: PersonRequest, venue: Any) -> Panel:
    """What is coming, so that one can plan; of a draft of others only that the room is taken."""
    meetings = list(_meetings(request.user, venue))
    return Panel("trainings/bookings/panel.html", {"meetings": meetings[:SHOWN], "more": len(meetings) > SHOWN})


def _meetings(reader: Person, venue: Any) -> QuerySet[Meeting]:
    known = Training.objects.visible_to(reader).filter(pk=OuterRef("training"))
    rows = Meeting.objects.filter(training__venue=venue, date__gte=today(), training__cancelled_at__isnull=True)
    rows = rows.select_related("training__host", "room").annotate(is_known=Exists(known))
    return rows.order_by("starts_at", "room", "id")[: SHOWN + 1]
