"""The list of a training's places: who has one, who waits, who gave one up."""

from typing import Any

import django_filters
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar import days
from collaborative.people.models import Organization, Person
from collaborative.people.permissions import AccessRule
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import FilterForm
from collaborative.web.statuses import STATUSES
from collaborative.web.views import Empty, ListPage
from trainings.enums import ACTIVE, OCCUPYING, RegistrationStatus
from trainings.invitations.calendar_entries import where
from trainings.invitations.views.ledger import file_name
from trainings.models import Registration, Training
from trainings.registrations import vacancies
from trainings.registrations.queries import modes_held, why_settled
from trainings.registrations.taking_part import may_register


class RegistrationFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name"), method="by_words")
    at = django_filters.ModelChoiceFilter(
        label=gettext_lazy("District or REC"),
        queryset=Organization.objects.none(),
        field_name="organization",
        empty_label=gettext_lazy("All"),
    )
    place = django_filters.ChoiceFilter(
        label=gettext_lazy("Place"),
        choices=[("live", gettext_lazy("seated, offered or waiting")), *RegistrationStatus.choices],
        empty_label=gettext_lazy("All, also given up"),
        method="by_place",
    )

    class Meta:
        model = Registration
        fields = ("words", "at", "place")
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations = Organization.objects.filter(pk__in=self.queryset.order_by().values("organization"))
        self.filters["at"].field.queryset = organizations

    def by_words(self, rows, name, value):
        return rows.filter(person__in=Person.objects.matching(value))

    def by_place(self, rows, name, value):
        return rows.filter(status__in=ACTIVE) if value == "live" else rows.filter(status=value)


class RegistrationList(ListPage):
    """Who is registered: for the host everybody, for a district its own people. The waiting list stands in its order."""

    access_rule = AccessRule("permission", "trainings.view")
    template_name = "trainings/registrations/list.html"
    filterset_class = RegistrationFilter
    names_people = True
    per_page = 50
    columns = (
        gettext_lazy("Name"),
        gettext_lazy("District or REC"),
        gettext_lazy("Place"),
        gettext_lazy("Registered"),
    )
    export = (
        (gettext_lazy("Last name"), "person.family_name"),
        (gettext_lazy("First name"), "person.given_name"),
        (gettext_lazy("Address"), "person.address"),
        (gettext_lazy("District or REC"), "organization.name"),
        (gettext_lazy("Place"), "get_status_display"),
        (gettext_lazy("Attendance"), lambda row: str(STATUSES[row.state].word) if hasattr(row, "attended") else ""),
        (gettext_lazy("Contact hours"), "counted_text"),
        (gettext_lazy("How"), "get_seat_mode_display"),
        (gettext_lazy("Needs"), "needs"),
        (gettext_lazy("Registered"), "registered_at"),
        (gettext_lazy("Registered by"), "registered_by"),
    )

    @cached_property
    def training(self) -> Training:
        within = Training.objects.visible_to(self.request.user).select_related("host", "venue", "initiative__lead")
        return get_object_or_404(within, pk=self.kwargs["pk"])

    @property
    def title(self) -> str:
        return _("Registrations")

    @property
    def export_name(self) -> str:
        return file_name("registrations", self.training)

    def thing(self) -> Training:
        return self.training

    def default_filters(self) -> dict[str, str]:
        return {"place": "live"}

    def rows(self) -> QuerySet[Registration]:
        """Those with a seat by name, then the waiting list in its order, then what was given up."""
        stage = Case(
            When(status__in=OCCUPYING, then=0),
            When(status=RegistrationStatus.WAITING, then=1),
            default=2,
            output_field=IntegerField(),
        )
        turn = Case(When(status=RegistrationStatus.WAITING, then="id"), default=Value(0))
        rows = Registration.objects.visible_to(self.request.user).filter(training=self.training)
        if self.training.is_closed:
            rows = rows.with_attendance(self.request.user)
        rows = rows.select_related("person", "organization", "registered_by")
        return rows.annotate(stage=stage, turn=turn).order_by("stage", "turn", "person__sort_key", "id")

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s registration", "%(count)s registrations", count) % {"count": count}

    def period_text(self) -> str:
        return days.span(self.training.first_day, self.training.last_day) if self.training.first_day else ""

    def empty(self) -> Empty:
        if "place=live" in self.chosen().urlencode():
            return Empty(
                _("Nobody is registered here yet."), _("Back to the training"), self.training.get_absolute_url()
            )
        return super().empty()

    def context(self, page: Any, chosen: QueryDict) -> dict[str, Any]:
        why = vacancies.why_waiting(self.training, now=timezone.now()) if self.training.waiting else {}
        settled, person = why_settled(self.training), self.request.user
        for row in page:
            row.training = self.training
            row.why_text = why.get(row.pk, "")
            row.may_give_up = not settled and row.is_active and person.has_perm("trainings.change_seats", row)
        self.gives_up = sum(row.may_give_up for row in page) > 1  # one place has its own page for that
        return super().context(page, chosen)

    def extra(self) -> dict[str, Any]:
        training, person = self.training, self.request.user
        return {
            "subtitle": _subtitle(training),
            "breadcrumbs": [(_("Trainings"), path_to("trainings")), (training.title, training.get_absolute_url())],
            "training": training,
            "both": len(modes_held(training)) > 1,
            "gives_up": self.gives_up,
            "action": Link(_("Register people"), path_to("register", training.pk))
            if may_register(person, training)
            else None,
        }


def _subtitle(training: Training) -> str:
    parts = [training.title, where(training), _("%(n)s have a seat") % {"n": training.taken}]
    if training.waiting:
        parts.append(_("%(n)s waiting") % {"n": training.waiting})
    return " · ".join(part for part in parts if part)
