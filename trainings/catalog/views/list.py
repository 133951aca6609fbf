from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.people.models import Person
from collaborative.people.permissions import AccessRule
from collaborative.web.addresses import Link, path_to
from collaborative.web.views import Empty, ListPage
from trainings.catalog.forms import TrainingFilter, districts_answered_for
from trainings.models import Invitation, Training
from trainings.models.training import TrainingQuerySet

SHOWN = (
    "title",
    "kind",
    "mode",
    "first_day",
    "last_day",
    "starts_at",
    "time_zone",
    "room_capacity",
    "online_capacity",
    "room_taken",
    "online_taken",
    "registration_closes_on",
    "published_at",
    "cancelled_at",
    "closed_at",
    "venue__city",
    "host__short_name",
    "initiative__title",
)


def trainings_of(person: Person | None) -> TrainingQuerySet:
    """Those this reader may see: any visitor those of the public calendar."""
    return Training.objects.visible_to(person) if person else Training.objects.on_calendar()


class TrainingList(ListPage):
    """All trainings a reader may see; without signing in, those of the public calendar. Of all times the latest stand
    first, else the next."""

    access_rule = AccessRule("public")
    title = gettext_lazy("Trainings")
    template_name = "trainings/catalog/list.html"
    filterset_class = TrainingFilter
    remembered = "trainings"
    most_counted = 2_000
    columns = (
        gettext_lazy("Date"),
        gettext_lazy("Training"),
        gettext_lazy("Place"),
        gettext_lazy("Seats"),
        gettext_lazy("State"),
    )
    export = (
        (gettext_lazy("First day"), "first_day"),
        (gettext_lazy("Last day"), "last_day"),
        (gettext_lazy("Training"), "title"),
        (gettext_lazy("Kind"), "get_kind_display"),
        (gettext_lazy("Initiative"), "initiative.title"),
        (gettext_lazy("Held by"), "host.short_name"),
        (gettext_lazy("How"), "get_mode_display"),
        (gettext_lazy("Town"), "town"),
        (gettext_lazy("Seats taken"), "taken"),
        (gettext_lazy("Seats"), "capacity"),
        (gettext_lazy("State"), "state"),
    )
    export_name = "trainings"

    def rows(self) -> TrainingQuerySet:
        person = self.request.user
        rows = (
            trainings_of(person if person.is_authenticated else None)
            .select_related("venue", "host", "initiative")
            .only(*SHOWN)
        )
        return rows.order_by(F("first_day").desc(nulls_first=True), "-starts_at", "-id")

    def offer(self, filters: dict[str, Any]) -> None:
        if not self.districts:
            del filters["invited"]

    @cached_property
    def districts(self) -> list[int]:
        return districts_answered_for(self.request.user)

    def default_filters(self) -> dict[str, str]:
        """Who answers for a district comes for its invitations."""
        return {"when": "ahead", "invited": "mine"} if self.districts else {"when": "ahead"}

    def context(self, page: Any, chosen: QueryDict) -> dict[str, Any]:
        """What one's own district answered; that it did not is said as long as it can."""
        answers: dict[int, str] = {}
        if self.districts:
            invited = Invitation.objects.standing().filter(organization__in=self.districts, training__in=list(page))
            answers = dict(invited.values_list("training", "answer"))
        for row in page:
            asked = row.pk in answers and row.state in ("open", "nearly_full", "full", "upcoming")
            row.answer = answers.get(row.pk) or ("unanswered" if asked else "")
        return super().context(page, chosen)

    def count_text(self, count: int) -> str:
        if count == self.most_counted:
            return _("At least %(count)s trainings") % {"count": f"{count:,}"}
        return ngettext("%(count)s training", "%(count)s trainings", count) % {"count": f"{count:,}"}

    def empty(self) -> Empty:
        return Empty(_("No training matches these filters."), _("Show all trainings"), "?show=1")

    def extra(self) -> dict[str, Any]:
        person = self.request.user
        schedules = person.is_authenticated and person.has_perm("trainings.schedule")
        rest = self.request.GET.urlencode()
        links = [
            (_("As a calendar"), path_to("training-calendar")),
            (_("Calendar feed"), f"{path_to('training-feed')}?{rest}"),
        ]
        if schedules:
            links.append((_("Venues and rooms"), path_to("venues")))
        return {
            "subtitle": _("Everything the RECs and PED’s bureaus hold, as far as you see it."),
            "action": Link(_("Schedule a training"), path_to("training-new")) if schedules else None,
            "more_links": links,
        }


training_list = login_not_required(TrainingList.as_view())
