"""The list of follow-up steps: what is due soon, due and overdue, by district and coach."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coaching.forms.filters import OwnFilter
from coaching.models import FollowUpStep
from coaching.models.follow_up import needed_until
from coaching.queries import coaches_within, districts_to_visit
from collaborative.calendar.days import short_day
from collaborative.calendar.periods import fiscal_year_dates, today
from collaborative.people.models import Organization
from collaborative.people.permissions import AccessRule
from collaborative.web.addresses import Link, path_to
from collaborative.web.choice_filters import OfferedFilter
from collaborative.web.forms import FilterForm
from collaborative.web.views import Empty, ListPage
from initiatives.models import Initiative

SHOWN = (
    *("number", "touchpoint", "owed_by", "due_on", "done_on", "done_note", "waived_at", "waived_why"),
    *("cycle__coach__given_name", "cycle__coach__family_name"),
)
NAMES = {
    "district_name": F("district__name"),
    "district_short_name": F("district__short_name"),
    "initiative_title": F("initiative__title"),
    "training_title": F("cycle__training__title"),
}
OF_RECS = {"rec_name": F("rec__name"), "rec_short_name": F("rec__short_name")}


class CaseloadFilter(OwnFilter):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("needed", gettext_lazy("Open, due within 30 days")),
            ("overdue", gettext_lazy("Overdue")),
            ("open", gettext_lazy("All open")),
            ("done", gettext_lazy("Done")),
            ("waived", gettext_lazy("Waived")),
        ],
        empty_label=gettext_lazy("All"),
        method="by_state",
    )
    district = OfferedFilter(
        label=gettext_lazy("District"),
        queryset=lambda request: districts_to_visit(request.user),
        empty_label=gettext_lazy("All districts"),
    )
    rec = OfferedFilter(
        label=gettext_lazy("REC"),
        queryset=Organization.objects.of_kind("rec"),
        empty_label=gettext_lazy("All RECs"),
    )
    initiative = OfferedFilter(
        label=gettext_lazy("Initiative"),
        queryset=Initiative.objects.published(),
        empty_label=gettext_lazy("All initiatives"),
    )
    coach = OfferedFilter(
        label=gettext_lazy("Coach"),
        field_name="cycle__coach",
        queryset=lambda request: coaches_within(request.user),
        empty_label=gettext_lazy("All coaches"),
        null_label=gettext_lazy("No coach named"),
    )
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Due in school year"), empty_label=gettext_lazy("Any year"), method="by_year"
    )
    order = django_filters.ChoiceFilter(
        label=gettext_lazy("Order"),
        choices=[("district", gettext_lazy("By district"))],
        empty_label=gettext_lazy("By due day"),
        method="by_order",
    )

    class Meta:
        model = FollowUpStep
        fields = ("whose", "state", "district", "rec", "initiative", "coach", "year", "order")
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.reach.state and not self.data.get("rec"):
            del self.filters["rec"]

    def by_whose(self, rows, name, value):
        return rows.owed_by(self.request.user)

    def by_state(self, rows, name, value):
        return {
            "needed": lambda: rows.due_by(needed_until(today())),
            "overdue": rows.overdue,
            "open": rows.open,
            "done": rows.done,
            "waived": lambda: rows.filter(waived_at__isnull=False),
        }[value]()

    def by_year(self, rows, name, value):
        first, last = fiscal_year_dates(int(value))
        return rows.filter(due_on__gte=first, due_on__lte=last)

    def by_order(self, rows, name, value):
        return rows.order_by("district__sort_key", "due_on", "id")


class Caseload(ListPage):
    access_rule = AccessRule("permission", "coaching.view_follow_ups")
    title = gettext_lazy("Follow-up")
    template_name = "coaching/caseload.html"
    filterset_class = CaseloadFilter
    columns = (
        gettext_lazy("District"),
        gettext_lazy("Step"),
        gettext_lazy("Training"),
        gettext_lazy("Due"),
        gettext_lazy("Owed by"),
        gettext_lazy("State"),
    )
    export_name = "follow-up"
    remembered = "follow-up"
    names_people = True

    @property
    def shows_recs(self) -> bool:
        """To whoever sees several; to others it would be the same word in each row."""
        return self.request.user.reach.state

    @property
    def export(self) -> tuple[tuple[str, Any], ...]:
        return (
            (_("District"), "district_name"),
            *([(_("REC"), "rec_name")] if self.shows_recs else []),
            (_("Initiative"), "initiative_title"),
            (_("Training"), "training_title"),
            (_("Step"), "get_touchpoint_display"),
            (_("Due"), "due_on"),
            (_("Owed by"), "owed_by_name"),
            (_("State"), "state"),
            (_("Done on"), "done_on"),
            (_("Note"), "done_note"),
            (_("Waived because"), "waived_why"),
        )

    def rows(self) -> QuerySet:
        names = OF_RECS | NAMES if self.shows_recs else NAMES
        steps = FollowUpStep.objects.visible_to(self.request.user)
        return steps.select_related("cycle__coach").only(*SHOWN).annotate(**names)

    def default_filters(self) -> dict[str, str]:
        mine = any(hat.role in ("coach", "superintendent", "delegate") for hat in self.request.user.hats_today)
        return {"whose": "mine", "state": "needed"} if mine else {"state": "needed"}

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s step", "%(count)s steps", count) % {"count": f"{count:,}"}

    def period_text(self) -> str:
        if self.filterset.data.get("state") == "needed":
            return _("overdue, or due by %(day)s") % {"day": short_day(needed_until(today()))}
        return ""

    def empty(self) -> Empty:
        if self.filterset.data.get("whose") == "mine":
            return Empty(_("Nothing waits for you here."), _("See all I may see"), "?state=needed&show=1")
        return Empty(_("No step matches. Steps begin when a training is closed."), _("See all steps"), "?show=1")

    def extra(self) -> dict[str, Any]:
        may_log = self.request.user.has_perm("coaching.log_visits")
        return {
            "subtitle": _("What was planned after each training, and who owes it."),
            "action": Link(_("Log a visit"), path_to("visit-log-unplanned")) if may_log else None,
            "more_links": [(_("Visits"), path_to("visits"))],
            "breadcrumbs": [(_("Trainings"), path_to("trainings"))],
            "shows_recs": self.shows_recs,
        }
