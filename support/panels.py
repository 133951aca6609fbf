from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.people.models import Organization, Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, first_act, panel
from collaborative.web.addresses import path_to
from support.models import SupportRequest
from support.queries import open_as_asked, open_to_answer

SHOWN = 5
DAY = 86_400

first_act("support.ask", gettext_lazy("Ask for support"), "request-ask", order=30)


class Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@panel("today", order=40)
def requests_today(request: PersonRequest, thing: Any = None) -> Panel | None:
    """The queue of those who answer, one's own first; the open requests of those who ask."""
    person = request.user
    if person.organizations_with("support.answer"):
        return _table(open_to_answer(person, most=SHOWN + 1), _("Requests of your region"), may_ask=False)
    if person.organizations_with("support.ask"):
        return _table(open_as_asked(person, most=SHOWN + 1), _("Requests of your district"), may_ask=True)
    return None


def _table(found: list[SupportRequest], title: str, *, may_ask: bool) -> Panel | None:
    if not found and not may_ask:
        return None
    context = {
        "title": title,
        "rows": found[:SHOWN],
        "more": len(found) > SHOWN,
        "may_ask": may_ask,
        "shows_district": not may_ask or len({row.district_id for row in found}) > 1,
    }
    return Panel("support/panels/open.html", context)


@panel("district", order=50)
def requests_of_district(request: PersonRequest, district: Organization) -> Panel | None:
    if not request.user.has_perm("support.view", district):
        return None
    context = {
        "rows": list(_of_district(request.user, district)),
        "all_url": f"{path_to('requests')}?district={district.pk}&show=1",
        "may_ask": request.user.has_perm("support.ask", district),
    }
    return Panel("support/panels/district.html", context)


@panel("rec", order=50)
def requests_of_rec(request: PersonRequest, rec: Organization) -> Panel | None:
    """Open, late, and how long a district of the region waits for the first answer: one statement."""
    if not request.user.has_perm("support.view", rec):
        return None
    year = fiscal_year(today())
    found = _answering(rec, year=year)
    base = f"{path_to('requests')}?rec={rec.pk}"
    tiles = [
        (_("Requests open"), found["open"], "", f"{base}&state=open&show=1"),
        (_("Answer overdue"), found["late"], "", f"{base}&state=late&show=1"),
        (
            _("Days to the first answer"),
            _days(found["median"]),
            _("median of %(n)s this year") % {"n": found["answered"]},
            f"{base}&state=told&year={year}&show=1",
        ),
    ]
    return Panel("support/panels/rec.html", {"tiles": tiles})


def _of_district(reader: Person, district: Organization) -> QuerySet[SupportRequest]:
    rows = SupportRequest.objects.visible_to(reader).filter(district=district).select_related("owner")
    return rows.defer("search_key").order_by(F("closed_at").desc(nulls_first=True), "-asked_at")[:SHOWN]


def _answering(rec: Organization, *, year: int) -> dict[str, Any]:
    first, last = fiscal_year_dates(year)
    waited = ExpressionWrapper(F("first_answer_at") - F("asked_at"), DurationField())
    answered = Q(first_answer_at__isnull=False, asked_on__gte=first, asked_on__lte=last)
    return SupportRequest.objects.filter(rec=rec.pk).aggregate(
        open=Count("pk", filter=SupportRequest.is_open.sql()),
        late=Count("pk", filter=SupportRequest.is_late.sql()),
        answered=Count("pk", filter=answered),
        median=Median(waited, filter=answered),
    )


def _days(median: Any) -> str:
    return "–" if median is None else f"{median.total_seconds() / DAY:.1f}"
