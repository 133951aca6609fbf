from typing import Any, cast

import django_filters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar.days import long_day
from collaborative.calendar.periods import STATE_ZONE, today
from collaborative.duties.kinds import duty_kinds
from collaborative.duties.models import Duty
from collaborative.duties.queries import for_today, owed_today
from collaborative.duties.sweep_status import reminders_run
from collaborative.people.models import Hat, Person
from collaborative.people.permissions import AccessRule, public
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import first_acts, panels_for
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import FilterForm
from collaborative.web.views import ListPage

ON_TODAY = 10  # lines at the most


@public
def front(request: HttpRequest) -> HttpResponse:
    """Today for whoever is signed in; a few words about the house for everybody else."""
    if not request.user.is_authenticated:
        return render(request, "duties/welcome.html", {"title": _("Training and support for New Mexico’s schools")})
    return today_page(cast(PersonRequest, request))


def today_page(request: PersonRequest) -> HttpResponse:
    person = request.user
    chosen = _chosen_hat(request)
    duties = list(for_today(Duty.objects.owed_under(chosen))) if chosen else owed_today(person)
    soon = [duty for duty in duties if duty.is_soon]
    act = next((one for one in first_acts() if person.has_perm(one.permission)), None)
    panels = panels_for("today", request)
    return render(
        request,
        "duties/today.html",
        {
            "title": _greeting(person.given_name),
            "day": long_day(today()),
            "places": _places(person),
            "duties": soon[:ON_TODAY],
            "more": len(duties) > min(len(soon), ON_TODAY),
            "heading": _heading(len(soon)),
            "hats": person.hats_today if len(person.hats_today) > 1 else [],
            "chosen": chosen,
            "action": Link(act.label, path_to(act.page)) if act else None,
            "panels_now": [one for one in panels if one.is_now],
            "panels": [one for one in panels if not one.is_now],
            "pulse": reminders_run(),
            "today": today(),
        },
    )


def _chosen_hat(request: PersonRequest) -> Hat | None:
    wanted = request.GET.get("hat", "")
    return next((hat for hat in request.user.hats_today if str(hat.pk) == wanted), None)


def _greeting(name: str) -> str:
    hour = timezone.now().astimezone(STATE_ZONE).hour
    words = (
        _("Good morning, %(name)s")
        if hour < 12
        else _("Good afternoon, %(name)s")
        if hour < 18
        else _("Good evening, %(name)s")
    )
    return words % {"name": name}


def _places(person: Person) -> list[tuple[str, str]]:
    """Name and page of the organizations whose hats this person wears; not every kind has a page."""
    places = {hat.organization: None for hat in person.hats_today}
    return [(one.short_name, one.get_absolute_url() if one.has_page else "") for one in list(places)[:3]]


def _heading(count: int) -> str:
    if not count:
        return _("Nothing needs you now")
    if count > ON_TODAY:
        return _("More than %(count)s things need you") % {"count": ON_TODAY}
    return ngettext("%(count)s thing needs you", "%(count)s things need you", count) % {"count": count}


class DutyFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), empty_label=gettext_lazy("All kinds"))
    when = django_filters.ChoiceFilter(
        label=gettext_lazy("Due"),
        empty_label=gettext_lazy("Any day"),
        choices=[("overdue", gettext_lazy("Overdue")), ("ahead", gettext_lazy("Today and later"))],
        method="by_when",
    )

    class Meta:
        model = Duty
        fields = ("kind", "when")
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = sorted((capfirst(str(kind.words)), kind.name) for kind in duty_kinds.values())
        self.filters["kind"].extra["choices"] = [(name, said) for said, name in words]

    def by_when(self, rows, name, value):
        return rows.filter(due_on__lt=today()) if value == "overdue" else rows.filter(due_on__gte=today())


class DutyList(ListPage):
    """Everything that a person owes, under all hats."""

    access_rule = AccessRule("signed in")
    template_name = "duties/duty_list.html"
    filterset_class = DutyFilter
    columns = (gettext_lazy("What"), gettext_lazy("For"), gettext_lazy("Due"), gettext_lazy("State"))
    export = (
        (gettext_lazy("What"), "sentence"),
        (gettext_lazy("For"), "organization.name"),
        (gettext_lazy("Due"), "due_on"),
        (gettext_lazy("State"), "state"),
    )
    export_name = "what-needs-me"
    title = gettext_lazy("What needs me")

    def offer(self, filters: dict[str, Any]) -> None:
        """Only the kinds that this person owes now; one alone is no choice."""
        owed = set(self.rows().order_by().values_list("kind", flat=True).distinct())
        choices = [(name, words) for name, words in filters["kind"].extra["choices"] if name in owed]
        if len(choices) > 1:
            filters["kind"].extra["choices"] = choices
        else:
            del filters["kind"]

    def rows(self):
        return Duty.objects.owed_by(self.request.user).select_related("organization")

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s thing", "%(count)s things", count) % {"count": f"{count:,}"}

    def extra(self) -> dict[str, Any]:
        return {"subtitle": _("All that you owe in your roles, oldest deadline first."), "section": ""}
