from typing import Any

from django.utils.translation import gettext as _

from collaborative.people.models import Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, panel
from collaborative.web.addresses import path_to
from trainings.models import Training
from trainings.registrations.queries import foreign_seats, places_ahead, registered
from trainings.registrations.taking_part import REGISTER, may_register, not_invited_text

SHOWN = 8


@panel("today", order=30)
def my_trainings(request: PersonRequest, thing: Any) -> Panel | None:
    """What the person takes part in from today on."""
    rows = places_ahead(request.user.pk, None, most=SHOWN)
    if not rows:
        return None
    return Panel("trainings/registrations/panels/mine.html", {"title": _("My trainings"), "rows": rows})


@panel("person", order=20)
def trainings_of_person(request: PersonRequest, person: Person) -> Panel | None:
    """The places within the reader's reach."""
    is_me = person == request.user
    rows = places_ahead(person.pk, None if is_me else request.user, most=SHOWN)
    if not rows:
        return None
    title = _("My trainings") if is_me else _("Registered for")
    return Panel("trainings/registrations/panels/mine.html", {"title": title, "rows": rows})


@panel("training", order=20)
def registered_for_training(request: PersonRequest, training: Training) -> Panel | None:
    """The host sees how many and who, a district its own people, a participant the own place."""
    person = request.user
    if not person.is_authenticated or not training.is_published:
        return None
    rows = registered(person, training, closed=training.is_closed, most=SHOWN + 1)
    registers = training.is_open and person.has_perm("trainings.register")
    may = registers and may_register(person, training)
    if not rows and not registers:
        return None
    context = {
        "rows": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "url": path_to("registrations", training.pk),
        "register_url": path_to("register", training.pk) if may else "",
        "not_invited": not_invited_text(training) if registers and not may else "",
    }
    return Panel("trainings/registrations/panels/training.html", context)


@panel("training", order=21)
def given_by_others(request: PersonRequest, training: Training) -> Panel | None:
    """Seats that another organization gave to people of one's own: cancelled or taken over by who registers them."""
    person = request.user
    if not person.is_authenticated or not training.is_published or training.is_closed or training.is_cancelled:
        return None
    rows = foreign_seats(person, training) if person.organizations_with(REGISTER) else []
    return Panel("trainings/registrations/panels/given_by_others.html", {"rows": rows}) if rows else None
