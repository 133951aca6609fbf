from collaborative.people.models import Organization
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, panel
from trainings.invitations.queries import invitations_ahead

SHOWN = 6


@panel("district", order=20)
def invitations_of_district(request: PersonRequest, district: Organization) -> Panel | None:
    """What the district is invited to, with its answers."""
    rows = invitations_ahead(request.user, district, most=SHOWN + 1)
    if not rows:
        return None
    return Panel("trainings/invitations/panel.html", {"rows": rows[:SHOWN], "more": len(rows) > SHOWN})
