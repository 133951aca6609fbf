"""Reminders follow facts: who owes what is asked when the moment comes, never before."""

import logging
from collections import defaultdict
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.calendar.periods import today
from collaborative.duties.kinds import duty_kinds
from collaborative.duties.models import Duty
from collaborative.duties.recipients import Hearers
from collaborative.letters.models import Letter, Pulse
from collaborative.letters.outbox import draft, post
from collaborative.people.models import Person
from collaborative.web.addresses import absolute

log = logging.getLogger(__name__)

ONE_SWEEP = 60_607  # the key of the lock that lets one sweep run at a time
ALONE, CATCH_UP = ("duty_reminder", "duty_climbed"), "duty_catch_up"
LOOK_AGAIN = timedelta(days=1)  # for somebody to write to, where there is nobody at all

Late = dict[Person, dict[Duty, str]]


@transaction.atomic
def remind(*, now: datetime | None = None) -> dict[str, int]:
    """Write the reminders whose moment has come. Safe to run twice and side by side: the second sweep leaves at once.

    Of several moments that have come for one duty only the latest counts. Beyond the grace of its kind a reminder does
    not go alone, whether it was not written in time or not delivered: it is named in one catch-up letter a person.
    Moments before the duty began do not exist for it.
    """
    now = now or timezone.now()
    counts = {"reminded": 0, "climbed": 0, "caught up": 0}
    if not _alone():
        return counts
    late: Late = defaultdict(dict)
    _fold_undelivered(late, now)
    duties = list(_due_duties(now))
    hearers = Hearers(duties, on=today(now))
    letters: list[Letter] = []
    for duty in duties:
        try:
            with transaction.atomic():  # what breaks in the database breaks this duty only
                letters += _reminders(duty, hearers, late, now)
        except Exception:  # one duty that breaks must not silence the others
            log.exception("No reminder could be written for duty %s.", duty.pk)
            duty.next_reminder_at = now + LOOK_AGAIN
    Duty.objects.bulk_update(duties, ["reminded_until", "next_reminder_at"], batch_size=500)
    letters += _catch_ups(late, now)
    for letter in post(letters):
        counts[{"duty_reminder": "reminded", "duty_climbed": "climbed"}.get(letter.kind, "caught up")] += 1
    Pulse.beat("reminders", now)
    return counts


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_SWEEP])
        return cursor.fetchone()[0]


def _due_duties(now: datetime):
    """A duty that an action holds right now is left to the next sweep; so is one of a kind that no code knows."""
    return (
        Duty.objects.open()
        .filter(next_reminder_at__lte=now, kind__in=list(duty_kinds))
        .order_by("id")
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .select_related("organization", "person__merged_into")
    )


def _reminders(duty: Duty, hearers: Hearers, late: Late, now: datetime) -> list[Letter]:
    """The letters of the latest moment that has come; a late one goes into `late`."""
    come = [(when, which) for when, which in duty.moments_ahead() if when <= now]
    if not come:
        duty.set_next_reminder()
        return []
    moment = come[-1][0]
    letters: list[Letter] = []
    heard = False
    for which in [which for when, which in come if when == moment]:
        people, standing_in = hearers.of(duty, which)
        heard = heard or bool(people)
        if now - moment > timedelta(days=duty.rules.grace):
            for person in people:
                late[person][duty] = which
        else:
            letters += _draft(duty, which, moment, people, standing_in, now)
    if not heard:
        duty.next_reminder_at = now + LOOK_AGAIN
        return []
    duty.reminded_until = moment
    duty.set_next_reminder()
    return letters


def _draft(
    duty: Duty, which: str, moment: datetime, people: list[Person], standing_in: bool, now: datetime
) -> list[Letter]:
    return draft(
        "duty_climbed" if which == "climbed" else "duty_reminder",
        about=duty,
        to=people,
        context={
            "duty": duty,
            "which": which,
            "standing_in": standing_in,
            "url": absolute(duty.get_absolute_url()),
            "data": {"duties": [duty.pk], "which": which, "due_on": duty.due_on.isoformat()},
        },
        due=moment,
        not_after=moment + timedelta(days=duty.rules.grace),
        now=now,
    )


def _fold_undelivered(late: Late, now: datetime) -> None:
    """Reminders that were written but could not be delivered within their grace do not go alone any more. Whoever is to
    hear of them today is told."""
    letters = list(
        Letter.objects.too_late(now=now).filter(kind__in=ALONE).select_for_update(skip_locked=True, of=("self",))
    )
    if not letters:
        return
    duties = _open_duties(letters)
    hearers = Hearers(duties.values(), on=today(now))
    ended = []
    for letter in letters:
        owed = [duty for key in letter.data.get("duties", []) if (duty := duties.get(key)) and _stands(letter, duty)]
        which = letter.data.get("which", "")
        heard = {duty: hearers.of(duty, which)[0] for duty in owed}
        for duty, people in heard.items():
            for person in people:
                late[person][duty] = which
        if all(heard.values()):  # where there is nobody to tell, it waits
            ended.append(letter)
    _stop(ended, _("It could not be delivered in time; a catch-up letter names what is still owed."), now)


def _stands(letter: Letter, duty: Duty) -> bool:
    return duty.due_on.isoformat() == letter.data.get("due_on")


def _catch_ups(late: Late, now: datetime) -> list[Letter]:
    """One letter a person. An earlier catch-up letter that still waits is taken in, so that they do not pile up."""
    if not late:
        return []
    earlier = list(
        Letter.objects.waiting()
        .free(now=now)
        .filter(kind=CATCH_UP, recipient__in=[person.pk for person in late])
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
    )
    duties = _open_duties(earlier)
    for letter in earlier:
        for key in letter.data.get("duties", []):
            if key in duties:
                late[letter.recipient].setdefault(duties[key], letter.data.get("which", {}).get(str(key), ""))
    _stop(earlier, _("A later catch-up letter names the same and more."), now)
    letters = []
    for person, owed in late.items():
        ordered = sorted(owed, key=lambda duty: (duty.due_on, duty.pk))
        context = {
            "duties": ordered,
            "own": [duty for duty in ordered if owed[duty] != "climbed"],
            "climbed": [duty for duty in ordered if owed[duty] == "climbed"],
            "data": {
                "duties": [duty.pk for duty in ordered],
                "which": {str(duty.pk): owed[duty] for duty in ordered},
            },
        }
        letters += draft(CATCH_UP, about=person, to=[person], context=context, due=now, now=now)
    return letters


def _open_duties(letters: list[Letter]) -> dict[int, Duty]:
    keys = {key for letter in letters for key in letter.data.get("duties", [])}
    return Duty.objects.open().select_related("organization", "person__merged_into").in_bulk(keys) if keys else {}


def _stop(letters: list[Letter], why: str, now: datetime) -> None:
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(stopped_at=now, claimed_at=None, why=why)
