"""The list of requests: the queue of a REC, the requests of a district, all of them for PED."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar.periods import fiscal_year, school_years, today
from collaborative.people.enums import TAKE_PART
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.permissions import AccessRule
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import FilterForm
from collaborative.web.views import Empty, ListPage
from support.models import SupportRequest, Topic

FIRST_YEAR = 2026
STATES = [
    ("open", gettext_lazy("All open ones")),
    ("new", gettext_lazy("Waiting for an answer")),
    ("late", gettext_lazy("Answer overdue")),
    ("answered", gettext_lazy("Answered, still open")),
    ("ended", gettext_lazy("Ended")),
    ("told", gettext_lazy("Answered, open or ended")),
    ("no", gettext_lazy("Declined with a reason")),
    ("withdrawn", gettext_lazy("Withdrawn")),
    ("not_helped", gettext_lazy("Ended, did not help")),
]


class RequestFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Words or number"), method="by_words")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, empty_label=gettext_lazy("All states"), method="by_state"
    )
    topic = django_filters.ChoiceFilter(
        label=gettext_lazy("Topic"), choices=Topic.choices, empty_label=gettext_lazy("All topics")
    )
    district = django_filters.ChoiceFilter(label=gettext_lazy("District"), empty_label=gettext_lazy("All districts"))
    rec = django_filters.ChoiceFilter(label=gettext_lazy("REC"), empty_label=gettext_lazy("All RECs"))
    owner = django_filters.ChoiceFilter(label=gettext_lazy("Owner"), empty_label=gettext_lazy("All owners"))
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("School year"), empty_label=gettext_lazy("All years"), method="by_year"
    )

    class Meta:
        model = SupportRequest
        fields = ("words", "state", "topic", "district", "rec", "owner", "year")
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = years(today())

    def by_words(self, rows, name, value):
        return rows.matching(value)

    def by_state(self, rows, name, value):
        return {
            "open": rows.open,
            "new": rows.unanswered,
            "late": rows.late,
            "answered": rows.answered,
            "ended": rows.ended,
            "told": lambda: rows.filter(first_answer_at__isnull=False),
            "no": lambda: rows.filter(outcome="no"),
            "withdrawn": lambda: rows.filter(outcome="withdrawn"),
            "not_helped": lambda: rows.filter(helped=False),
        }[value]()

    def by_year(self, rows, name, value):
        return rows.for_year(int(value))


def _choices(person: Person) -> dict[str, list[tuple[str, str]]]:
    """Districts, RECs and owners within reach; a filter with one choice is none."""
    found: dict[str, list[tuple[str, str]]] = {"district": [], "rec": [], "owner": []}
    within = Organization.objects.within_reach(person).of_kind("rec", *TAKE_PART).order_by("sort_key", "id")
    for pk, kind, name in within.values_list("pk", "kind", "short_name"):
        found[kind].append((str(pk), name))
    if found["rec"]:
        hats = Hat.objects.today().with_role("rec_coordinator", "rec_director")
        hats = hats.filter(organization__in=[pk for pk, _name in found["rec"]])
        owners = Person.objects.filter(hats__in=hats).distinct()
        for pk, given, family in owners.values_list("pk", "given_name", "family_name"):
            found["owner"].append((str(pk), f"{given} {family}"))
    return found


def years(day: date) -> list[tuple[str, str]]:
    return school_years(FIRST_YEAR, fiscal_year(day))


class RequestList(ListPage):
    access_rule = AccessRule("role")
    title = gettext_lazy("Requests for support")
    template_name = "support/request_list.html"
    filterset_class = RequestFilter
    columns = (
        gettext_lazy("Number"),
        gettext_lazy("District"),
        gettext_lazy("What"),
        gettext_lazy("Asked"),
        gettext_lazy("Answer by"),
        gettext_lazy("State"),
    )
    export = (
        (gettext_lazy("Number"), "number"),
        (gettext_lazy("District"), "district.name"),
        (gettext_lazy("REC"), "rec.name"),
        (gettext_lazy("Topic"), "get_topic_display"),
        (gettext_lazy("What"), "what"),
        (gettext_lazy("For whom"), "for_whom"),
        (gettext_lazy("Asked"), "asked_on"),
        (gettext_lazy("Answer by"), "answer_by"),
        (gettext_lazy("Owner"), "owner"),
        (gettext_lazy("State"), lambda row: row.state_text),
        (gettext_lazy("Ended in"), "get_outcome_display"),
        (gettext_lazy("Helped"), lambda row: {None: "", True: _("yes"), False: _("no")}[row.helped]),
    )
    export_name = "requests"
    remembered = "requests"

    def offer(self, filters: dict[str, Any]) -> None:
        for name, choices in _choices(self.request.user).items():
            if len(choices) > 1:
                filters[name].extra["choices"] = choices
            else:
                del filters[name]

    def rows(self) -> QuerySet:
        rows = SupportRequest.objects.visible_to(self.request.user).select_related("district", "rec", "owner")
        return rows.defer("search_key", "outcome_words")

    def default_filters(self) -> dict[str, str]:
        return {"state": "open"}

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s request", "%(count)s requests", count) % {"count": f"{count:,}"}

    @cached_property
    def may_ask(self) -> bool:
        return self.request.user.has_perm("support.ask")

    @cached_property
    def may_see(self) -> bool:
        return self.request.user.has_perm("support.view")

    def empty(self) -> Empty:
        if not self.may_see:
            return Empty(_("Superintendents and their delegates ask for support; the REC answers."), "", "")
        if self.may_ask:
            return Empty(
                _("No request matches. Ask, and your REC answers within days."),
                _("Ask for support"),
                path_to("request-ask"),
            )
        return Empty(_("No request matches these filters."), _("Show all requests"), "?show=1")

    def extra(self) -> dict[str, Any]:
        subtitle = _("What districts ask of their REC, and what became of it.")
        if self.may_ask:
            subtitle = _("What your district asked of its REC, and what became of it.")
        return {
            "subtitle": subtitle,
            "action": Link(_("Ask for support"), path_to("request-ask")) if self.may_ask else None,
            "more_links": [
                *([(_("Assistance log"), path_to("assistance"))] if self.may_see else []),
                (_("Partner agencies"), path_to("partners")),
            ],
        }
