from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy

from collaborative.calendar.periods import days_between, today
from collaborative.database.sure import sure
from collaborative.people.models import Organization
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, first_act, panel
from initiatives.models import Acknowledgment, Initiative
from initiatives.queries import answered, shown_to, state_of, waiting_for

ON_TODAY = 8

first_act("initiatives.draft", gettext_lazy("Draft an initiative"), "initiative-new", order=10)


@panel("initiative", order=10)
def acknowledgments(request: PersonRequest, initiative: Initiative) -> Panel | None:
    """Which RECs have said that they have read the version in force, which have not, and since when."""
    rows = shown_to(request.user, initiative)
    if not rows:
        return None
    version = initiative.current
    for row in rows:
        row.state, row.waiting = state_of(row), _days_since(version)
    done = sum(1 for row in rows if row.acknowledged_at)
    context = {"rows": rows, "done": done, "asked": len(rows), "version": version}
    return Panel("initiatives/includes/acknowledgments.html", context)


@panel("today", order=40)
def of_my_bureau(request: PersonRequest, thing: None = None) -> Panel | None:
    """The initiatives that the person answers for: drafts, and those that a REC has not acknowledged."""
    if not request.user.has_perm("initiatives.draft"):
        return None
    rows = waiting_for(request.user, most=ON_TODAY + 1)
    for row in rows:
        row.waiting = _days_since(row.current) if row.current else None
    return Panel("initiatives/includes/of_my_bureau.html", {"rows": rows[:ON_TODAY], "more": len(rows) > ON_TODAY})


@panel("rec", order=30)
def of_the_rec(request: PersonRequest, rec: Organization) -> Panel | None:
    """What the REC carries out now, its own among it. Whether it has acknowledged is for the REC and PED."""
    rows = _in_force(rec)
    if not rows:
        return None
    shown = request.user.reach.state or rec.pk in request.user.organization_ids
    for row in rows:
        row.asked_of_rec, row.waiting = row.is_asked and shown, _days_since(row.current)
        row.answered = answered(row.acknowledged_at, sure(row.current))
    return Panel("initiatives/includes/of_the_rec.html", {"rows": rows})


def _in_force(rec: Organization) -> QuerySet[Initiative]:
    """Those that are put to the REC, with when it acknowledged them, and those that it leads."""
    asked = Acknowledgment.objects.filter(version=OuterRef("current"), rec=rec).order_by()
    rows = Initiative.objects.running().annotate(
        is_asked=Exists(asked), acknowledged_at=Subquery(asked.values("acknowledged_at"))
    )
    return rows.filter(Q(is_asked=True) | Q(lead=rec)).select_related("current").order_by("sort_key")


def _days_since(version) -> int:
    return days_between(today(version.published_at), today())
