"""Reminders follow facts: who owes what is asked when the moment comes, never before."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from collaborative.duties.models import Duty, Pulse
from collaborative.journal.outbox import write
from collaborative.people.models import Hat, Person
from collaborative.periods import today

AT_ONCE = 2000


@transaction.atomic
def remind(*, now: datetime | None = None) -> dict[str, int]:
    """Write the reminders whose moment has come. Safe to run twice and side by side.

    Of several moments that have come for one duty only the latest counts. Beyond the grace of its kind a reminder does
    not go alone: it is named in one catch-up letter a person. Moments before the duty began do not exist for it.
    """
    now = now or timezone.now()
    counts = {"reminded": 0, "climbed": 0, "caught up": 0}
    late: dict[Person, list[Duty]] = defaultdict(list)
    duties = (
        Duty.objects.open()
        .filter(next_reminder_at__lte=now)
        .order_by("id")
        .select_for_update(skip_locked=True, no_key=True, of=("self",))
        .select_related("organization", "person")[:AT_ONCE]
    )
    duties = list(duties)
    for duty in duties:
        begun = max(duty.opened_at, duty.reminded_until or duty.opened_at)
        moment, which = [(when, which) for when, which in duty.rules.moments(duty.due_on) if begun < when <= now][-1]
        hearers = hearers_of(duty, which, now=now)
        if now - moment > timedelta(days=duty.rules.grace):
            for person in hearers:
                late[person].append(duty)
        else:
            counts["climbed" if which == "climbed" else "reminded"] += len(_write(duty, which, moment, hearers, now))
        duty.reminded_until = moment
        duty.set_next_reminder()
    Duty.objects.bulk_update(duties, ["reminded_until", "next_reminder_at"], batch_size=500)
    for person, owed in late.items():
        context = {"duties": owed, "data": {"duties": [duty.pk for duty in owed]}}
        counts["caught up"] += len(write("duty_catch_up", about=person, to=[person], context=context, due=now, now=now))
    Pulse.objects.update_or_create(name="reminders", defaults={"at": now})
    return counts


def hearers_of(duty: Duty, which: str, *, now: datetime) -> list[Person]:
    """The debtor; the role above where it has climbed, and also where nobody holds the hat any more."""
    day = today(now)
    if which != "climbed" and (debtors := duty.debtors(on=day)):
        return debtors
    if not duty.rules.climbs_to:
        return []
    above = Hat.objects.on(day).filter(role=duty.rules.climbs_to, organization__in=duty.organization.lineage)
    return list(Person.objects.active().filter(hats__in=above).distinct())


def _write(duty: Duty, which: str, moment: datetime, hearers: list[Person], now: datetime) -> list:
    kind = "duty_climbed" if which == "climbed" else "duty_reminder"
    context = {
        "duty": duty,
        "which": which,
        "url": settings.SITE_URL + duty.url,
        "data": {"duties": [duty.pk], "which": which},
    }
    return write(kind, about=duty, to=hearers, context=context, due=moment, now=now)
