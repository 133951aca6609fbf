"""A file of staff: given, read into a dry run, decided on, applied."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Case, Count, QuerySet, When
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from collaborative.calendar.days import clock, short_day
from collaborative.database.search_keys import plain
from collaborative.database.sure import sure
from collaborative.errors import ActionError, AlreadyDone
from collaborative.imports import actions, decisions
from collaborative.imports.background import is_short, read_on
from collaborative.imports.enums import Outcome
from collaborative.imports.models import Import, ImportRow
from collaborative.imports.tasks import carry_on
from collaborative.ops.celery import hand_over
from collaborative.people.models import Person
from collaborative.people.permissions import AccessRule, get_visible_or_404, requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import BaseForm, FilterForm, sent
from collaborative.web.messages import say, say_refused
from collaborative.web.views import Empty, ListPage
from districts.forms.imports import PlacesForm, UploadListForm
from districts.imports import STAFF
from districts.models import District
from districts.staff_import.places import Places

EARLIER = 10


@requires("districts.keep_roster", District)
def upload(request: PersonRequest, district: District) -> HttpResponse:
    form = UploadListForm(sent(request), request.FILES or None, district=district)
    form.cancel_url = path_to("roster", district.pk)
    if form.is_valid():
        said = form.cleaned_data
        done = form.run(
            lambda: actions.upload_list(
                district,
                kind=STAFF,
                file=form.file_facts,
                read=sure(form.read),
                place=said["place"],
                position=said["position"].strip(),
                by=request.user,
                once=form.once,
            )
        )
        if done:
            read_on(done)
            return redirect(done)
    context = {
        "title": _("Upload a file of staff"),
        "subtitle": district.name,
        "breadcrumbs": _breadcrumbs(district),
        "form": form,
        "earlier": Import.objects.of(district).select_related("uploaded_by")[:EARLIER],
    }
    return render(request, "districts/imports/upload.html", context)


class RowFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name or address"), method="by_words")
    outcome = django_filters.ChoiceFilter(
        label=gettext_lazy("What becomes of it"),
        choices=[choice for choice in Outcome.choices if choice[0]],
        empty_label=gettext_lazy("All"),
    )

    class Meta:
        model = ImportRow
        fields = ("words", "outcome")
        form = FilterForm

    def by_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        for word in plain(value).split():
            rows = rows.filter(key__contains=word)
        return rows


class ImportRows(ListPage):
    """The dry run, and afterwards what became of each line."""

    access_rule = AccessRule("permission", "districts.keep_roster", District)
    template_name = "districts/imports/rows.html"
    filterset_class = RowFilter
    names_people = True
    columns = (
        gettext_lazy("Person"),
        gettext_lazy("Line"),
        gettext_lazy("The file says"),
        gettext_lazy("What becomes of it"),
    )
    export_name = "import"
    export = (
        (gettext_lazy("Line"), lambda row: row.number or ""),
        (gettext_lazy("First name"), "given"),
        (gettext_lazy("Last name"), "family"),
        (gettext_lazy("Address"), "email"),
        (gettext_lazy("Position"), "position"),
        (gettext_lazy("Works at"), lambda row: "; ".join(row.places)),
        (gettext_lazy("Number"), lambda row: row.external_id or row.employee_id),
        (gettext_lazy("What becomes of it"), lambda row: row.get_outcome_display()),
        (gettext_lazy("In words"), "words"),
        (gettext_lazy("Left out"), lambda row: "; ".join(row.left_out)),
    )

    @cached_property
    def district(self) -> District:
        return get_visible_or_404(District, self.request.user, self.kwargs["pk"])

    @cached_property
    def upload(self) -> Import:
        found = Import.objects.of(self.district).select_related("organization", "place", "uploaded_by", "applied_by")
        return get_object_or_404(found, pk=self.kwargs["upload"])

    @property
    def title(self) -> str:
        return _("Staff from “%(file)s”") % {"file": self.upload.file_name}

    def thing(self) -> District:
        return self.district

    def get(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:
        if not request.htmx:
            return super().get(request, *args, **kwargs)
        self.enter()
        response = render(request, "districts/imports/progress.html", {"progress": self.progress()})
        if not self.upload.is_reading and not self.upload.is_applying:
            response["HX-Refresh"] = "true"
        return response

    def rows(self) -> QuerySet[ImportRow]:
        last = Case(When(number=0, then=1), default=0)
        return ImportRow.objects.filter(upload=self.upload).order_by(last, "number", "id")

    def count_text(self, count: int) -> str:
        return ngettext("%(n)s line", "%(n)s lines", count) % {"n": f"{count:,}"}

    def empty(self) -> Empty:
        if self.counted_rows or self.upload.is_reading:
            return super().empty()
        return Empty(_("The rows of this file are no longer kept: it ended more than thirty days ago."), "", "")

    @cached_property
    def counted_rows(self) -> dict[str, int]:
        rows = ImportRow.objects.filter(upload=self.upload).order_by()
        return dict(rows.values_list("outcome").annotate(n=Count("pk")))

    def progress(self) -> dict[str, Any]:
        """How far the worker is."""
        rows = ImportRow.objects.filter(upload=self.upload)
        if self.upload.is_reading:
            whole = rows.filter(number__gt=0)
            return {"words": _("Being read"), "done": whole.exclude(outcome="").count(), "whole": whole.count()}
        whole = rows.filter(acts=True)
        return {
            "words": _("Being applied"),
            "done": whole.filter(applied_at__isnull=False).count(),
            "whole": whole.count(),
        }

    def extra(self) -> dict[str, Any]:
        upload = self.upload
        busy = upload.is_reading or upload.is_applying
        to_apply = 0 if busy else ImportRow.objects.filter(upload=upload).to_apply().count()
        asking = decisions.nobody_else(upload).exclude(places__overlap=self.unknown) if upload.is_open else None
        return {
            "subtitle": self.district.name,
            "breadcrumbs": _breadcrumbs(self.district),
            "upload": upload,
            "facts_text": _facts(upload),
            "tiles": [
                (label, self.counted_rows[outcome], f"?outcome={outcome}&show=1")
                for outcome, label in Outcome.choices
                if outcome and outcome in self.counted_rows
            ],
            "progress": self.progress() if busy else None,
            "live_filter": busy,
            "to_apply": to_apply,
            "button": ngettext("Apply %(n)s line", "Apply %(n)s lines", to_apply) % {"n": f"{to_apply:,}"},
            "places_form": self.places_form if self.unknown else None,
            "new_after_all": asking.count() if asking is not None else 0,
            "others": self.upload.rows.about_others().count() if upload.is_open else 0,
            "once": OnceForm()["once"].value(),
        }

    @cached_property
    def places_form(self) -> PlacesForm:
        return PlacesForm(places=Places(self.upload))

    @cached_property
    def unknown(self) -> list[str]:
        return list(self.places_form.values.values()) if self.upload.is_open else []

    def context(self, page: Any, chosen: Any) -> dict[str, Any]:
        """Who could be meant by the lines of this page: one statement."""
        if self.upload.is_open:
            people = Person.objects.in_bulk({pk for row in page for pk in row.candidates})
            for row in page:
                row.could_be = [people[pk] for pk in row.candidates if pk in people] if row.is_asked else []
                row.may_be_new = row.is_asked and bool(row.given and row.family) and row.outcome == Outcome.ASKED
                row.can_ask = row.may_be_proposed
                row.asks_for_place = not set(row.places).isdisjoint(self.unknown)
        return super().context(page, chosen)


class OnceForm(BaseForm):
    acts = True


def _of(request: PersonRequest, district: District, pk: int) -> Import:
    return get_object_or_404(Import.objects.of(district).select_related("organization"), pk=pk)


@requires("districts.keep_roster", District)
@require_POST
def apply(request: PersonRequest, district: District, upload: int) -> HttpResponse:
    found = _of(request, district, upload)
    once = request.POST.get("once", "")[:40]
    try:
        if is_short(found):
            done = actions.apply_at_once(found, by=request.user, once=once)
            say(request, _said(done))
        else:
            hand_over(carry_on, actions.begin_applying(found, by=request.user, once=once).pk)
    except AlreadyDone:
        raise
    except ActionError as refused:
        say_refused(request, refused.message)
    return redirect(found)


@requires("districts.keep_roster", District)
@require_POST
def discard(request: PersonRequest, district: District, upload: int) -> HttpResponse:
    found = _of(request, district, upload)
    try:
        actions.discard(found, by=request.user)
        say(request, _("“%(name)s” is discarded.") % {"name": found.file_name})
    except ActionError as refused:
        say_refused(request, refused.message)
        return redirect(found)
    return redirect("import-upload", district.pk)


@requires("districts.keep_roster", District)
@require_POST
def decide(request: PersonRequest, district: District, upload: int, row: int) -> HttpResponse:
    """Who one line means."""
    found = _of(request, district, upload)
    try:
        decisions.decide(found, row, who=request.POST.get("who", ""), by=request.user)
    except ActionError as refused:
        say_refused(request, refused.message)
    return redirect(f"{found.get_absolute_url()}?outcome={Outcome.ASKED}&show=1")


@requires("districts.keep_roster", District)
@require_POST
def decide_all(request: PersonRequest, district: District, upload: int) -> HttpResponse:
    """All who are asked about and could be nobody on record."""
    found = _of(request, district, upload)
    try:
        decisions.decide_all(found, who=request.POST.get("who", ""))
        read_on(found)
    except ActionError as refused:
        say_refused(request, refused.message)
    return redirect(found)


@requires("districts.keep_roster", District)
@require_POST
def places(request: PersonRequest, district: District, upload: int) -> HttpResponse:
    """Which schools the file means."""
    found = _of(request, district, upload)
    form = PlacesForm(request.POST, places=Places(found))
    try:
        if form.is_valid() and form.chosen:
            decisions.choose_places(found, form.chosen, now=timezone.now())
            read_on(found)
        else:
            say_refused(request, _("Choose a school for at least one of them."))
    except ActionError as refused:
        say_refused(request, refused.message)
    return redirect(found)


def _said(upload: Import) -> str:
    done = upload.rows.filter(applied_at__isnull=False).count()
    left = upload.rows.asking().count()
    words = ngettext("%(n)s line is applied.", "%(n)s lines are applied.", done) % {"n": f"{done:,}"}
    if left:
        more = ngettext("%(n)s line asked and was not.", "%(n)s lines asked and were not.", left) % {"n": f"{left:,}"}
        words = f"{words} {more}"
    return words


def _facts(upload: Import) -> list[tuple[str, Any]]:
    by_and_at = _("%(by)s, %(at)s")
    rows = [(_("Uploaded"), by_and_at % {"by": upload.uploaded_by, "at": _when(upload.uploaded_at)})]
    if upload.applied_at:
        rows.append((_("Applied"), by_and_at % {"by": upload.applied_by, "at": _when(upload.applied_at)}))
    if upload.discarded_at:
        rows.append((_("Discarded"), _when(upload.discarded_at)))
    if upload.stopped_at:
        words = _("half-way: %(by)s may no longer keep this roster. Whoever may applies the rest.")
        rows.append((_("Stopped"), words % {"by": upload.applied_by}))
    return rows


def _breadcrumbs(district: District) -> list[tuple[str, str]]:
    return [
        (_("Districts"), path_to("districts")),
        (district.short_name, district.get_absolute_url()),
        (_("Staff"), path_to("roster", district.pk)),
    ]


def _when(at: datetime) -> str:
    return f"{short_day(at)}, {clock(at)}"
