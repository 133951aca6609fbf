from django.db.models import QuerySet

from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Organization, Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, panel
from trainings.models import Invitation, Training

SHOWN = 6


@panel("district", order=20)
def invitations_of_district(request: PersonRequest, district: Organization) -> Panel | None:
    """What the district is invited to, with its answers."""
    rows = _invitations(request.user, district.pk)
    if not rows:
        return None
    return Panel("trainings/invitations/panel.html", {"rows": rows[:SHOWN], "more": len(rows) > SHOWN})


@prepared
def _invitations(person: Person, district: int) -> QuerySet[Invitation]:
    rows = Invitation.objects.visible_to(person).standing()
    rows = rows.filter(organization=district, training__in=Training.objects.upcoming())
    return rows.select_related("training__venue").order_by("training__starts_at", "id")[: SHOWN + 1]
