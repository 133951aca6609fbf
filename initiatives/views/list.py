from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.people.models import Organization
from collaborative.people.permissions import AccessRule
from collaborative.web.addresses import Link, path_to
from collaborative.web.choice_filters import OfferedFilter
from collaborative.web.forms import FilterForm
from collaborative.web.views import Empty, ListPage
from initiatives.enums import Level
from initiatives.models import Initiative
from initiatives.policy import may_draft, sees_acknowledgments

LEADS = Initiative.objects.published().filter(lead=OuterRef("pk"))


class InitiativeFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Words in the title"), method="by_words")
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("Level"), choices=Level.choices, empty_label=gettext_lazy("All levels")
    )
    lead = OfferedFilter(
        label=gettext_lazy("Lead"),
        queryset=Organization.objects.filter(Q(kind="bureau") | Exists(LEADS)),
        empty_label=gettext_lazy("All bureaus and RECs"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        method="by_state",
        empty_label=gettext_lazy("Any status"),
        choices=[
            ("running", gettext_lazy("Published")),
            ("draft", gettext_lazy("Draft")),
            ("waiting", gettext_lazy("Not acknowledged by every REC")),
            ("ended", gettext_lazy("Ended")),
        ],
    )

    class Meta:
        model = Initiative
        fields = ("words", "level", "lead", "state")
        form = FilterForm

    def by_words(self, rows, name, value):
        return rows.matching(value)

    def by_state(self, rows, name, value):
        return {
            "running": rows.running,
            "draft": rows.unpublished,
            "waiting": rows.unacknowledged,
            "ended": rows.ended,
        }[value]()


class InitiativeList(ListPage):
    access_rule = AccessRule("permission", "initiatives.view")
    title = gettext_lazy("Initiatives")
    template_name = "initiatives/initiative_list.html"
    filterset_class = InitiativeFilter
    remembered = "initiatives"
    export_name = "initiatives"
    export = (
        (gettext_lazy("Initiative"), "title"),
        (gettext_lazy("Level"), "get_level_display"),
        (gettext_lazy("Lead"), "lead.name"),
        (gettext_lazy("For whom"), lambda row: row.current.audience_text if row.current else ""),
        (gettext_lazy("First day"), "current.starts_on"),
        (gettext_lazy("Last day"), "current.ends_on"),
        (gettext_lazy("Version"), "current.number"),
        (gettext_lazy("Status"), "state"),
    )

    def rows(self) -> QuerySet[Initiative]:
        rows = Initiative.objects.visible_to(self.request.user).select_related("lead", "current")
        return rows.with_acknowledged() if self.sees_acknowledgments else rows

    @property
    def sees_acknowledgments(self) -> bool:
        return sees_acknowledgments(self.request.user)

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s initiative", "%(count)s initiatives", count) % {"count": count}

    def empty(self) -> Empty:
        if any(self.chosen().values()):
            return super().empty()
        if may_draft(self.request.user):
            return Empty(_("No initiative has been drafted yet."), _("Draft an initiative"), path_to("initiative-new"))
        return Empty(
            _("No initiative is published yet."), _("See the calendar of trainings"), path_to("training-calendar")
        )

    def extra(self) -> dict[str, Any]:
        of_state = self.request.user.has_perm("initiatives.draft")
        label = _("Draft an initiative") if of_state else _("Draft a local initiative")
        columns = [_("Initiative"), _("Lead"), _("For whom"), _("When")]
        return {
            "subtitle": _("State, federal and local priorities, and what each asks of the RECs."),
            "action": Link(label, path_to("initiative-new")) if may_draft(self.request.user) else None,
            "columns": [*columns, *([_("Acknowledged")] if self.sees_acknowledgments else []), _("Status")],
            "sees_acknowledgments": self.sees_acknowledgments,
        }
