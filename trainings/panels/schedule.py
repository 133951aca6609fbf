from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from collaborative.panels import Panel, panel
from collaborative.people.models import Organization
from initiatives.models import Initiative
from trainings.models import Invitation, Trainer, Training

SHOWN = 6
LINE = "trainings/panels/lines.html"


@panel("today", order=40)
def trainings_of_my_hats(request: HttpRequest, thing: Any) -> Panel | None:
    """What the own organizations hold and what one leads, from today on, drafts included."""
    person = request.user
    runs = [hat.organization_id for hat in person.hats_today if "trainings.run" in hat.rules.permissions]
    leads = Trainer.objects.filter(training=OuterRef("pk"), person=person)
    rows = _ahead(Training.objects.filter(Q(host__in=runs) | Exists(leads)))
    return _panel(_("Trainings I run or lead"), rows, "/trainings/")


@panel("rec", order=20)
def trainings_of_rec(request: HttpRequest, rec: Organization) -> Panel | None:
    rows = _ahead(Training.objects.visible_to(request.user).filter(host=rec.pk))
    return _panel(_("Coming trainings"), rows, f"/trainings/?rec={rec.pk}&when=ahead&show=1")


@panel("initiative", order=40)
def trainings_of_initiative(request: HttpRequest, initiative: Initiative) -> Panel | None:
    rows = _ahead(Training.objects.visible_to(request.user).filter(initiative=initiative))
    return _panel(_("Coming trainings"), rows, f"/trainings/?initiative={initiative.pk}&when=ahead&show=1")


@panel("district", order=20)
def invitations_of_district(request: HttpRequest, district: Organization) -> Panel | None:
    """What the district is invited to, with its answers."""
    rows = (
        Invitation.objects.visible_to(request.user)
        .standing()
        .filter(organization=district.pk, training__in=Training.objects.upcoming())
        .select_related("training__venue")
        .order_by("training__starts_at", "id")
    )
    rows = list(rows[: SHOWN + 1])
    if not rows:
        return None
    return Panel("trainings/panels/invitations.html", {"rows": rows[:SHOWN], "more": len(rows) > SHOWN})


def _ahead(rows: Any) -> list[Training]:
    drafts = Q(published_at__isnull=True)
    found = rows.filter(Q(pk__in=Training.objects.upcoming().values("pk")) | drafts)
    return list(found.select_related("venue").order_by("first_day", "starts_at", "id")[: SHOWN + 1])


def _panel(title: str, rows: list[Training], url: str) -> Panel | None:
    if not rows:
        return None
    return Panel(LINE, {"title": title, "rows": rows[:SHOWN], "more": len(rows) > SHOWN, "url": url})
