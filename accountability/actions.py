"""Evidence, submitting, returning, accepting. Each takes the lock on the deliverable's row, so that two who act at once
meet here: the second is told what the first did."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from accountability.duties import DAYS_TO_REVIEW, REVIEW
from accountability.models import Submission
from accountability.status import period_of
from collaborative.calendar.days import short_day
from collaborative.calendar.periods import fiscal_year_name, today
from collaborative.duties.services import close_duty, open_duty
from collaborative.errors import ActionError
from collaborative.figures.measures import measures
from collaborative.files.models import Upload
from collaborative.files.services import attach, files_of
from collaborative.journal.recording import action, record
from collaborative.letters.outbox import write
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import absolute
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import shown
from collaborative.web.text import Words
from initiatives.deliverables import KIND as SUBMIT
from initiatives.deliverables import title_of
from initiatives.models import Deliverable

DAYS_TO_SUBMIT_AGAIN = 10
OWED_BY: dict[str, str] = {Organization.Kind.BUREAU: "bureau_staff", Organization.Kind.REC: "rec_director"}


@action
def attach_evidence(
    deliverable: Deliverable, *, file: UploadedFile, by: Person, now: datetime | None = None
) -> Deliverable:
    deliverable = _locked(deliverable)
    _refuse_unless_open(deliverable)
    known = set(files_of(deliverable).values_list("pk", flat=True))
    upload = attach(file, to=deliverable, by=by, now=now)
    if upload.pk in known:
        raise ActionError(_("This file is attached already, as “%(name)s”.") % {"name": upload.name}, field="file")
    record(
        "deliverable.evidence_attached",
        deliverable,
        text=_("Evidence “%(name)s” was attached.") % {"name": upload.name},
        by=by,
        data={"file": upload.name, "sha256": upload.sha256},
        now=now,
    )
    return deliverable


@action
def remove_evidence(
    deliverable: Deliverable, *, upload: Upload, by: Person, now: datetime | None = None
) -> Deliverable:
    """A file that lay before PED once stays: what was reviewed can be read again."""
    deliverable = _locked(deliverable)
    last = _refuse_unless_open(deliverable)
    if last and upload.uploaded_at <= last.submitted_at:
        raise ActionError(_("“%(name)s” was part of what was submitted before; it stays.") % {"name": upload.name})
    if not files_of(deliverable).filter(pk=upload.pk).delete()[0]:
        raise ActionError(_("This file was removed already."))
    record(
        "deliverable.evidence_removed",
        deliverable,
        text=_("Evidence “%(name)s” was removed.") % {"name": upload.name},
        by=by,
        data={"file": upload.name, "sha256": upload.sha256},
        now=now,
    )
    return deliverable


@action
def submit(
    deliverable: Deliverable, *, note: str, by: Person, seen: Decimal | None = None, now: datetime | None = None
) -> Submission:
    """Put the deliverable before PED with the figure as counted now. `seen`: the figure on the check page; when rows came
    or went meanwhile, the person looks again rather than submit another number."""
    now = now or timezone.now()
    deliverable = _locked(deliverable)
    last = _refuse_unless_open(deliverable)
    actual = counted_now(deliverable)
    if actual != seen:
        raise ActionError(
            _("The count has changed from %(seen)s to %(actual)s since you looked. Look at it and submit again.")
            % {"seen": measure_text(deliverable, seen), "actual": measure_text(deliverable, actual)}
        )
    submission = Submission.objects.create(
        deliverable=deliverable,
        number=last.number + 1 if last else 1,
        actual=actual,
        note=note,
        submitted_at=now,
        submitted_by=by,
    )
    files = list(files_of(deliverable).values_list("name", "sha256"))
    _record(
        "deliverable.submitted",
        submission,
        text=_("%(rec)s submitted “%(measure)s”: %(actual)s counted, target %(target)s.") % _said(deliverable, actual),
        by=by,
        data={"number": submission.number, "actual": str(actual), "files": files},
        now=now,
    )
    close_duty(deliverable, SUBMIT, now=now)
    lead = deliverable.initiative.lead
    review_by = today(now) + timedelta(days=DAYS_TO_REVIEW)
    role = _reviewing_role(deliverable)
    open_duty(
        REVIEW,
        about=submission,
        text=_("Review what %(rec)s submitted: %(measure)s, %(initiative)s") % _said(deliverable, actual),
        due_on=review_by,
        at=lead,
        role=role,
        now=now,
    )
    _write("deliverable_submitted", submission, reviewers(deliverable), by, now, review_by=review_by)
    return submission


@action
def return_(submission: Submission, *, reason: str, by: Person, now: datetime | None = None) -> Submission:
    now = now or timezone.now()
    submission = _locked_open(submission)
    deliverable = submission.deliverable
    again_by = max(deliverable.due_on, today(now) + timedelta(days=DAYS_TO_SUBMIT_AGAIN))
    _review(submission, by, returned_at=now, returned_why=reason)
    _record(
        "deliverable.returned",
        submission,
        text=_("PED returned “%(measure)s” of %(rec)s: %(reason)s")
        % {**_said(deliverable, submission.actual), "reason": reason},
        by=by,
        data={"number": submission.number},
        now=now,
    )
    close_duty(submission, REVIEW, now=now)
    open_duty(
        SUBMIT,
        about=deliverable,
        text=_("Submit again, returned by PED: %(measure)s, %(initiative)s") % _said(deliverable, submission.actual),
        due_on=again_by,
        at=deliverable.rec,
        role="rec_director",
        now=now,
    )
    told = answering(submission)
    _write("deliverable_returned", submission, told, by, now, reason=reason, again_by=again_by)
    return submission


@action
def accept(submission: Submission, *, by: Person, now: datetime | None = None) -> Submission:
    now = now or timezone.now()
    submission = _locked_open(submission)
    deliverable = submission.deliverable
    _review(submission, by, accepted_at=now)
    _record(
        "deliverable.accepted",
        submission,
        text=_("PED accepted “%(measure)s” of %(rec)s: %(actual)s counted, target %(target)s.")
        % _said(deliverable, submission.actual),
        by=by,
        data={"number": submission.number},
        now=now,
    )
    close_duty(submission, REVIEW, now=now)
    _write("deliverable_accepted", submission, answering(submission), by, now)
    return submission


# What these share --------------------------------------------------------------------------------------------------


def counted_now(deliverable: Deliverable) -> Decimal | None:
    if deliverable.measure not in measures:
        return None
    return measures[deliverable.measure].value(
        period_of(deliverable), rec=deliverable.rec_id, initiative=deliverable.initiative_id
    )


def measure_text(deliverable: Deliverable, value: Decimal | None) -> str:
    return measures[deliverable.measure].words(value) if deliverable.measure in measures else "–"


def _locked(deliverable: Deliverable) -> Deliverable:
    rows = Deliverable.objects.select_for_update(no_key=True, of=("self",)).select_related("rec", "initiative__lead")
    return rows.get(pk=deliverable.pk)


def _refuse_unless_open(deliverable: Deliverable) -> Submission | None:
    """The latest submission, where the REC may still work on the deliverable."""
    if deliverable.withdrawn_at:
        raise ActionError(_("PED no longer asks for this deliverable; there is nothing to submit."))
    last = deliverable.submissions.select_related("submitted_by", "reviewed_by").first()
    if last and last.accepted_at:
        raise ActionError(
            _("PED accepted it on %(day)s; nothing more is needed.") % {"day": shown(short_day, last.accepted_at)}
        )
    if last and last.is_open:
        raise ActionError(
            _("%(name)s submitted it on %(day)s; it lies before PED.")
            % {"name": last.submitted_by, "day": shown(short_day, last.submitted_at)}
        )
    return last


def _locked_open(submission: Submission) -> Submission:
    """The submission as it stands now, under the lock of its deliverable; told by whom it was answered, if it was."""
    deliverable = _locked(submission.deliverable)
    submission = Submission.objects.select_related("reviewed_by", "submitted_by").get(pk=submission.pk)
    submission.deliverable = deliverable
    if submission.accepted_at:
        words = _("%(name)s accepted it on %(day)s; nothing was done twice.")
        raise ActionError(words % {"name": submission.reviewed_by, "day": shown(short_day, submission.accepted_at)})
    if submission.returned_at:
        words = _("%(name)s returned it on %(day)s; it waits for the REC.")
        raise ActionError(words % {"name": submission.reviewed_by, "day": shown(short_day, submission.returned_at)})
    return submission


def _review(submission: Submission, by: Person, **facts: Any) -> None:
    submission.reviewed_by = by
    for name, value in facts.items():
        setattr(submission, name, value)
    submission.save(update_fields=["reviewed_by", *facts])


def _record(verb: str, submission: Submission, **parts: Any) -> None:
    deliverable = submission.deliverable
    record(verb, deliverable, also=[submission, deliverable.rec, deliverable.initiative], **parts)


def _said(deliverable: Deliverable, actual: Decimal | None) -> dict[str, Words]:
    return {
        "rec": deliverable.rec.short_name,
        "initiative": deliverable.initiative.title,
        "measure": title_of(deliverable.measure),
        "actual": measure_text(deliverable, actual),
        "target": measure_text(deliverable, deliverable.target),
    }


def reviewers(deliverable: Deliverable) -> list[Person]:
    """Who hears of a submission: whoever reviews at the lead."""
    return list(Person.objects.holding(_reviewing_role(deliverable), at=deliverable.initiative.lead))


def _reviewing_role(deliverable: Deliverable) -> str:
    return OWED_BY.get(deliverable.initiative.lead.kind, "ped_leader")


def answering(submission: Submission) -> list[Person]:
    """Who submitted, and the REC's directors."""
    directors = Person.objects.holding("rec_director", at=submission.deliverable.rec)
    return list(dict.fromkeys([submission.submitted_by, *directors]))


def _write(kind: str, submission: Submission, to: Any, by: Person, now: datetime, **more: str | date) -> None:
    deliverable = submission.deliverable
    context = {
        **_said(deliverable, submission.actual),
        "rec": deliverable.rec,
        "initiative": deliverable.initiative,
        "year": fiscal_year_name(deliverable.fiscal_year),
        "note": submission.note,
        "by": by,
        "url": absolute(deliverable.get_absolute_url()),
        **more,
    }
    write(kind, about=submission, to=to, context=context, now=now)
