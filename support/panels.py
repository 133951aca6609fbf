from typing import Any

from django.db.models import Aggregate, Case, Count, DurationField, ExpressionWrapper, F, Q, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.database.compiled_queries import Totals, prepared, totals
from collaborative.people.models import Organization, Person
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import Panel, first_act, panel
from collaborative.web.addresses import path_to
from support.models import RequestQuerySet, SupportRequest

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
    if recs := person.organizations_with("support.answer"):
        return _table(_of_recs(recs, person.pk), _("Requests of your region"), may_ask=False)
    if districts := person.organizations_with("support.ask"):
        return _table(_of_districts(districts), _("Requests of your district"), may_ask=True)
    return None


@prepared
def _of_recs(recs: list[int], person: int) -> QuerySet[SupportRequest]:
    mine = Case(When(owner=person, then=0), default=1)
    return _open(SupportRequest.objects.filter(rec__in=recs).order_by(mine, "answer_by", "id"))


@prepared
def _of_districts(districts: list[int]) -> QuerySet[SupportRequest]:
    return _open(SupportRequest.objects.filter(district__in=districts).order_by("answer_by", "id"))


def _open(rows: RequestQuerySet) -> QuerySet[SupportRequest]:
    return rows.open().select_related("district", "owner").defer("search_key")[: SHOWN + 1]


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
        "rows": _of_district(request.user, district.pk),
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
    found = _answering(rec.pk, year=year)
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


@prepared
def _of_district(reader: Person, district: int) -> QuerySet[SupportRequest]:
    rows = SupportRequest.objects.visible_to(reader).filter(district=district).select_related("owner")
    return rows.defer("search_key").order_by(F("closed_at").desc(nulls_first=True), "-asked_at")[:SHOWN]


@prepared
def _answering(rec: int, *, year: int) -> Totals:
    first, last = fiscal_year_dates(year)
    waited = ExpressionWrapper(F("first_answer_at") - F("asked_at"), DurationField())
    answered = Q(first_answer_at__isnull=False, asked_on__gte=first, asked_on__lte=last)
    return totals(
        SupportRequest.objects.filter(rec=rec),
        open=Count("pk", filter=SupportRequest.is_open.sql()),
        late=Count("pk", filter=SupportRequest.is_late.sql()),
        answered=Count("pk", filter=answered),
        median=Median(waited, filter=answered),
    )


def _days(median: Any) -> str:
    return "–" if median is None else f"{median.total_seconds() / DAY:.1f}"
