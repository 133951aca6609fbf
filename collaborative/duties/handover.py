"""Open duties of a person go on to whoever succeeds them in the role; those owed to the role move by themselves."""

from datetime import datetime

from collaborative.duties.models import Duty
from collaborative.people.hats.handover import handovers
from collaborative.people.models import Hat


def move_duties(before: Hat, after: Hat, now: datetime) -> int:
    """What the successor owes already is not owed twice: the other duty is dropped."""
    open_there = Duty.objects.open().filter(organization=before.organization_id)
    owed = {_what(duty) for duty in open_there.filter(person=after.person_id)}
    moving = list(open_there.filter(person=before.person_id).select_for_update(of=("self",)).order_by("pk"))
    twice = [duty.pk for duty in moving if _what(duty) in owed]
    Duty.objects.filter(pk__in=twice).update(closed_at=now, closed_why="dropped", next_reminder_at=None)
    going = [duty.pk for duty in moving if duty.pk not in twice]
    return Duty.objects.filter(pk__in=going).update(person=after.person_id)


def _what(duty: Duty) -> tuple[str, int, int]:
    return duty.kind, duty.about_type_id, duty.about_id


handovers.add("duties", move_duties)
