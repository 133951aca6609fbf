from itertools import chain
from types import SimpleNamespace
from typing import Any

from django.db.models import CharField, F, QuerySet, Value, Window
from django.db.models.functions import Concat, RowNumber
from django_filters import FilterSet

from collaborative.database.compiled_queries import prepared, union_all


@prepared
def offered_by(person: Any, *, filterset: type[FilterSet], names: tuple[str, ...]) -> QuerySet:
    """Rows of filter, id, name and place in its order: things of several kinds, of which the name is wanted."""
    found = [_rows_of(name, filterset.base_filters[name].extra["queryset"], person) for name in names]
    return union_all(found).order_by("filter_name", "place")


def _rows_of(name: str, offered: Any, person: Any) -> QuerySet:
    rows = offered(SimpleNamespace(user=person)) if callable(offered) else offered
    words = list(chain.from_iterable((Value(" "), F(field)) for field in rows.model.said_by))[1:]
    order = Window(RowNumber(), order_by=rows.query.order_by or rows.model._meta.ordering)
    return (
        rows.order_by()
        .annotate(
            filter_name=Value(name, CharField()),
            said=Concat(*words, output_field=CharField()) if len(words) > 1 else words[0],
            place=order,
        )
        .values_list("filter_name", "pk", "said", "place")
    )
