"""Evidence, submitting and PED's answer: a page each, checked before anything is sent."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accountability import actions
from accountability.forms import AcceptForm, EvidenceForm, RemoveForm, ReturnForm, SubmitForm
from accountability.views.deliverables import RELATED, breadcrumbs, rows_url, subtitle
from collaborative.calendar.days import long_day, short_day
from collaborative.files.services import files_of
from collaborative.people.models import Person
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say, say_refused
from initiatives.deliverables import title_of
from initiatives.models import Deliverable


@requires("accountability.submit", Deliverable, related=RELATED)
def attach(request: PersonRequest, deliverable: Deliverable) -> HttpResponse:
    form = EvidenceForm(sent(request), request.FILES or None)
    form.cancel_url = deliverable.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if form.run(lambda: actions.attach_evidence(deliverable, file=file, by=request.user, once=form.once)):
            say(request, _("“%(name)s” is attached.") % {"name": file.name})
            return redirect(deliverable)
    context = {
        "title": _("Attach evidence"),
        "subtitle": _words(deliverable),
        "breadcrumbs": _breadcrumbs(deliverable),
        "form": form,
    }
    return render(request, "generic/form.html", context)


@requires("accountability.submit", Deliverable, related=RELATED)
def remove(request: PersonRequest, deliverable: Deliverable, upload: int) -> HttpResponse:
    file = get_object_or_404(files_of(deliverable), pk=upload)
    form = RemoveForm(sent(request))
    form.cancel_url = deliverable.get_absolute_url()
    removing = partial(actions.remove_evidence, deliverable, upload=file, by=request.user)
    if request.method == "POST" and form.is_valid() and form.run(lambda: removing(once=form.once)):
        say(request, _("“%(name)s” was removed.") % {"name": file.name})
        return redirect(deliverable)
    context = {
        "title": _("Remove “%(name)s”") % {"name": file.name},
        "subtitle": _words(deliverable),
        "breadcrumbs": _breadcrumbs(deliverable),
        "loss": _("The file is deleted. To have it here again, somebody has to attach it again."),
        "form": form,
    }
    return render(request, "generic/confirm.html", context)


@requires("accountability.submit", Deliverable, related=RELATED)
def submit(request: PersonRequest, deliverable: Deliverable) -> HttpResponse:
    actual = actions.counted_now(deliverable)
    form = SubmitForm(sent(request), initial={"counted": actual})
    if request.method == "POST" and form.is_valid():
        answers = form.answers
        submission = form.run(
            lambda: actions.submit(
                deliverable, note=answers["note"], seen=answers["counted"], by=request.user, once=form.once
            )
        )
        if submission:
            lead = deliverable.initiative.lead.name
            say(request, _("Submitted."), next_text=_("%(lead)s has been asked to review it.") % {"lead": lead})
            return redirect(deliverable)
        form = _looking_again(form, actual)
    names = ", ".join(files_of(deliverable).values_list("name", flat=True))
    target = actions.measure_text(deliverable, deliverable.target)
    rows = [
        (_("Deliverable"), _words(deliverable), ""),
        (_("Counted now"), actions.measure_text(deliverable, actual), ""),
        (_("Target"), _("%(target)s by %(day)s") % {"target": target, "day": long_day(deliverable.due_on)}, ""),
        (
            _("Evidence"),
            names or _("No files. The rows behind the count are evidence, too."),
            path_to("deliverable-attach", deliverable.pk),
        ),
    ]
    return _check(
        request,
        deliverable,
        form,
        title=_("Submit to PED"),
        rows=rows,
        rows_url=rows_url(deliverable),
        tells=_told(
            actions.reviewers(deliverable),
            _("%(names)s will be told by letter. The count is kept as it stands now; files can no longer be changed."),
            _("Nobody at the lead bureau has an address, so no letter goes; the review stands on their Today."),
        ),
        button=_("Submit the deliverable"),
    )


@requires("accountability.review", Deliverable, related=RELATED)
def accept(request: PersonRequest, deliverable: Deliverable) -> HttpResponse:
    submission = _latest(deliverable)
    if submission is None:
        return _nothing_to_review(request, deliverable)
    form = AcceptForm(sent(request))
    accepting = partial(actions.accept, submission, by=request.user)
    if request.method == "POST" and form.is_valid() and form.run(lambda: accepting(once=form.once)):
        say(request, _("Accepted."), next_text=_("%(rec)s has been told.") % {"rec": deliverable.rec.short_name})
        return redirect(deliverable)
    return _check(
        request,
        deliverable,
        form,
        title=_("Accept the deliverable"),
        rows=_submitted(deliverable, submission),
        rows_url=rows_url(deliverable),
        tells=_told(
            actions.answering(submission),
            _("%(names)s will be told by letter. What is accepted cannot be returned afterwards."),
            _("Nobody at the REC has an address, so no letter goes. What is accepted cannot be returned afterwards."),
        ),
        button=_("Accept the deliverable"),
    )


@requires("accountability.review", Deliverable, related=RELATED)
def return_(request: PersonRequest, deliverable: Deliverable) -> HttpResponse:
    submission = _latest(deliverable)
    if submission is None:
        return _nothing_to_review(request, deliverable)
    form = ReturnForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.run(lambda: actions.return_(submission, reason=reason, by=request.user, once=form.once)):
            say(
                request, _("Returned."), next_text=_("%(rec)s has been told why.") % {"rec": deliverable.rec.short_name}
            )
            return redirect(deliverable)
    return _check(
        request,
        deliverable,
        form,
        title=_("Return to the REC"),
        rows=_submitted(deliverable, submission),
        rows_url=rows_url(deliverable),
        tells=_told(
            actions.answering(submission),
            _("%(names)s will be told by letter, with your reason, and asked to submit again."),
            _("Nobody at the REC has an address, so no letter goes; the reason stands on the deliverable’s page."),
        ),
        button=_("Return it to the REC"),
    )


def _check(request: PersonRequest, deliverable: Deliverable, form: Any, **context: Any) -> HttpResponse:
    context = {
        "subtitle": subtitle(deliverable),
        "breadcrumbs": _breadcrumbs(deliverable),
        "form": form,
        "cancel_url": deliverable.get_absolute_url(),
        **context,
    }
    return render(request, "accountability/check.html", context)


def _looking_again(form: SubmitForm, actual: Any) -> SubmitForm:
    """What was refused stays told; the figure now shown is the one that the next click submits."""
    form.data = form.data.copy()
    form.data["counted"] = "" if actual is None else str(actual)
    return form


def _latest(deliverable: Deliverable) -> Any:
    return deliverable.submissions.select_related("submitted_by", "reviewed_by").first()


def _nothing_to_review(request: PersonRequest, deliverable: Deliverable) -> HttpResponse:
    say_refused(request, _("Nothing was submitted yet, so there is nothing to review."))
    return redirect(deliverable)


def _submitted(deliverable: Deliverable, submission: Any) -> list[tuple[str, str, str]]:
    names = ", ".join(files_of(deliverable).values_list("name", flat=True))
    return [
        (_("Deliverable"), _words(deliverable), ""),
        (_("Counted when submitted"), actions.measure_text(deliverable, submission.actual), ""),
        (_("Target"), actions.measure_text(deliverable, deliverable.target), ""),
        (_("Submitted"), f"{submission.submitted_by}, {short_day(submission.submitted_at)}", ""),
        (_("Note"), submission.note or _("None"), ""),
        (_("Evidence"), names or _("No files"), ""),
    ]


def _told(people: list[Person], words: str, nobody: str) -> str:
    names = [str(person) for person in people if person.address]
    return words % {"names": ", ".join(names)} if names else nobody


def _words(deliverable: Deliverable) -> str:
    return f"{title_of(deliverable.measure)}, {deliverable.initiative.title}"


def _breadcrumbs(deliverable: Deliverable) -> list[tuple[str, str]]:
    return [*breadcrumbs(deliverable), (str(title_of(deliverable.measure)), deliverable.get_absolute_url())]
