"""Who is told of a planned visit: the people to be visited, and the coach where somebody else plans or cancels it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from coaching.models import Visit
from collaborative.letters import outbox
from collaborative.letters.models import Letter, LetterQuerySet
from collaborative.people.models import Person
from collaborative.web.addresses import absolute


def tell_planned(visit: Visit, *, by: Person, now: datetime) -> list[Letter]:
    return _tell("visit_planned", visit, [*visit.people.all(), visit.coach], by=by, now=now)


def tell_cancelled(visit: Visit, *, by: Person, now: datetime) -> list[Letter]:
    """To those who know that it was planned. A letter that has not gone yet does not go, nor one that takes it back."""
    outbox.stop(_planned(visit), why=_("The visit was cancelled before the letter went."), now=now)
    return _tell("visit_cancelled", visit, recipients_of(visit), by=by, now=now)


def recipients_of(visit: Visit) -> list[Person]:
    """To whom the letter that it is planned has gone, or is going at this moment; and a coach who needed none."""
    letters = _planned(visit).select_related("recipient").order_by("pk")
    people = [one.recipient for one in letters.filter(Q(sent_at__isnull=False) | Q(claimed_at__isnull=False))]
    return people if letters.filter(recipient=visit.coach_id).exists() else [*people, visit.coach]


def _planned(visit: Visit) -> LetterQuerySet:
    return Letter.objects.about(visit).filter(kind="visit_planned")


def _tell(kind: str, visit: Visit, people: Iterable[Person], *, by: Person, now: datetime) -> list[Letter]:
    """Nobody gets a letter on what they did themselves."""
    to = [one for one in dict.fromkeys(people) if one != by]
    context = {"visit": visit, "by": by, "url": absolute(visit.get_absolute_url())}
    return outbox.write(kind, about=visit, to=to, context=context, now=now)
