"""Who answers a request, and what is owed for it. Plain functions that the actions share."""

from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from collaborative.calendar.periods import today
from collaborative.duties.services import open_duty
from collaborative.errors import ActionError
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import gettext_kept as _
from support.clock import DAYS_TO_FINISH, DAYS_TO_RATE
from support.models import SupportRequest, Topic

OWNERS = ("rec_coordinator", "rec_director")


def locked(request: SupportRequest) -> SupportRequest:
    """The request as it stands now, held until the transaction ends."""
    found = SupportRequest.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("district", "rec", "owner", "asked_by").get(pk=request.pk)


def require_open(request: SupportRequest) -> None:
    if not request.is_open:
        raise ActionError(
            _("%(number)s has ended and can no longer be answered. If help is still needed, ask anew and name it.")
            % {"number": request.number}
        )


def rec_of(district: Organization) -> Organization:
    """The REC that invites the district today."""
    rec = Organization.objects.of_kind("rec").filter(pk__in=district.ancestors).first()
    if rec is None:
        raise ActionError(_("%(district)s has no REC today, so nobody would answer.") % {"district": district})
    return rec


def owner_for(rec: Organization, *, on: date) -> Person | None:
    """The coordinator with the fewest open requests, by name where several have as few; else the director."""
    open_ones = Count("support_owned", filter=Q(support_owned__closed_at__isnull=True))
    for role in OWNERS:
        holders = Person.objects.holding(role, at=rec, on=on).annotate(open_ones=open_ones)
        if owner := holders.order_by("open_ones", "sort_key", "id").first():
            return owner
    return None


def possible_owners(request: SupportRequest) -> QuerySet[Person]:
    """To whom a request can be handed over."""
    holding = Person.objects.holding(*OWNERS, at=request.rec)
    return holding.exclude(pk=request.owner_id) if request.owner_id else holding


def addressees_at_rec(request: SupportRequest) -> list[Person]:
    """The owner; where there is none, or the hat has ended since, whoever directs the cooperative."""
    holding = list(Person.objects.holding(*OWNERS, at=request.rec))
    if request.owner in holding:
        return [request.owner]
    return list(Person.objects.holding("rec_director", at=request.rec)) or holding


def addressees_at_district(request: SupportRequest) -> list[Person]:
    """Who asked; where that hat has ended since, whoever answers for the district."""
    holding = list(Person.objects.holding("superintendent", "delegate", at=request.district))
    if request.asked_by in holding:
        return [request.asked_by]
    return list(Person.objects.holding("superintendent", at=request.district)) or holding


def owe_work(request: SupportRequest, *, now: datetime) -> None:
    """What the owner owes next: the first answer; after it, an end by the day that the district named, else in a month."""
    words = {
        "number": request.number,
        "district": request.district.short_name,
        "topic": Topic(request.topic).label,
    }
    if request.first_answer_at is None:
        kind, due_on = "support.answer", request.answer_by
        text = _("Answer %(number)s from %(district)s: %(topic)s") % words
    else:
        kind, due_on = "support.finish", finish_by(request)
        text = _("Finish %(number)s from %(district)s: %(topic)s") % words
    open_duty(
        kind,
        about=request,
        text=text,
        due_on=due_on,
        at=request.rec,
        person=request.owner,
        role="rec_director",
        now=now,
    )


def owe_rating(request: SupportRequest, *, now: datetime) -> None:
    """The district says whether it helped."""
    open_duty(
        "support.rate",
        about=request,
        text=_("Say whether it helped: %(number)s") % {"number": request.number},
        due_on=today(now) + timedelta(days=DAYS_TO_RATE),
        at=request.district,
        role="superintendent",
        now=now,
    )


def finish_by(request: SupportRequest) -> date:
    answered_on = today(request.first_answer_at)
    if request.needed_by and request.needed_by > answered_on:
        return request.needed_by
    return answered_on + timedelta(days=DAYS_TO_FINISH)
