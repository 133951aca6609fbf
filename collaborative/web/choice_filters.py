"""What the filters of a list offer from the database: RECs, initiatives, coaches …, asked for all at once."""

from typing import Any

from django.db.models import QuerySet
from django.forms import ChoiceField
from django_filters import FilterSet, ModelChoiceFilter

from collaborative.web.queries import offered_by


class OfferedFilter(ModelChoiceFilter):
    """A choice among things whose model says in `said_by` of which fields their name is made. The things themselves are
    asked for only where one is chosen."""

    def get_queryset(self, request: Any) -> QuerySet:
        name = next(name for name, one in self.parent.filters.items() if one is self)
        return super().get_queryset(request) if self.parent.data.get(name) else self.model._default_manager.none()


def offer_choices(filterset: FilterSet, person: Any) -> None:
    """Puts the choices into the filters of this page that are left. What is chosen is checked as ever."""
    offering = {name: one for name, one in filterset.filters.items() if isinstance(one, OfferedFilter)}
    if not offering:
        return
    whose = any(callable(filterset.base_filters[name].extra["queryset"]) for name in offering)
    offered: dict[str, list[tuple[int, str]]] = {name: [] for name in offering}
    for name, pk, said, _place in offered_by(
        person if whose else None, filterset=type(filterset), names=tuple(offering)
    ):
        offered[name].append((pk, said.strip()))
    for name, found in offered.items():
        field = filterset.form.fields[name]
        start = [("", field.empty_label)] if field.empty_label is not None else []
        if field.null_label is not None:
            start.append((field.null_value, field.null_label))
        past: Any = (
            ChoiceField.choices
        )  # a property, which its hints do not say: past the iterator that would ask again
        past.fset(field, [*start, *found])
