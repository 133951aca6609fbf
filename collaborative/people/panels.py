from typing import Any

from django.http import HttpRequest

from collaborative.panels import Panel, panel
from collaborative.people.proposing import waiting_for


@panel("today", order=5)
def proposals(request: HttpRequest, thing: Any = None) -> Panel | None:
    """Roles that count with this person's yes."""
    waiting = waiting_for(request.user)
    return Panel("people/panels/proposals.html", {"proposals": waiting}, is_now=True) if waiting else None
