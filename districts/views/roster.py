"""The roster of a district: who works where."""

from collections.abc import Collection
from typing import Any

import django_filters
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar.periods import today
from collaborative.database.search_keys import plain
from collaborative.people.merges.twins import Twins
from collaborative.people.models import Claim, Hat, Organization
from collaborative.people.permissions import AccessRule, get_visible_or_404
from collaborative.people.querysets import HatQuerySet
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import FilterForm
from collaborative.web.views import Empty, ListPage
from districts.models import District

SHOWN = (
    *("position", "starts_on", "ends_on", "organization__name", "organization__short_name"),
    *("person__given_name", "person__family_name", "person__email", "person__contact_email"),
)


class StaffFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name, address or position"), method="by_words")
    school = django_filters.ModelChoiceFilter(
        label=gettext_lazy("School or office"),
        field_name="organization",
        queryset=Organization.objects.none(),
        empty_label=gettext_lazy("All"),
    )
    when = django_filters.ChoiceFilter(
        label=gettext_lazy("When"),
        choices=[("today", gettext_lazy("work here today")), ("former", gettext_lazy("worked here before"))],
        empty_label=gettext_lazy("All times"),
        method="by_when",
    )

    class Meta:
        model = Hat
        fields = ("words", "school", "when")
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = self.request.resolver_match.kwargs["pk"]
        places = Organization.objects.with_rosters().filter(ancestors__contains=[district])
        self.filters["school"].field.queryset = places
        self.filters["school"].field.label_from_instance = lambda place: place.short_name

    def by_words(self, rows: HatQuerySet, name: str, value: str) -> QuerySet[Hat]:
        for word in plain(value).split():
            rows = rows.filter(Q(person__search_key__contains=word) | Q(position__icontains=word))
        return rows

    def by_when(self, rows: HatQuerySet, name: str, value: str) -> QuerySet[Hat]:
        return rows.today() if value == "today" else rows.filter(ends_on__lt=today())


class StaffList(ListPage):
    """One line per person and place."""

    counted = {"people": Count("person", distinct=True)}
    access_rule = AccessRule("permission", "districts.view_roster")
    template_name = "districts/roster/list.html"
    filterset_class = StaffFilter
    names_people = True
    export_name = "staff"
    columns = (gettext_lazy("Name"), gettext_lazy("Works at"), gettext_lazy("Position"), gettext_lazy("Since"))
    export = (
        (gettext_lazy("Last name"), "person.family_name"),
        (gettext_lazy("First name"), "person.given_name"),
        (gettext_lazy("Address"), "person.address"),
        (gettext_lazy("Works at"), "organization.name"),
        (gettext_lazy("Position"), "position"),
        (gettext_lazy("From"), "starts_on"),
        (gettext_lazy("Until"), "ends_on"),
    )

    @cached_property
    def district(self) -> District:
        return get_visible_or_404(District, self.request.user, self.kwargs["pk"])

    @property
    def title(self) -> str:
        return _("Staff of %(district)s") % {"district": self.district.short_name}

    def thing(self) -> District:
        return self.district

    def default_filters(self) -> dict[str, str]:
        return {"when": "today"}

    def rows(self) -> QuerySet[Hat]:
        hats = Hat.objects.filter(organization__ancestors__contains=[self.kwargs["pk"]], role="staff")
        hats = hats.filter(person__merged_into__isnull=True).select_related("person", "organization").only(*SHOWN)
        return hats.order_by("person__sort_key", "organization__sort_key", "id")

    def count_text(self, count: int) -> str:
        """Who has two places is one person."""
        people = ngettext("%(count)s person", "%(count)s people", self.people) % {"count": f"{self.people:,}"}
        if count == self.people:
            return people
        places = ngettext("%(count)s place", "%(count)s places", count) % {"count": f"{count:,}"}
        return _("%(people)s in %(places)s") % {"people": people, "places": places}

    def empty(self) -> Empty:
        if not any(self.chosen().get(name) for name in ("words", "school")):
            words = _("Nobody is on the roster yet. Whoever is registered for a training is put on it, too.")
            return Empty(words, _("Paste a list"), path_to("roster-paste", self.district.pk))
        return super().empty()

    def context(self, page: Any, chosen: QueryDict) -> dict[str, Any]:
        """Who works in another district as well is told: one statement for the page."""
        other: dict[int, list[str]] = {}
        for person, name in _elsewhere({row.person_id for row in page}, self.district.pk):
            other.setdefault(person, []).append(name)
        for row in page:
            row.also_at = ", ".join(dict.fromkeys(other.get(row.person_id, [])))
        self.people = page.paginator.counts["people"]
        return super().context(page, chosen)

    def more_links(self) -> list[tuple[str, str]]:
        paste, upload = path_to("roster-paste", self.district.pk), path_to("import-upload", self.district.pk)
        return [(_("Paste a list"), paste), (_("Upload a file"), upload), *self.twins()]

    def twins(self) -> list[tuple[str, str]]:
        n = len(Twins(self.district)) if self.request.user.has_perm("people.keep_records", self.district) else 0
        return [(_("Possible twins (%(n)s)") % {"n": n}, path_to("twins", self.district.pk))] if n else []

    def extra(self) -> dict[str, Any]:
        keeps = self.request.user.has_perm("districts.keep_roster", self.district)
        return {
            "breadcrumbs": _breadcrumbs(self.district),
            "district": self.district,
            "keeps": keeps,
            "asked": _asked(self.district.pk) if keeps else [],
            "action": Link(_("Add somebody"), path_to("roster-add", self.district.pk)) if keeps else None,
            "more_links": self.more_links() if keeps else [],
        }


def _elsewhere(people: Collection[int], district: int) -> QuerySet:
    """Person and place of those who are on the roster of another district today, too: the school's district is named."""
    hats = Hat.objects.today().filter(person__in=people, role="staff")
    place = Case(
        When(
            organization__kind="school", then=Coalesce("organization__parent__short_name", "organization__short_name")
        ),
        default=F("organization__short_name"),
    )
    return hats.exclude(organization__ancestors__contains=[district]).order_by("id").values_list("person", place)


def _asked(district: int) -> QuerySet[Claim]:
    """Who was asked for a place here and has not answered yet."""
    rows = Claim.objects.open().under(district).filter(role="staff", lapses_on__gte=today())
    return rows.select_related("person", "organization").order_by("claimed_at", "id")


def _breadcrumbs(district: District) -> list[tuple[str, str]]:
    return [(_("Districts"), path_to("districts")), (district.short_name, district.get_absolute_url())]
