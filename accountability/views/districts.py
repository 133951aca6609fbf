from functools import partial
from typing import Any

import django_filters
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accountability.coverage import NONE_YET, by_person, by_training, coverage_of, districts_for_map
from accountability.views.report_list import OfYear, YearFilter, rec_choices
from collaborative.figures.measures import amount_text
from collaborative.people.permissions import AccessRule
from collaborative.web.addresses import path_to
from districts.map import reached_legend, reached_shape
from districts.models import District

SHAPES = {"some": ("dot", "ring"), "dot": ("dot",), "ring": ("ring",), "cross": ("cross",)}


class ReachedFilter(YearFilter):
    rec = django_filters.ChoiceFilter(
        label=gettext_lazy("REC"), empty_label=gettext_lazy("All RECs"), field_name="parent"
    )
    reached = django_filters.ChoiceFilter(
        label=gettext_lazy("Reached"), empty_label=gettext_lazy("All districts"), method="by_reached"
    )

    def __init__(self, *args: Any, page: "ReachedList", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        if len(page.rec_choices) > 1:
            self.filters["rec"].extra["choices"] = page.rec_choices
        else:
            del self.filters["rec"]
        words = dict(reached_legend())
        self.filters["reached"].extra["choices"] = [("some", _("At least one training")), *words.items()]

    def by_reached(self, rows, name, value):
        wanted = SHAPES[value]
        fits = [pk for pk, reach in self.page.reach.items() if reached_shape(reach.trainings) in wanted]
        return rows.exclude(pk__in=self.page.reach) if value == "cross" else rows.filter(pk__in=fits)


class ReachedList(OfYear):
    """The map «Districts reached» as a table. Which districts took part is no secret among those who sign in."""

    access_rule = AccessRule("role")
    title = gettext_lazy("Districts reached")
    template_name = "accountability/reached_list.html"
    export_name = "districts-reached"
    per_page = 100

    @property
    def export(self):
        return (
            (_("District"), "name"),
            (_("REC"), "parent.name"),
            (_("Trainings"), lambda row: self.of(row).trainings),
            (_("People"), lambda row: self.of(row).people),
            (_("Contact hours"), lambda row: self.of(row).hours),
        )

    @cached_property
    def reach(self):
        return coverage_of(self.period)

    @cached_property
    def rec_choices(self):
        return rec_choices(self.scope)

    def of(self, district: District):
        return self.reach.get(district.pk, NONE_YET)

    def rows(self):
        return districts_for_map(self.scope.rec_ids)

    @property
    def filterset_class(self):
        return partial(ReachedFilter, page=self)

    def context(self, page: Any, chosen: Any) -> dict[str, Any]:
        for district in page.object_list:
            district.reach = self.of(district)
            district.hours_text = amount_text(district.reach.hours)
        return super().context(page, chosen)

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s district", "%(count)s districts", count) % {"count": f"{count:,}"}

    def extra(self) -> dict[str, Any]:
        return {
            "breadcrumbs": [(_("Reports"), f"{path_to('reports')}?fy={self.year}")],
            "subtitle": _(
                "Counted are closed trainings at which somebody of the district was present, whoever held them."
            ),
            "year": self.year,
        }


class OfDistrict(OfYear):
    """What stands behind the figures of one district."""

    @cached_property
    def district(self) -> District:
        return get_object_or_404(District.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def thing(self) -> District:
        return self.district

    def context(self, page: Any, chosen: Any) -> dict[str, Any]:
        for row in page.object_list:
            row["hours"] = amount_text(row["hours"])
        return super().context(page, chosen)

    def extra(self) -> dict[str, Any]:
        return {
            "breadcrumbs": [
                (_("Reports"), f"{path_to('reports')}?fy={self.year}"),
                (_("Districts reached"), f"{path_to('districts-reached')}?fy={self.year}"),
            ],
            "subtitle": self.district.name,
        }


class DistrictReached(OfDistrict):
    """The trainings that reached it: which they were is no secret."""

    access_rule = AccessRule("role")
    template_name = "accountability/district_reached.html"
    export = (
        (gettext_lazy("Training"), lambda row: row["training__title"]),
        (gettext_lazy("Initiative"), lambda row: row["initiative__title"]),
        (gettext_lazy("Held by"), lambda row: row["host__short_name"]),
        (gettext_lazy("Last day"), lambda row: row["last"]),
        (gettext_lazy("People"), lambda row: row["people"]),
        (gettext_lazy("Contact hours"), lambda row: row["hours"]),
    )
    export_name = "trainings-of-district"

    @property
    def title(self) -> str:
        return _("Trainings that reached %(district)s") % {"district": self.district.short_name}

    def rows(self):
        return by_training(self.period, self.district)

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s training", "%(count)s trainings", count) % {"count": f"{count:,}"}


class DistrictPeople(OfDistrict):
    """Who of the district took part, each person once: for those who answer for it."""

    access_rule = AccessRule("permission", "accountability.view_participants")
    template_name = "accountability/district_people.html"
    names_people = True
    export = (
        (gettext_lazy("First name"), lambda row: row["given_name"]),
        (gettext_lazy("Last name"), lambda row: row["family_name"]),
        (gettext_lazy("Trainings"), lambda row: row["trainings"]),
        (gettext_lazy("Contact hours"), lambda row: row["hours"]),
    )
    export_name = "people-of-district"

    @property
    def title(self) -> str:
        return _("People of %(district)s who took part") % {"district": self.district.short_name}

    def rows(self):
        return by_person(self.period, self.district)

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s person", "%(count)s people", count) % {"count": f"{count:,}"}
