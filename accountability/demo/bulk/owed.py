"""What a year leaves behind it: the letters that were sent, the duties that are still open."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import models

from accountability.demo.bulk.rows import Year
from coaching.duties import owe_steps
from collaborative.database.sure import sure
from collaborative.duties.models import Duty
from collaborative.journal.refs import ref
from collaborative.letters.models import Letter
from trainings.invitations.services import owe_answers
from trainings.models import Invitation, Training
from trainings.schedule.duties import owe_closing


def write_letters(year: Year) -> None:
    """The invitations' letters, written as already sent; some were refused."""
    letters, invitations = [], [row for row in year.invitations if row.addressee_id]
    for row in invitations:
        due = row.invited_at + timedelta(minutes=10)
        refused = year.random.random() < 0.02
        letters.append(
            Letter(
                kind="invitation",
                about=ref(row),
                recipient=row.addressee,
                due=due,
                address=sure(sure(row.addressee).email),
                subject=f"You are invited: {row.training.title}"[:250],
                body="",
                written_at=row.invited_at,
                attempts=1,
                message_id=f"<bulk-{row.pk}@demo.example>",
                sent_at=None if refused else due,
                refused_at=due if refused else None,
                why="550 5.1.1 No such mailbox here" if refused else "",
            )
        )
    Letter.objects.bulk_create(letters, batch_size=2000)
    for row, letter in zip(invitations, letters, strict=True):
        row.letter = letter
    Invitation.objects.bulk_update(invitations, ["letter"], batch_size=1000)


def owe_duties(year: Year) -> None:
    """What is still owed, with the moments before today counted as dealt with."""
    before = Duty.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    owe_steps((step for step in year.steps if step.is_open), year.now - timedelta(days=1))
    for training in year.trainings:
        if training.published_at and not training.cancelled_at and not training.closed_at:
            owe_closing(training, year.now)
    coming: dict[Training, list[Invitation]] = defaultdict(list)
    for row in year.invitations:
        if not row.answer and sure(row.training.first_day) >= year.today and not row.training.cancelled_at:
            coming[row.training].append(row)
    for training, rows in coming.items():
        owe_answers(training, rows, now=year.now)
    quiet(Duty.objects.filter(pk__gt=before), year.now)


def quiet(duties: models.QuerySet, now: datetime) -> None:
    """Moments that lie before the loading count as dealt with: loading a year sends no reminders."""
    rows = list(duties)
    for duty in rows:
        duty.reminded_until = max(now, duty.opened_at)
        duty.set_next_reminder()
    Duty.objects.bulk_update(rows, ["reminded_until", "next_reminder_at"], batch_size=1000)
