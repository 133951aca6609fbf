"""The generic list: paged, filtered in the address bar, exportable, a fixed number of statements."""

import csv
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import urlencode

import xlsxwriter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Aggregate, Count, QuerySet
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from collaborative.journal.access_log import looked_at
from collaborative.people.permissions import AccessRule, require, require_a_role
from collaborative.people.requests import PersonRequest
from collaborative.web.choice_filters import offer_choices
from collaborative.web.statuses import STATUSES
from collaborative.web.text import Words

PER_PAGE = 25
MOST_IN_A_SHEET = 50_000  # rows; a sheet is made in memory, a CSV file is streamed whole
GUARDED = ("=", "+", "-", "@", "\t", "\r")
EXPORTS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Empty(NamedTuple):
    """Why a list is empty, and the one next step."""

    why: str
    label: str
    url: str


class CountingPaginator(Paginator):
    """Counts its rows, and what else the page wants counted over all of them, in one statement."""

    def __init__(self, rows: QuerySet, per_page: int, *, counted: Mapping[str, Aggregate], most: int) -> None:
        super().__init__(rows, per_page)
        self.counted, self.most = counted, most

    @cached_property
    def counts(self) -> dict[str, Any]:
        rows: Any = self.object_list
        if self.most:
            rows = rows.order_by()[: self.most]
        return rows.aggregate(number=Count("*"), **self.counted)

    @property
    def count(self) -> int:
        return self.counts["number"]


class ListPage(View):
    """One list of one kind of thing. Subclasses name their parts and say in `rows` which rows the person may see.

    `columns`: headings on the page. `export`: pairs of heading and attribute path or function of the row.
    `remembered`: the name of a cookie that keeps the last choice of filters. `counted`: aggregates over all the rows.
    `most_counted`: where a list grows without end, only so many rows are counted and paged; the export holds all.
    """

    request: PersonRequest
    filterset: Any
    access_rule: AccessRule
    title: Words = ""
    template_name: str = "generic/list.html"
    filterset_class: Any = None
    columns: tuple[Words, ...] = ()
    export: tuple[tuple[Words, str | Callable], ...] = ()
    export_name: str = "list"
    counted: Mapping[str, Aggregate] = {}
    most_counted: int = 0
    remembered: str = ""
    names_people: bool = False
    per_page: int = PER_PAGE

    def rows(self) -> QuerySet:
        raise NotImplementedError

    def enter(self) -> None:
        """The door: the declared permission, and for a signed-in list nothing more."""
        if self.access_rule.kind == "permission":
            require(self.request.user, self.access_rule.permission, self.thing())
        elif self.access_rule.kind == "role":
            require_a_role(self.request.user)

    def thing(self) -> Any:
        """What the list belongs to, where it belongs to something: fetched within reach."""
        return None

    def offer(self, filters: dict[str, Any]) -> None:
        """Puts what the database knows into the filters' choices, and takes out a filter with nothing to choose."""

    def extra(self) -> dict[str, Any]:
        """What the page shows beside the list."""
        return {}

    def empty(self) -> Empty:
        return Empty(_("Nothing matches these filters."), _("Clear"), "?")

    def count_text(self, count: int) -> str:
        return _("%(count)s rows") % {"count": f"{count:,}"}

    def period_text(self) -> str:
        return ""

    def default_filters(self) -> dict[str, str]:
        """What is chosen before the person has chosen anything."""
        return {}

    def get(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:
        self.enter()
        chosen = self.chosen()
        self.filterset = None
        if self.filterset_class:
            self.filterset = self.filterset_class(chosen, queryset=self.rows(), request=request)
            self.offer(self.filterset.filters)
            offer_choices(self.filterset, request.user)
        if (kind := request.GET.get("as")) in EXPORTS:
            response = self.exported(self.rows_to_export(), kind)
            if request.user.is_authenticated:
                looked_at(response, request, kind="export")
            return response
        paginator = CountingPaginator(self.filtered_rows(), self.per_page, counted=self.counted, most=self.most_counted)
        page = paginator.get_page(request.GET.get("page"))
        response = render(request, self.template_name, self.context(page, chosen))
        if self.names_people and request.user.is_authenticated:
            looked_at(response, request)
        if self.remembered and "show" in request.GET:
            response.set_cookie(
                self.remembered,
                chosen.urlencode(),
                max_age=180 * 86400,
                path=settings.SESSION_COOKIE_PATH,
                httponly=True,
                samesite="Lax",
            )
        return response

    def filtered_rows(self) -> QuerySet:
        """The rows that fit the filters."""
        return self.rows() if self.filterset is None else self.filterset.qs

    def rows_to_export(self) -> QuerySet:
        return self.filtered_rows()

    def chosen(self) -> QueryDict:
        """The filters: of the address; else the last choice; else the default."""
        data = self.request.GET
        if not data:
            kept = self.request.COOKIES.get(self.remembered, "") if self.remembered else ""
            data = QueryDict(kept or urlencode(self.default_filters()))
        chosen = QueryDict(mutable=True)
        for name in data:
            if name in self.filter_names:  # what else an address carries is not handed on, not remembered, not kept
                chosen.setlist(name, data.getlist(name))
        return chosen

    @property
    def filter_names(self) -> Container[str]:
        """`filterset_class` is a class, or makes one with something given to it (`partial`)."""
        filterset = getattr(self.filterset_class, "func", self.filterset_class)
        return filterset.base_filters if filterset else ()

    def context(self, page: Any, chosen: QueryDict) -> dict[str, Any]:
        kept = chosen.urlencode()
        return {
            "title": self.title,
            "columns": self.columns,
            "page_obj": page,
            "querystring": kept or "show=1",
            "filter_form": self.filterset.form if self.filterset else None,
            "chips": list(self.chips(chosen)),
            "clear_url": f"{self.request.path}?show=1",
            "count_text": self.count_text(page.paginator.count),
            "period_text": self.period_text(),
            "export_csv_url": f"?{kept}&as=csv" if self.export else "",
            "export_xlsx_url": f"?{kept}&as=xlsx" if self.export else "",
            "empty": self.empty(),
            **self.extra(),
        }

    def chips(self, chosen: QueryDict) -> Iterator[tuple[str, str]]:
        """Chosen filters in words, each with the address that lets it go."""
        if not self.filterset:
            return
        form = self.filterset.form
        for name, field in form.fields.items():
            for value in chosen.getlist(name):
                if not value:
                    continue
                rest = chosen.copy()
                rest.setlist(name, [other for other in rest.getlist(name) if other != value])
                rest["show"] = "1"
                yield _chip_text(field, value), f"?{rest.urlencode()}"

    def exported(self, rows: QuerySet, kind: str) -> HttpResponse | StreamingHttpResponse:
        if not self.export:
            raise PermissionDenied
        heading = [str(name) for name, _part in self.export]
        parts = [part for _name, part in self.export]
        table = ([cell(row, part) for part in parts] for row in rows.iterator(chunk_size=2000))
        response = _csv(heading, table) if kind == "csv" else _xlsx(heading, table)
        response["Content-Type"] = EXPORTS[kind]
        response["Content-Disposition"] = f'attachment; filename="{self.export_name}.{kind}"'
        return response


def _chip_text(field: Any, value: str) -> str:
    choices = dict(_flat(getattr(field, "choices", [])))
    words = choices.get(value) or value
    return f"{field.label}: {words}" if field.label else str(words)


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    for value, words in choices:
        if isinstance(words, (list, tuple)):
            yield from _flat(words)
        else:
            yield str(value), words


def cell(row: Any, part: str | Callable) -> Any:
    """One cell of a table: the value at an attribute path, or what a function makes of the row. A state is in words."""
    if callable(part):
        return part(row)
    value = row
    for name in part.split("."):
        value = getattr(value, name, None)
        if callable(value):
            value = value()
        if value is None:
            return ""
    return str(STATUSES[value].word) if part.endswith("state") and value in STATUSES else value


def _in_words(value: Any) -> Any:
    """Local time to the minute with its zone, numbers without needless zeros; text that a spreadsheet would run as a
    formula is set off by an apostrophe."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M %Z}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, (int, float, date)):
        return value
    text = str(value)  # a person, an organization: their names are typed by people, too
    return f"'{text}" if text.startswith(GUARDED) else text


class _Echo:
    def write(self, line: str) -> str:
        return line


def _csv(heading: list[str], table: Iterator[list]) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(heading)
        for row in table:
            yield writer.writerow([_in_words(value) for value in row])

    return StreamingHttpResponse(lines())


def _xlsx(heading: list[str], table: Iterator[list]) -> HttpResponse:
    kept = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, {**options, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heading, book.add_format({"bold": True}))
        formats: dict[str, Any] = {}
        for number, row in enumerate(table, start=1):
            if number > MOST_IN_A_SHEET:
                sheet.write(number, 0, _("The list is longer: the CSV file holds all of it."))
                break
            for column, value in enumerate(row):
                _write_cell(book, sheet, formats, number, column, value)
        sheet.freeze_panes(1, 0)
    return HttpResponse(kept.getvalue())


def _write_cell(book: Any, sheet: Any, formats: dict[str, Any], row: int, column: int, value: Any) -> None:
    """A moment stays one that can be sorted, in local time; its format names the zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        local = timezone.localtime(value)
        zone = local.tzname() or ""
        if zone not in formats:
            formats[zone] = book.add_format({"num_format": f'yyyy-mm-dd hh:mm "{zone}"'})
        sheet.write_datetime(row, column, local.replace(second=0, microsecond=0, tzinfo=None), formats[zone])
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value))
    else:
        sheet.write(row, column, value if isinstance(value, (int, float, str, date)) else str(value))
