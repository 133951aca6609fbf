from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coaching.models import FollowUpCycle, Visit
from coaching.queries import STEPS, VISITS, counts_of_steps, owed_counts, visits_of
from collaborative.calendar.periods import fiscal_year, today
from collaborative.figures.measures import share
from collaborative.people.models import Organization, Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, first_act, panel
from collaborative.web.addresses import path_to
from initiatives.models import Initiative
from trainings.models import Training

SHOWN = 6

first_act("coaching.log_visits", gettext_lazy("Log a visit"), "visit-log-unplanned", order=40)


@panel("today", order=25)
def my_caseload(request: PersonRequest, thing: Any) -> Panel | None:
    """What the person owes after trainings, and the next visits."""
    person = request.user
    if not person.has_perm("coaching.view_follow_ups") or person.reach.state:
        return None
    counts = {row["what"]: row for row in owed_counts(person)}
    if not any(row["open"] for row in counts.values()):
        return None
    visits = _planned(person) if counts[VISITS]["open"] else []
    tiles = _tiles(counts[STEPS], "&whose=mine")
    return Panel("coaching/panels/steps.html", {"title": _("My follow-up"), "tiles": tiles, "visits": visits})


@panel("district", order=30)
def follow_up_of_district(request: PersonRequest, district: Organization) -> Panel | None:
    if not request.user.has_perm("coaching.view_follow_ups", district):
        return None
    return _of(counts_of_steps(request.user, district, name="district")[0], f"&district={district.pk}")


@panel("rec", order=30)
def follow_up_of_rec(request: PersonRequest, rec: Organization) -> Panel | None:
    """For PED the figures of one REC, for its own people all that they see."""
    person = request.user
    if not person.has_perm("coaching.view_follow_ups", rec):
        return None
    return _of(counts_of_steps(person, rec, name="rec")[0], f"&rec={rec.pk}")


@panel("initiative", order=50)
def adherence_of_initiative(request: PersonRequest, initiative: Initiative) -> Panel | None:
    """Of what was planned, within the reader's reach, what is done."""
    if not request.user.has_perm("coaching.view_follow_ups"):
        return None
    return _of(counts_of_steps(request.user, initiative, name="initiative")[0], f"&initiative={initiative.pk}")


@panel("training", order=40)
def follow_up_of_training(request: PersonRequest, training: Training) -> Panel | None:
    if not request.user.is_authenticated or not training.is_closed:
        return None
    if not request.user.has_perm("coaching.view_follow_ups"):
        return None
    cycles = _cycles(request.user, training)
    return Panel("coaching/panels/cycles.html", {"cycles": cycles}) if cycles else None


@panel("person", order=40)
def visits_of_person(request: PersonRequest, person: Person) -> Panel | None:
    """The visits a person made or received, as far as the reader may see them. No private note is read here."""
    visits = visits_of(request.user, person.pk, most=SHOWN)
    return Panel("coaching/panels/visits.html", {"visits": visits}) if visits else None


def _planned(coach: Person) -> QuerySet[Visit]:
    rows = Visit.objects.planned().filter(coach=coach).select_related("district")
    return rows.order_by("planned_for", "id")[:SHOWN]


def _cycles(reader: Person, training: Training) -> QuerySet[FollowUpCycle]:
    return (
        FollowUpCycle.objects.visible_to(reader)
        .filter(training=training)
        .select_related("district", "coach")
        .annotate(
            planned=Count("steps", filter=Q(steps__waived_at__isnull=True)),
            done=Count("steps", filter=Q(steps__done_on__isnull=False)),
        )
        .order_by("district__sort_key")
    )


def _tiles(counts: dict[str, int], narrowed: str) -> list[tuple[str, Any, str, str]]:
    base = f"{path_to('follow-ups')}?show=1{narrowed}"
    return [
        (_("Overdue"), counts["overdue"], "", f"{base}&state=overdue"),
        (_("Due within 30 days"), counts["needed"], _("the overdue included"), f"{base}&state=needed"),
        (_("Open in all"), counts["open"], "", f"{base}&state=open"),
    ]


def _of(counts: dict[str, int], narrowed: str) -> Panel | None:
    if not counts["planned"] and not counts["open"]:
        return None
    tiles = _tiles(counts, narrowed)[:2]
    if counts["planned"]:
        part = share(Decimal(counts["done"]), Decimal(counts["planned"]))
        done = ngettext("of %(n)s planned step", "of %(n)s planned steps", counts["planned"]) % {"n": counts["planned"]}
        rows = f"{path_to('follow-ups')}?show=1{narrowed}&state=done&year={fiscal_year(today())}"
        tiles.append((_("Done this school year"), counts["done"], f"{done}, {part}\u00a0%", rows))
    return Panel("coaching/panels/steps.html", {"title": _("Follow-up"), "tiles": tiles})
