"""What the lists of follow-up steps and of visits filter alike: one's own, and the school year."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy

from collaborative.calendar.periods import fiscal_year, school_years, today


class OwnFilter(django_filters.FilterSet):
    """Whoever takes it says in `by_whose` what is one's own, and has a filter `year`."""

    whose = django_filters.ChoiceFilter(
        label=gettext_lazy("Whose"),
        choices=[("mine", gettext_lazy("Mine"))],
        empty_label=gettext_lazy("All I may see"),
        method="by_whose",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = fiscal_year(today())
        self.filters["year"].extra["choices"] = school_years(now - 1, now + 1)
