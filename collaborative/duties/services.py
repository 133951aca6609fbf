"""Opening, moving and closing duties: plain functions that actions call inside their own transaction."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from collaborative.duties.models import Duty, DutyQuerySet
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import to_keep
from collaborative.web.sentences import Saying, kept, of_the_day


def open_duty(
    kind: str,
    *,
    about: Any,  # a model with a page
    text: Saying,
    due_on: date,
    at: Organization,
    role: str = "",
    person: Person | None = None,
    url: str = "",
    now: datetime | None = None,
) -> None:
    """Open a duty of a hat (`role` at the organization) or of a person. Open already: it stays as it is."""
    open_duties(
        [
            Duty(
                kind=kind,
                about=about,
                **worded(text),
                url=url or about.get_absolute_url(),
                person=person,
                role="" if person else role,
                organization=at,
                due_on=due_on,
                opened_at=now or timezone.now(),
            )
        ]
    )


def worded(text: Saying) -> dict[str, Any]:
    """What is owed, as the columns hold it."""
    return {"text": of_the_day(text)[:250], "message": kept(text)}


def open_duties(duties: Iterable[Duty]) -> None:
    """One statement for the duties of a whole region or state. A duty that is open already stays as it is."""
    duties = list(duties)
    for duty in duties:
        duty.url = to_keep(duty.url)
        duty.set_next_reminder()
    Duty.objects.bulk_create(duties, ignore_conflicts=True, batch_size=500)


def close_duty(
    things: models.Model | Iterable[models.Model],
    *kinds: str,
    why: str = "done",
    person: Person | None = None,
    at: Organization | None = None,
    now: datetime | None = None,
) -> int:
    """Close the open duties about a thing or several (of these kinds; all where none is named): «done» or «dropped»."""
    duties = _open_about(things, kinds)
    if person:
        duties = duties.filter(person=person)
    if at:
        duties = duties.filter(organization=at)
    return duties.update(closed_at=now or timezone.now(), closed_why=why, next_reminder_at=None)


def forget_duties(things: Iterable[models.Model]) -> None:
    """These things are about to go, as what was never told to anybody: what was owed about them was never owed."""
    Duty.objects.about(*things).delete()


def postpone(
    things: models.Model | Iterable[models.Model],
    *kinds: str,
    due_on: date,
    text: Saying | None = None,
    now: datetime | None = None,
) -> int:
    """The due day has moved: reminders follow the fact. Moments of the new day that are past already do not exist.

    `text`: the day stands in the words, so they are other words from now on.
    """
    now = now or timezone.now()
    duties = list(_open_about(things, kinds).select_for_update().order_by("pk"))
    words = worded(text) if text else {}
    for duty in duties:
        for name, value in words.items():
            setattr(duty, name, value)
        if duty.due_on != due_on:
            duty.due_on = due_on
            duty.reminded_until = max(now, duty.reminded_until or now)
            duty.set_next_reminder()
    return Duty.objects.bulk_update(
        duties, ["text", "message", "due_on", "reminded_until", "next_reminder_at"], batch_size=500
    )


def _open_about(things: models.Model | Iterable[models.Model], kinds: tuple[str, ...]) -> DutyQuerySet:
    things = [things] if isinstance(things, models.Model) else things
    duties = Duty.objects.open().about(*things)
    return duties.filter(kind__in=kinds) if kinds else duties
