from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar.days import long_day
from collaborative.calendar.periods import fiscal_year, school_year_name, today
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.models import Organization
from collaborative.people.permissions import AccessRule, require, requires
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import FilterForm
from collaborative.web.views import Empty, ListPage
from support import actions
from support.forms import AssistanceForm
from support.models import Assistance, Topic
from support.queries import districts_of
from support.views.queue import years


class AssistanceFilter(django_filters.FilterSet):
    district = django_filters.ChoiceFilter(label=gettext_lazy("District"), empty_label=gettext_lazy("All districts"))
    topic = django_filters.ChoiceFilter(
        label=gettext_lazy("About"), choices=Topic.choices, empty_label=gettext_lazy("All topics")
    )
    medium = django_filters.ChoiceFilter(
        label=gettext_lazy("How"), choices=Assistance.Medium.choices, empty_label=gettext_lazy("All ways")
    )
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("School year"), empty_label=gettext_lazy("All years"), method="by_year"
    )

    class Meta:
        model = Assistance
        fields = ("district", "topic", "medium", "year")
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(today())

    def by_year(self, rows, name, value):
        return rows.for_year(int(value))


class AssistanceList(ListPage):
    access_rule = AccessRule("permission", "support.view")
    title = gettext_lazy("Technical assistance given")
    template_name = "support/assistance_list.html"
    filterset_class = AssistanceFilter
    columns = (
        gettext_lazy("Day"),
        gettext_lazy("District"),
        gettext_lazy("What was done"),
        gettext_lazy("By"),
        gettext_lazy("How"),
        gettext_lazy("Minutes"),
    )
    export = (
        (gettext_lazy("Day"), "on"),
        (gettext_lazy("District"), "district.name"),
        (gettext_lazy("REC"), "rec.name"),
        (gettext_lazy("About"), "get_topic_display"),
        (gettext_lazy("What was done"), "text"),
        (gettext_lazy("By"), "by"),
        (gettext_lazy("How"), "get_medium_display"),
        (gettext_lazy("Minutes"), "minutes"),
        (gettext_lazy("Request"), lambda row: row.request.number if row.request else ""),
    )
    export_name = "assistance"
    remembered = "assistance"
    names_people = True

    def offer(self, filters: dict[str, Any]) -> None:
        within = Organization.objects.within_reach(self.request.user).taking_part()
        districts = [(str(pk), name) for pk, name in within.values_list("pk", "short_name")]
        if len(districts) > 1:
            filters["district"].extra["choices"] = districts
        else:
            del filters["district"]

    def rows(self) -> QuerySet:
        rows = Assistance.objects.visible_to(self.request.user)
        return rows.select_related("district", "rec", "by", "request").defer("request__search_key", "request__what")

    def default_filters(self) -> dict[str, str]:
        return {"year": str(fiscal_year(today()))}

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": f"{count:,}"}

    def period_text(self) -> str:
        year = self.filterset.form.cleaned_data.get("year") if self.filterset.form.is_valid() else ""
        return _("school year %(year)s") % {"year": school_year_name(int(year))} if year else ""

    @cached_property
    def may_log(self) -> bool:
        return self.request.user.has_perm("support.log_assistance")

    def empty(self) -> Empty:
        if self.may_log:
            return Empty(_("Nothing is logged that matches."), _("Log assistance"), path_to("assistance-log"))
        return Empty(_("Nothing is logged that matches."), _("Show all entries"), "?show=1")

    def extra(self) -> dict[str, Any]:
        return {
            "subtitle": _("By phone, mail, video or on site, tied to no event. Each is counted once."),
            "breadcrumbs": [(_("Requests"), path_to("requests"))],
            "action": Link(_("Log assistance"), path_to("assistance-log")) if self.may_log else None,
        }


@requires("support.log_assistance")
class LogAssistance(ActPage[None]):
    form_class = AssistanceForm
    parents = ((gettext_lazy("Requests"), "requests"), (gettext_lazy("Assistance log"), "assistance"))
    title = gettext_lazy("Log technical assistance")
    subtitle = gettext_lazy(
        "Help that belongs to no request, training or visit. Those are counted where they are kept."
    )
    message = gettext_lazy("Logged: %(minutes)s minutes for %(district.name)s.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"districts": districts_of(self.request.user, "support.log_assistance")}

    def run(self, form: AssistanceForm) -> Assistance:
        answers = form.answers
        district = answers.pop("district")
        require(self.request.user, "support.log_assistance", district)
        return actions.log_assistance(district, **answers, by=self.request.user, once=form.once)


@requires("support.view", Assistance, related=("district", "rec", "by", "request"))
def entry(request: PersonRequest, row: Assistance) -> HttpResponse:
    response = render(
        request,
        "support/assistance.html",
        {
            "title": _("Technical assistance for %(district)s") % {"district": row.district.short_name},
            "subtitle": long_day(row.on),
            "breadcrumbs": [(_("Requests"), path_to("requests")), (_("Assistance log"), path_to("assistance"))],
            "row": row,
            "facts": [
                (_("District"), row.district.name),
                (_("Given by"), f"{row.by}, {row.rec.name}"),
                (_("Minutes"), row.minutes),
                (_("How"), row.get_medium_display()),
                (_("About"), row.get_topic_display()),
            ],
            "history": history_of(row, request),
        },
    )
    looked_at(response, request, about=row)
    return response
