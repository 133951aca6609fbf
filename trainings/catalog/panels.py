from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Organization, Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, first_act, panel
from collaborative.web.addresses import path_to
from initiatives.models import Initiative
from trainings.models import Trainer, Training
from trainings.models.training import TrainingQuerySet

SHOWN = 6
LINE = "trainings/catalog/panel.html"
SHOWN_OF_TRAINING = (
    *("title", "mode", "first_day", "last_day", "starts_at", "registration_closes_on", "published_at", "cancelled_at"),
    *("closed_at", "room_capacity", "online_capacity", "room_taken", "online_taken", "venue__city"),
)

first_act("trainings.schedule", gettext_lazy("Schedule a training"), "training-new", order=20)


@panel("today", order=40)
def trainings_of_my_hats(request: PersonRequest, thing: Any) -> Panel | None:
    """What the own organizations hold and what one leads, from today on, drafts included."""
    person = request.user
    return _panel(_("Trainings I run or lead"), _run_or_led(person), path_to("trainings"))


@panel("rec", order=20)
def trainings_of_rec(request: PersonRequest, rec: Organization) -> Panel | None:
    rows = _ahead_of(request.user, rec.pk, name="host")
    return _panel(_("Coming trainings"), rows, f"{path_to('trainings')}?rec={rec.pk}&when=ahead&show=1")


@panel("initiative", order=40)
def trainings_of_initiative(request: PersonRequest, initiative: Initiative) -> Panel | None:
    rows = _ahead_of(request.user, initiative.pk, name="initiative")
    return _panel(_("Coming trainings"), rows, f"{path_to('trainings')}?initiative={initiative.pk}&when=ahead&show=1")


@prepared
def _run_or_led(person: Person) -> QuerySet[Training]:
    runs = person.organizations_with("trainings.run")
    leads = Trainer.objects.filter(training=OuterRef("pk"), person=person)
    return _ahead(Training.objects.filter(Q(host__in=runs) | Exists(leads)))


@prepared
def _ahead_of(person: Person, of: int, *, name: str) -> QuerySet[Training]:
    return _ahead(Training.objects.visible_to(person).filter(**{name: of}))


def _ahead(rows: TrainingQuerySet) -> QuerySet[Training]:
    rows = rows.ahead().select_related("venue").only(*SHOWN_OF_TRAINING)
    return rows.order_by("first_day", "starts_at", "id")[: SHOWN + 1]


def _panel(title: str, rows: list[Training], url: str) -> Panel | None:
    if not rows:
        return None
    return Panel(LINE, {"title": title, "rows": rows[:SHOWN], "more": len(rows) > SHOWN, "url": url})
