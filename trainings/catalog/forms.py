"""The filters of the list, the calendar and the feed: the same words in the address bar of all three."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, school_years, today
from collaborative.duties.kinds import roles_sharing
from collaborative.people.models import Organization
from collaborative.web.choice_filters import OfferedFilter
from collaborative.web.forms import FilterForm
from initiatives.enums import AudienceRole
from initiatives.models import Initiative
from trainings.enums import Mode
from trainings.models import Invitation, Training
from trainings.models.training import TrainingQuerySet

YEARS_BACK = 4
STATES = [
    ("open", gettext_lazy("Open or nearly full")),
    ("full", gettext_lazy("Full")),
    ("upcoming", gettext_lazy("Upcoming, registration closed")),
    ("running", gettext_lazy("Under way")),
    ("over", gettext_lazy("To close")),
    ("closed", gettext_lazy("Closed")),
    ("cancelled", gettext_lazy("Cancelled")),
    ("draft", gettext_lazy("Draft")),
]


def districts_answered_for(person: Any) -> list[int]:
    """The districts whose invitations this person answers as superintendent or delegate."""
    hats = person.hats_today if person.is_authenticated else []
    return [hat.organization_id for hat in hats if hat.role in roles_sharing("superintendent")]


class CalendarFilter(django_filters.FilterSet):
    rec = OfferedFilter(
        label=gettext_lazy("Held by"),
        field_name="host",
        queryset=Organization.objects.of_kind("rec"),
        empty_label=gettext_lazy("All RECs"),
    )
    initiative = OfferedFilter(
        label=gettext_lazy("Initiative"),
        queryset=Initiative.objects.published(),
        empty_label=gettext_lazy("All initiatives"),
    )
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("For whom"),
        choices=AudienceRole.choices,
        empty_label=gettext_lazy("Everybody"),
        method="by_role",
    )
    mode = django_filters.ChoiceFilter(
        label=gettext_lazy("How"), choices=Mode.choices, empty_label=gettext_lazy("On site or on line")
    )

    class Meta:
        model = Training
        fields = ("rec", "initiative", "role", "mode")
        form = FilterForm

    def by_role(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(version__audience_roles__contains=[value])


class TrainingFilter(CalendarFilter):
    words = django_filters.CharFilter(label=gettext_lazy("Title or town"), method="by_words")
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=STATES, empty_label=gettext_lazy("Any state"), method="by_state"
    )
    when = django_filters.ChoiceFilter(
        label=gettext_lazy("When"), empty_label=gettext_lazy("Any time"), method="by_when"
    )
    invited = django_filters.ChoiceFilter(
        label=gettext_lazy("Invitation"),
        choices=[
            ("mine", gettext_lazy("My district is invited")),
            ("unanswered", gettext_lazy("Not answered yet")),
        ],
        empty_label=gettext_lazy("Invited or not"),
        method="by_invited",
    )
    day = django_filters.DateFilter(method="by_day", widget=forms.HiddenInput, label=gettext_lazy("Day"))

    class Meta(CalendarFilter.Meta):
        fields: tuple[str, ...] = ("words", "rec", "initiative", "role", "state", "mode", "when", "invited", "day")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        this = fiscal_year(today())
        years = school_years(this + 1 - YEARS_BACK, this + 1)
        self.filters["when"].extra["choices"] = [("ahead", gettext_lazy("From today on")), *years]
        self.filters.move_to_end("words", last=False)

    def by_words(self, rows: TrainingQuerySet, name: str, value: str) -> QuerySet:
        return rows.matching(value)

    def by_state(self, rows: TrainingQuerySet, name: str, value: str) -> QuerySet:
        return rows.in_state("open", "nearly_full") if value == "open" else rows.in_state(value)

    def by_invited(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Of the reader's own districts."""
        invited = Invitation.objects.standing().filter(
            training=OuterRef("pk"), organization__in=districts_answered_for(self.request.user)
        )
        if value == "unanswered":
            invited = invited.unanswered()
        return rows.filter(Exists(invited))

    def by_when(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == "ahead":
            ahead = rows.filter(Q(last_day__gte=today()) | Q(last_day__isnull=True))
            # By a value, not by the column: else its index is walked through all the years that have passed.
            return ahead.order_by(Coalesce("first_day", date.max), "starts_at", "id")
        first, last = fiscal_year_dates(int(value))
        return rows.filter(first_day__gte=first, first_day__lte=last).order_by("first_day", "starts_at", "id")

    def by_day(self, rows: QuerySet, name: str, value) -> QuerySet:
        return rows.filter(meetings__date=value).distinct()
