"""Evidence, submitting and PED's answer: a page each, checked before anything is sent."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import actions
from accountability.forms import AcceptForm, EvidenceForm, RemoveForm, ReturnForm, SubmitForm
from accountability.models import Submission
from accountability.views.deliverables import RELATED, breadcrumbs, rows_url, subtitle
from collaborative.calendar.days import long_day, short_day
from collaborative.errors import ActionError
from collaborative.files.services import files_of
from collaborative.people.models import Person
from collaborative.people.permissions import requires
from collaborative.web.act_page import ActPage, Breadcrumbs
from collaborative.web.addresses import path_to
from collaborative.web.messages import say
from collaborative.web.text import Words
from initiatives.deliverables import title_of
from initiatives.models import Deliverable


class DeliverablePage(ActPage[Deliverable]):
    @property
    def subtitle(self) -> str:
        return _words(self.object)

    def breadcrumbs(self) -> Breadcrumbs:
        return [*breadcrumbs(self.object), (title_of(self.object.measure), self.object.get_absolute_url())]


@requires("accountability.submit", Deliverable, related=RELATED)
class Attach(DeliverablePage):
    form_class = EvidenceForm
    action = actions.attach_evidence
    title = gettext_lazy("Attach evidence")

    def tell(self, form: EvidenceForm, done: Deliverable) -> None:
        say(self.request, _("“%(name)s” is attached.") % {"name": form.cleaned_data["file"].name})


@requires("accountability.submit", Deliverable, related=RELATED)
class Remove(DeliverablePage):
    form_class = RemoveForm
    template_name = "generic/confirm.html"
    loss = gettext_lazy("The file is deleted. To have it here again, somebody has to attach it again.")

    def before(self) -> None:
        self.file = get_object_or_404(files_of(self.object), pk=self.kwargs["upload"])

    def run(self, form: RemoveForm) -> Deliverable:
        return actions.remove_evidence(self.object, upload=self.file, by=self.request.user, once=form.once)

    @property
    def title(self) -> str:
        return _("Remove “%(name)s”") % {"name": self.file.name}

    @property
    def message(self) -> str:
        return _("“%(name)s” was removed.") % {"name": self.file.name}


class CheckPage(DeliverablePage):
    """Shows what is sent, who is told of it, and the rows behind the count."""

    template_name = "accountability/check.html"
    button: Words = ""
    tells: Words = ""
    nobody: Words = ""  # said where none of those to be told has an address

    @property
    def subtitle(self) -> str:
        return subtitle(self.object)

    def recipients(self) -> list[Person]:
        raise NotImplementedError

    def context(self, form: Any) -> dict[str, Any]:
        names = ", ".join(str(person) for person in self.recipients() if person.address)
        tells = str(self.tells) % {"names": names} if names else self.nobody
        return {"rows_url": rows_url(self.object), "tells": tells, "button": self.button}


@requires("accountability.submit", Deliverable, related=RELATED)
class Submit(CheckPage):
    form_class = SubmitForm
    title = gettext_lazy("Submit to PED")
    button = gettext_lazy("Submit the deliverable")
    tells = gettext_lazy(
        "%(names)s will be told by letter. The count is kept as it stands now; files can no longer be changed."
    )
    nobody = gettext_lazy(
        "Nobody at the lead bureau has an address, so no letter goes; the review stands on their Today."
    )
    message = gettext_lazy("Submitted.")
    next_text = gettext_lazy("%(object.initiative.lead.name)s has been asked to review it.")

    def before(self) -> None:
        self.counted = actions.counted_now(self.object)

    def form_kwargs(self) -> dict[str, Any]:
        return {"counted": self.counted}

    def run(self, form: SubmitForm) -> Submission:
        said = form.answers
        return actions.submit(
            self.object, note=said["note"], seen=said["counted"], by=self.request.user, once=form.once
        )

    def recipients(self) -> list[Person]:
        return actions.reviewers(self.object)

    def context(self, form: SubmitForm) -> dict[str, Any]:
        one, names = self.object, ", ".join(files_of(self.object).values_list("name", flat=True))
        target = {"target": actions.measure_text(one, one.target), "day": long_day(one.due_on)}
        rows = [
            (_("Deliverable"), _words(one), ""),
            (_("Counted now"), actions.measure_text(one, self.counted), ""),
            (_("Target"), _("%(target)s by %(day)s") % target, ""),
            (
                _("Evidence"),
                names or _("No files. The rows behind the count are evidence, too."),
                path_to("deliverable-attach", one.pk),
            ),
        ]
        return {**super().context(form), "rows": rows}


class ReviewPage(CheckPage):
    """PED's answer to what was submitted last."""

    submission: Submission

    def before(self) -> None:
        last = self.object.submissions.select_related("submitted_by", "reviewed_by").first()
        if last is None:
            raise ActionError(_("Nothing was submitted yet, so there is nothing to review."))
        self.submission = last

    def run(self, form: Any) -> Submission:
        return type(self).action(self.submission, **form.answers, by=self.request.user, once=form.once)

    def recipients(self) -> list[Person]:
        return actions.answering(self.submission)

    def context(self, form: Any) -> dict[str, Any]:
        return {**super().context(form), "rows": _submitted(self.object, self.submission)}


@requires("accountability.review", Deliverable, related=RELATED)
class Accept(ReviewPage):
    form_class = AcceptForm
    action = actions.accept
    title = button = gettext_lazy("Accept the deliverable")
    tells = gettext_lazy("%(names)s will be told by letter. What is accepted cannot be returned afterwards.")
    nobody = gettext_lazy(
        "Nobody at the REC has an address, so no letter goes. What is accepted cannot be returned afterwards."
    )
    message = gettext_lazy("Accepted.")
    next_text = gettext_lazy("%(object.rec.short_name)s has been told.")


@requires("accountability.review", Deliverable, related=RELATED)
class Return(ReviewPage):
    form_class = ReturnForm
    action = actions.return_
    title = gettext_lazy("Return to the REC")
    button = gettext_lazy("Return it to the REC")
    tells = gettext_lazy("%(names)s will be told by letter, with your reason, and asked to submit again.")
    nobody = gettext_lazy(
        "Nobody at the REC has an address, so no letter goes; the reason stands on the deliverable’s page."
    )
    message = gettext_lazy("Returned.")
    next_text = gettext_lazy("%(object.rec.short_name)s has been told why.")


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


def _words(deliverable: Deliverable) -> str:
    return f"{title_of(deliverable.measure)}, {deliverable.initiative.title}"
