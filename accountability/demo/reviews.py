"""Deliverables put before PED and answered, through the actions."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accountability import actions
from accountability.demo.bulk.ground import Ground
from collaborative.calendar.periods import today
from collaborative.people.models import Person
from initiatives.models import Deliverable

EVIDENCE = "Sign-in sheets of the year are in the region's office.\nInvented for the demo.\n"


def play_reviews(ground: Ground, *, now: datetime) -> None:
    """For every region one accepted, one returned and one waiting, of the deliverables that stand there. What waits lies
    before one bureau after the other, so that each has something to review."""
    bureau_staff = ground.bureau_staff
    leads = sorted(set(Deliverable.objects.standing().values_list("initiative__lead", flat=True)))
    for number, rec in enumerate(ground.recs):
        rows = list(
            Deliverable.objects.standing()
            .filter(rec=rec)
            .select_related("initiative__lead", "rec")
            .order_by("due_on", "initiative_id", "pk")
        )
        rows.sort(key=_falls_short)
        director = ground.directors[rec.pk]
        accepted, returned, *others = rows
        lead = leads[number % len(leads)]
        waiting = next((row for row in others if row.initiative.lead_id == lead), others[0])
        _submit(accepted, by=director, now=now - timedelta(days=20), evidence=True)
        actions.accept(
            accepted.submissions.get(), by=bureau_staff[accepted.initiative.lead_id], now=now - timedelta(days=12)
        )
        _submit(returned, by=director, now=now - timedelta(days=18))
        reason = "Two districts are missing in the evidence. Please add their sign-in sheets."
        actions.return_(
            returned.submissions.get(),
            reason=reason,
            by=bureau_staff[returned.initiative.lead_id],
            now=now - timedelta(days=9),
        )
        _submit(waiting, by=director, now=now - timedelta(days=4))


def _falls_short(deliverable: Deliverable) -> tuple[bool, bool]:
    """Past ones first, and of these the ones that reached their target."""
    counted = actions.counted_now(deliverable) or 0
    return deliverable.due_on > today(), counted < deliverable.target


def _submit(deliverable: Deliverable, *, by: Person, now: datetime, evidence: bool = False) -> None:
    if evidence:
        actions.attach_evidence(
            deliverable, file=SimpleUploadedFile("sign-in-sheets.txt", EVIDENCE.encode()), by=by, now=now
        )
    actions.submit(
        deliverable, note="As counted; the sheets are with us.", seen=actions.counted_now(deliverable), by=by, now=now
    )
