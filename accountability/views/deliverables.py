from functools import partial
from typing import Any

import django_filters
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accountability import actions
from accountability.status import BANDS, band, count, counted, period_of, with_standing
from accountability.views.report_list import OfYear, YearFilter, initiative_choices, rec_choices
from collaborative.calendar.days import long_day, short_day
from collaborative.calendar.periods import school_year_name
from collaborative.figures.measures import measures
from collaborative.files.services import files_of
from collaborative.journal.history import history_of
from collaborative.people.permissions import AccessRule, requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.statuses import STATUSES
from collaborative.web.views import Empty
from initiatives.deliverables import title_of
from initiatives.models import Deliverable

RELATED = ("rec", "initiative__lead", "version")


class DeliverableFilter(YearFilter):
    rec = django_filters.ChoiceFilter(label=gettext_lazy("REC"), empty_label=gettext_lazy("All RECs"))
    initiative = django_filters.ChoiceFilter(
        label=gettext_lazy("Initiative"), empty_label=gettext_lazy("All initiatives")
    )
    measure = django_filters.ChoiceFilter(label=gettext_lazy("Measure"), empty_label=gettext_lazy("All measures"))
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), empty_label=gettext_lazy("All states"), method="by_state"
    )

    def __init__(self, *args: Any, page: "DeliverableList", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.filters["measure"].extra["choices"] = [(one.name, one.title) for one in measures.values()]
        self.filters["state"].extra["choices"] = [(code, STATUSES[code].word) for code in BANDS]

    class Meta(YearFilter.Meta):
        model = Deliverable
        fields = ()

    def by_state(self, rows, name, value):
        return rows.filter(pk__in=[one.pk for one in count(self.page.standing()) if one.state == value])


class DeliverableList(OfYear):
    """The register: what each REC owes, what is counted, how it stands."""

    access_rule = AccessRule("permission", "accountability.view")
    title = gettext_lazy("Deliverables")
    template_name = "accountability/deliverable_list.html"
    export_name = "deliverables"

    @property
    def filterset_class(self):
        return partial(DeliverableFilter, page=self)

    def offer(self, filters: dict[str, Any]) -> None:
        filters["initiative"].extra["choices"] = initiative_choices()
        filters["rec"].extra["choices"] = recs = rec_choices(self.scope)
        if len(recs) < 2:
            del filters["rec"]

    def standing(self):
        """All of the year within reach, thin: for the state, which is counted and not kept."""
        return with_standing(
            Deliverable.objects.visible_to(self.request.user).standing().for_year(self.year)
        ).order_by()

    def rows(self):
        rows = Deliverable.objects.visible_to(self.request.user).standing().for_year(self.year)
        return with_standing(rows).select_related("rec", "initiative")

    @cached_property
    def figures(self):
        """For the export, which takes rows as they come: all figures of the year in one statement."""
        return counted(self.standing())

    @property
    def export(self):
        return (
            (_("Initiative"), "initiative.title"),
            (_("Measure"), lambda row: title_of(row.measure)),
            (_("REC"), "rec.name"),
            (_("Fiscal year"), "fiscal_year"),
            (_("Counted"), lambda row: _known(self._actual(row))),
            (_("Target"), "target"),
            (_("Due"), "due_on"),
            (_("State"), lambda row: str(STATUSES[band(row, self._actual(row))].word)),
            (_("Submitted"), "submitted_at"),
            (_("Returned"), "returned_at"),
            (_("Accepted"), "accepted_at"),
        )

    def _actual(self, row: Deliverable):
        return self.figures.value(row.measure, period_of(row), rec=row.rec_id, initiative=row.initiative_id)

    def count_text(self, number: int) -> str:
        return ngettext("%(count)s deliverable", "%(count)s deliverables", number) % {"count": f"{number:,}"}

    def empty(self) -> Empty:
        return Empty(_("No deliverable fits."), _("See all of this year"), f"?fy={self.year}&show=1")

    def context(self, page: Any, chosen: Any) -> dict[str, Any]:
        page.object_list = [in_words(one) for one in count(page.object_list)]
        return super().context(page, chosen)

    def extra(self) -> dict[str, Any]:
        return {
            "breadcrumbs": [(_("Reports"), f"{path_to('reports')}?fy={self.year}")],
            "subtitle": _(
                "What the RECs owe under the initiatives. The count is made from what was done, never typed."
            ),
            "bands": [(code, words) for code, words in BANDS.items()],
        }


def in_words(one: Deliverable) -> Deliverable:
    one.measure_title = str(title_of(one.measure))
    one.actual_text = actions.measure_text(one, one.actual)
    one.target_text = actions.measure_text(one, one.target)
    one.target_of = _("target %(target)s by %(day)s") % {"target": one.target_text, "day": short_day(one.due_on)}
    one.rows_url = rows_url(one)
    return one


def rows_url(one: Deliverable) -> str:
    if one.measure not in measures:
        return ""
    return (
        f"{path_to('figure', one.measure)}?fy={one.fiscal_year}&rec={one.rec_id}&initiative={one.initiative_id}&show=1"
    )


def _known(value: Any) -> Any:
    return "" if value is None else value


@requires("accountability.view", Deliverable, related=RELATED)
def deliverable(request: PersonRequest, deliverable: Deliverable) -> HttpResponse:
    submissions = list(deliverable.submissions.select_related("submitted_by", "reviewed_by").order_by("-number"))
    one = in_words(stand(deliverable, submissions))
    files = list(files_of(deliverable).select_related("uploaded_by"))
    last = submissions[0] if submissions else None
    is_open = deliverable.withdrawn_at is None and (last is None or last.returned_at is not None)
    may_submit = is_open and request.user.has_perm("accountability.submit", deliverable)
    may_review = bool(last and last.is_open and request.user.has_perm("accountability.review", deliverable))
    for file in files:
        file.may_go = may_submit and (last is None or file.uploaded_at > last.submitted_at)
    for submission in submissions:
        submission.actual_text = actions.measure_text(deliverable, submission.actual)
    return render(
        request,
        "accountability/deliverable.html",
        {
            "title": one.measure_title,
            "subtitle": subtitle(deliverable),
            "breadcrumbs": breadcrumbs(deliverable),
            "one": one,
            "owed": _facts(one),
            "band_text": "" if deliverable.withdrawn_at else BANDS[one.state],
            "submissions": submissions,
            "changed": bool(last and last.returned_at is None and last.actual != one.actual),
            "last": last,
            "files": files,
            "may_submit": may_submit,
            "may_review": may_review,
            "history": history_of(deliverable, request),
        },
    )


def stand(deliverable: Deliverable, submissions: list[Any]) -> Deliverable:
    """As in the list: the latest submission's dates, the count of now, the state."""
    last = submissions[0] if submissions else None
    for name in ("submitted_at", "returned_at", "accepted_at"):
        setattr(deliverable, name, getattr(last, name, None))
    deliverable.asked_from = deliverable.version.starts_on
    deliverable.actual = actions.counted_now(deliverable)
    deliverable.state = band(deliverable, deliverable.actual)
    return deliverable


def _facts(one: Deliverable) -> list[tuple[str, Any]]:
    method = measures[one.measure].method if one.measure in measures else ""
    return [
        (_("Target"), one.target_text),
        (_("Due"), long_day(one.due_on)),
        (_("How it is counted"), method),
        (_("Initiative"), one.initiative.title),
        (_("REC"), one.rec.name),
        (_("Reviewed by"), one.initiative.lead.name),
    ]


def subtitle(deliverable: Deliverable) -> str:
    words = _("%(rec)s · %(initiative)s · school year %(year)s") % {
        "rec": deliverable.rec.short_name,
        "initiative": deliverable.initiative.title,
        "year": school_year_name(deliverable.fiscal_year),
    }
    if deliverable.withdrawn_at:
        words = _("%(words)s · no longer asked since %(day)s") % {
            "words": words,
            "day": short_day(deliverable.withdrawn_at),
        }
    return words


def breadcrumbs(deliverable: Deliverable) -> list[tuple[str, str]]:
    year = deliverable.fiscal_year
    return [
        (_("Reports"), f"{path_to('reports')}?fy={year}"),
        (_("Deliverables"), f"{path_to('deliverables')}?fy={year}&show=1"),
    ]
