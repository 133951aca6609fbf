"""Lists of one fiscal year: the year is always chosen, this one where the address names none."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.scope import ReportScope, chosen_year, scope_of, years_offered
from collaborative.calendar.periods import Period, fiscal_year_dates, fiscal_year_name, school_year_name
from collaborative.people.models import Organization
from collaborative.web.addresses import path_to
from collaborative.web.forms import FilterForm
from collaborative.web.views import Empty, ListPage
from initiatives.models import Initiative


def year_choices() -> list[tuple[str, str]]:
    return [(str(year), f"{school_year_name(year)} ({fiscal_year_name(year)})") for year in years_offered()]


def rec_choices(scope: ReportScope) -> list[tuple[str, str]]:
    recs = Organization.objects.of_kind("rec") if scope.recs is None else scope.recs
    return [(str(rec.pk), rec.short_name) for rec in recs]


def initiative_choices() -> list[tuple[str, str]]:
    return [(str(pk), title) for pk, title in Initiative.objects.published().values_list("pk", "title")]


class YearFilter(django_filters.FilterSet):
    """Of lists whose rows are of one year already. `choices` of the others come from the page, asked for once."""

    fy = django_filters.ChoiceFilter(
        label=gettext_lazy("School year"), choices=year_choices, empty_label=None, method="as_it_is"
    )

    class Meta:
        form = FilterForm

    def as_it_is(self, rows, name, value):
        return rows


class OfYear(ListPage):
    filterset_class = YearFilter

    @cached_property
    def scope(self) -> ReportScope:
        return scope_of(self.request.user)

    @cached_property
    def year(self) -> int:
        return chosen_year(self.request.GET.get("fy"))

    @property
    def period(self) -> Period:
        return fiscal_year_dates(self.year)

    def chosen(self) -> QueryDict:
        data = super().chosen()
        data["fy"] = str(self.year)
        return data

    def chips(self, chosen: QueryDict) -> Iterator[tuple[str, str]]:
        rest = chosen.copy()
        del rest["fy"]
        for words, url in super().chips(rest):
            yield words, f"{url}&fy={self.year}"

    def context(self, page: Any, chosen: QueryDict) -> dict[str, Any]:
        return {**super().context(page, chosen), "clear_url": f"{self.request.path}?fy={self.year}&show=1"}

    def period_text(self) -> str:
        return _("school year %(year)s") % {"year": school_year_name(self.year)}

    def empty(self) -> Empty:
        return Empty(
            _("Nothing was counted here in this school year."),
            _("See the figures"),
            f"{path_to('reports')}?fy={self.year}",
        )
