"""The list of visits: planned, held and cancelled."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coaching.forms.filters import OwnFilter
from coaching.models import Visit
from collaborative.calendar.periods import fiscal_year_dates
from collaborative.database.search_keys import plain
from collaborative.people.permissions import AccessRule
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import FilterForm
from collaborative.web.views import Empty, ListPage


class VisitFilter(OwnFilter):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("planned", gettext_lazy("Planned")),
            ("held", gettext_lazy("Held")),
            ("cancelled", gettext_lazy("Cancelled")),
        ],
        empty_label=gettext_lazy("All"),
        method="by_state",
    )
    words = django_filters.CharFilter(label=gettext_lazy("District"), method="by_words")
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("School year"), empty_label=gettext_lazy("All years"), method="by_year"
    )

    class Meta:
        model = Visit
        fields = ("whose", "state", "words", "year")
        form = FilterForm

    def by_whose(self, rows, name, value):
        met = Visit.people.through.objects.filter(person=self.request.user).values("visit")
        return rows.filter(Q(coach=self.request.user) | Q(pk__in=met))

    def by_state(self, rows, name, value):
        return {
            "planned": rows.planned,
            "held": rows.held,
            "cancelled": lambda: rows.filter(cancelled_at__isnull=False),
        }[value]()

    def by_words(self, rows, name, value):
        return rows.filter(district__search_key__contains=plain(value))

    def by_year(self, rows, name, value):
        first, last = fiscal_year_dates(int(value))
        held = Q(held_on__gte=first, held_on__lte=last)
        return rows.filter(held | Q(held_on__isnull=True, planned_for__gte=first, planned_for__lte=last))


class VisitList(ListPage):
    """No private note is read here, on the page or in the export."""

    access_rule = AccessRule("permission", "coaching.view_follow_ups")
    title = gettext_lazy("Visits")
    template_name = "coaching/visits.html"
    filterset_class = VisitFilter
    columns = (
        gettext_lazy("Day"),
        gettext_lazy("District"),
        gettext_lazy("What"),
        gettext_lazy("Coach"),
        gettext_lazy("Minutes"),
        gettext_lazy("State"),
    )
    export = (
        (gettext_lazy("Day"), "day"),
        (gettext_lazy("District"), "district.name"),
        (gettext_lazy("REC"), "rec.name"),
        (gettext_lazy("Initiative"), "initiative.title"),
        (gettext_lazy("What"), "get_kind_display"),
        (gettext_lazy("Place"), "location"),
        (gettext_lazy("Coach"), "coach"),
        (gettext_lazy("Minutes"), "minutes"),
        (gettext_lazy("Miles"), "miles"),
        (gettext_lazy("State"), "state"),
    )
    export_name = "visits"
    remembered = "visits"
    names_people = True

    def rows(self) -> QuerySet:
        visits = Visit.objects.visible_to(self.request.user).select_related("district", "rec", "initiative", "coach")
        return visits.defer("agreed").order_by("-planned_for", "-id")

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s visit", "%(count)s visits", count) % {"count": f"{count:,}"}

    def empty(self) -> Empty:
        return Empty(_("No visit matches."), _("See all visits"), "?show=1")

    def extra(self) -> dict[str, Any]:
        may_log = self.request.user.has_perm("coaching.log_visits")
        return {
            "subtitle": _("What coaches have planned and held. Private notes are not shown here to anybody."),
            "action": Link(_("Log a visit"), path_to("visit-log-unplanned")) if may_log else None,
            "breadcrumbs": [(_("Follow-up"), path_to("follow-ups"))],
            "more_links": [(_("Plan a visit"), path_to("visit-plan"))] if may_log else [],
        }
