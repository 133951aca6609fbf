from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.people.models import Organization
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, first_act, panel
from collaborative.web.addresses import path_to
from initiatives.models import Initiative
from trainings.catalog.queries import ahead_of, run_or_led
from trainings.models import Training

SHOWN = 6
LINE = "trainings/catalog/panel.html"

first_act("trainings.schedule", gettext_lazy("Schedule a training"), "training-new", order=20)


@panel("today", order=40)
def trainings_of_my_hats(request: PersonRequest, thing: Any) -> Panel | None:
    """What the own organizations hold and what one leads, from today on, drafts included."""
    person = request.user
    return _panel(_("Trainings I run or lead"), run_or_led(person, most=SHOWN + 1), path_to("trainings"))


@panel("rec", order=20)
def trainings_of_rec(request: PersonRequest, rec: Organization) -> Panel | None:
    rows = ahead_of(request.user, rec, name="host", most=SHOWN + 1)
    return _panel(_("Coming trainings"), rows, f"{path_to('trainings')}?rec={rec.pk}&when=ahead&show=1")


@panel("initiative", order=40)
def trainings_of_initiative(request: PersonRequest, initiative: Initiative) -> Panel | None:
    rows = ahead_of(request.user, initiative, name="initiative", most=SHOWN + 1)
    return _panel(_("Coming trainings"), rows, f"{path_to('trainings')}?initiative={initiative.pk}&when=ahead&show=1")


def _panel(title: str, rows: list[Training], url: str) -> Panel | None:
    if not rows:
        return None
    return Panel(LINE, {"title": title, "rows": rows[:SHOWN], "more": len(rows) > SHOWN, "url": url})
