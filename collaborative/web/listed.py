"""The rows of a list page, counted and cut by prepared statements: see collaborative.database.compiled_queries.

A list that says `prepared = True` promises that its `rows`, and the methods of its filters, ask the database nothing and
depend on nothing but the person, the address's ids and the filters. They are called once for each choice of filters
and each shape of person, on a page of stand-ins. Few people turn many pages: beyond the first few nothing is kept.
"""

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Model, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django_filters import CharFilter

from collaborative.database.compiled_queries import Totals, is_doubted, known_by_id, prepared, totals

PAGES_KEPT = 3


class Listed:
    """What a paginator needs of a queryset."""

    ordered = True

    def __init__(self, page: Any, filters: str) -> None:
        person = page.request.user
        self.person = person if person.is_authenticated else None
        self.path = page.kwargs
        cleaned = page.filterset.form.cleaned_data if page.filterset and page.filterset.form.is_valid() else {}
        chosen = {name: value for name, value in cleaned.items() if value not in (None, "", [])}
        self.cut_most = PAGES_KEPT * page.per_page
        self.shape: dict[str, Any] = {
            "page": type(page),
            "filters": filters,
            "path": tuple((name, None if isinstance(one, int) else one) for name, one in self.path.items()),
            "chosen": tuple((name, _key(value)) for name, value in chosen.items()),
        }
        if settings.TESTING and is_doubted((str(person), *self.shape.items())):
            self._hold_against(page.plain_rows())

    @property
    def _ids(self) -> list[int]:
        return [one for one in self.path.values() if isinstance(one, int)]

    def count(self) -> int:
        return self.counts["number"]

    @cached_property
    def counts(self) -> dict[str, Any]:
        """The number of rows, and what else the page wants counted over them."""
        return _counted(self.person, self._ids, **self.shape)

    def __getitem__(self, cut: slice) -> list[Any]:
        if cut.stop > self.cut_most:
            return list(_rows(self.person, self._ids, **self.shape)[cut])
        return _cut(self.person, self._ids, **self.shape, first=cut.start, last=cut.stop)

    def _hold_against(self, rows: QuerySet) -> None:
        made = _rows(self.person, self._ids, **self.shape)
        if str(made.query) != str(rows.query):
            raise AssertionError(f"Listed:\n{made.query}\nbut plainly:\n{rows.query}")


def may_be_listed(page: Any) -> bool:
    """Words that somebody typed make a statement that nobody asks for again; a form with errors leaves filters out."""
    if page.filterset is None:
        return True
    form = page.filterset.form
    typed = [name for name, one in page.filterset.filters.items() if isinstance(one, CharFilter)]
    return form.is_valid() and not any(form.cleaned_data.get(name) for name in (*typed, *page.asking))


def _key(value: Any) -> Any:
    """What was chosen, as part of a key: a thing by its kind and id."""
    if isinstance(value, Model):
        return type(value), value.pk
    return tuple(value) if isinstance(value, list) else value


def _chosen(key: Any) -> Any:
    """The other way round. Of a thing nothing but the id is known: who asks for more asks the database, and is refused."""
    if isinstance(key, tuple) and key and isinstance(key[0], type):
        model, pk = key
        return known_by_id(model, pk)
    return list(key) if isinstance(key, tuple) else key


@prepared
def _counted(person: Any, ids: list[int], **shape: Any) -> Totals:
    page, rows = shape["page"], _rows(person, ids, **shape)
    if page.most_counted:
        rows = rows.order_by()[: page.most_counted]
    return totals(rows, number=Count("*"), **page.counted)


@prepared
def _cut(person: Any, ids: list[int], *, first: int, last: int, **shape: Any) -> QuerySet:
    return _rows(person, ids, **shape)[first:last]


def _rows(person: Any, ids: list[int], *, page: Any, filters: str, path: tuple, chosen: tuple) -> QuerySet:
    """What the page itself would list, were it asked by this person."""
    each = iter(ids)
    data = QueryDict(filters)
    asked = SimpleNamespace(user=person or AnonymousUser(), GET=data, COOKIES={}, path="")
    stands_in = page()
    stands_in.setup(asked, **{name: next(each) if one is None else one for name, one in path})
    asked.resolver_match = SimpleNamespace(kwargs=stands_in.kwargs)
    rows = stands_in.rows()
    if not stands_in.filterset_class:
        return rows
    filterset = stands_in.filterset_class(data, queryset=rows, request=asked)
    filterset._form = SimpleNamespace(cleaned_data={name: _chosen(key) for name, key in chosen})
    return filterset.filter_queryset(rows)
