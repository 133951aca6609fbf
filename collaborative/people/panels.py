"""What waits for a yes: on Today of who may give it, and on the person's page."""

from typing import Any

from django.utils.translation import gettext as _

from collaborative.people.hats.proposals import waiting_for
from collaborative.people.models import Person
from collaborative.people.queries import CLAIM, PROPOSAL, claims_to_answer, kept_by, kinds_waiting, open_claims
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, panel

SHOWN = 8


@panel("today", order=5)
def waits_for_yes(request: PersonRequest, thing: Any) -> Panel | None:
    """Claims on oneself and on people whose roster one keeps; roles that count with one's yes. Mostly there are none."""
    person = request.user
    kinds = {kind for (kind,) in kinds_waiting(person)}
    rows = list(claims_to_answer(person).order_by("lapses_on", "id")[: SHOWN + 1]) if CLAIM in kinds else []
    proposals = waiting_for(person) if PROPOSAL in kinds else []
    if not rows and not proposals:
        return None
    context = {
        "title": _("Waits for your yes or no"),
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "me": person,
        "proposals": proposals,
    }
    return Panel("people/panels/waiting.html", context, is_now=True)


@panel("person", order=5)
def claims_of_person(request: PersonRequest, person: Person) -> Panel | None:
    if person != request.user and not kept_by(request.user):
        return None
    rows = list(open_claims().filter(person=person).order_by("id")[:SHOWN])
    if person != request.user:
        rows = [one for one in rows if one.is_place]
    if not rows:
        return None
    context = {"title": _("Waits for a yes or no"), "rows": rows, "me": request.user}
    return Panel("people/panels/claims.html", context)
