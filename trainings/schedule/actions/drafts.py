"""Drafting a training page by page, and changing what may be changed after it was published."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils import timezone

from collaborative.calendar import days
from collaborative.calendar.periods import today
from collaborative.duties.services import forget_duties
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import Joined, joined, shown
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.text import Words
from initiatives.models import Initiative
from recs.models import Venue
from trainings.bookings.services import book, booked_twice
from trainings.enums import Audience, Kind, Mode, TrainerPart
from trainings.invitations.services import postpone_answers, rewrite_held
from trainings.models import AudienceMember, Trainer, Training
from trainings.registrations import seats
from trainings.registrations.notifications import tell_moved_up
from trainings.schedule.duties import settle_leader
from trainings.schedule.edits import lock_for_change, refuse_if_over, refuse_if_published, save_change
from trainings.schedule.leaders import check_leader, leaders, override_text
from trainings.schedule.timetable import Sitting, set_meetings, spans

OF_REGIONS = (Audience.REGION, Audience.REGIONS, Audience.STATE)


@action
def draft(
    *,
    kind: str,
    initiative: Initiative,
    title: str,
    host: Organization,
    audience: str,
    by: Person,
    now: datetime | None = None,
) -> Training:
    now = now or timezone.now()
    training = Training(created_at=now, created_by=by, mode=Mode.ON_SITE, time_zone=host.time_zone)
    _describe(training, kind=kind, initiative=initiative, title=title, host=host, audience=audience)
    training.save()
    text = _("“%(title)s” was drafted.") % {"title": title}
    record("training.drafted", training, text=text, by=by, also=[host, initiative], now=now)
    return training


@action
def describe(
    training: Training,
    *,
    kind: str,
    initiative: Initiative,
    title: str,
    host: Organization,
    audience: str,
    by: Person,
    revision: int | None = None,
    now: datetime | None = None,
) -> Training:
    training = lock_for_change(training, revision=revision)
    refuse_if_published(training)
    _describe(training, kind=kind, initiative=initiative, title=title, host=host, audience=audience)
    if training.audience not in (Audience.REGIONS, Audience.NAMED):
        training.audience_members.all().delete()
    check_leader(training, by=by, led_before=leaders(training))
    save_change(training)
    record("training.described", training, text=_("What it is and for whom was changed."), by=by, now=now)
    return training


@action
def name_audience(
    training: Training,
    *,
    organizations: Iterable[Organization],
    by: Person,
    revision: int | None = None,
    now: datetime | None = None,
) -> Training:
    """The regions, or the districts, that are invited."""
    training = lock_for_change(training, revision=revision)
    refuse_if_published(training)
    organizations = list(organizations)
    if not organizations:
        raise ActionError(_("Choose at least one."), field="organizations")
    training.audience_members.all().delete()
    AudienceMember.objects.bulk_create(
        AudienceMember(training=training, organization_id=one.pk) for one in organizations
    )
    save_change(training)
    names = ", ".join(one.short_name for one in organizations)
    record("training.audience_named", training, text=_("For: %(names)s.") % {"names": names}, by=by, now=now)
    return training


@action
def arrange(
    training: Training,
    *,
    mode: str,
    venue: Venue | None,
    online_link: str,
    sittings: Sequence[Sitting],
    by: Person,
    override_why: str = "",
    revision: int | None = None,
    now: datetime | None = None,
) -> Training:
    """When and where, of a draft. Rooms and trainers are booked from here on."""
    now = now or timezone.now()
    training = lock_for_change(training, revision=revision)
    refuse_if_published(training)
    training.mode = mode
    if mode == Mode.ON_SITE:
        training.online_capacity = None
    if mode == Mode.ONLINE:
        training.room_capacity = None
    set_venue(training, venue=venue, online_link=online_link)
    set_meetings(training, spans(sittings, zone=training.zone, today=today(now)))
    check_leader(training, by=by, led_before=leaders(training))
    save_change(training)
    booked = book(training, by=by, override_why=override_why)
    text = joined(_("The times and the place were set."), *booked_twice(booked, override_why))
    record("training.arranged", training, text=text, by=by, now=now)
    return training


def set_venue(training: Training, *, venue: Venue | None, online_link: str) -> None:
    """Where it is. A venue's own zone is the one of all times."""
    if training.mode == Mode.ONLINE:
        venue = None
    elif venue is None:
        raise ActionError(_("Choose where the training is held."), field="place")
    training.venue = venue
    training.online_link = "" if training.mode == Mode.ON_SITE else online_link
    training.time_zone = venue.time_zone if venue else training.host.time_zone


@action
def set_seats(
    training: Training,
    *,
    room_capacity: int | None = None,
    online_capacity: int | None = None,
    minimum: int | None = None,
    seats_per_organization: int | None = None,
    hold_hours: int = 0,
    registration_closes_on: date | None = None,
    by: Person,
    revision: int | None = None,
    now: datetime | None = None,
) -> Training:
    """How many seats, and how they are handed out. More seats move the waiting list up in the same act.

    Answers are asked by the closing day of registration: with another one duties and letters not yet gone follow.
    """
    now = now or timezone.now()
    training = lock_for_change(training, revision=revision)
    refuse_if_over(training)
    if registration_closes_on and training.first_day and registration_closes_on > training.first_day:
        raise ActionError(
            _("Registration closes on the first day, %(day)s, at the latest.")
            % {"day": shown(days.short_day, training.first_day)},
            field="registration_closes_on",
        )
    whole = None if room_capacity is None and online_capacity is None else (room_capacity or 0) + (online_capacity or 0)
    if minimum and whole and minimum > whole:
        raise ActionError(_("The minimum is more than the seats there are."), field="minimum")
    moves_closing = training.registration_closes_on != registration_closes_on
    training.minimum, training.hold_hours = minimum, hold_hours
    training.seats_per_organization = seats_per_organization
    training.registration_closes_on = registration_closes_on
    save_change(training)
    if training.is_published and moves_closing:
        postpone_answers(training, now=now)
        rewrite_held(training, now=now)
    moved = seats.set_capacity(training, room_capacity=room_capacity, online_capacity=online_capacity, now=now)
    tell_moved_up(training, moved, now=now)
    text = _("Seats were set: %(seats)s.") % {"seats": seats_text(training)}
    record("training.seats_set", training, text=text, by=by, data={"moved_up": [one.pk for one in moved]}, now=now)
    return training


@action
def engage(
    training: Training,
    *,
    lead: Person,
    assists: Iterable[Person] = (),
    description: str = "",
    in_contract_time: bool | None = None,
    travel_paid_by: str = "",
    substitutes_paid_by: str = "",
    cost_to_district_cents: int | None = None,
    leader_override_why: str = "",
    override_why: str = "",
    by: Person,
    revision: int | None = None,
    now: datetime | None = None,
) -> Training:
    """Who leads and assists, and the notice to districts."""
    training = lock_for_change(training, revision=revision)
    refuse_if_over(training)
    led_before = leaders(training)
    training.trainers.all().delete()
    Trainer.objects.create(training=training, person=lead, part=TrainerPart.LEAD)
    Trainer.objects.bulk_create(
        Trainer(training=training, person=one, part=TrainerPart.ASSISTS) for one in assists if one != lead
    )
    check_leader(training, by=by, override_why=leader_override_why, led_before=led_before)
    settle_leader(training, now=now)
    training.description, training.in_contract_time = description, in_contract_time
    training.travel_paid_by, training.substitutes_paid_by = travel_paid_by, substitutes_paid_by
    training.cost_to_district_cents = cost_to_district_cents
    save_change(training)
    booked = book(training, by=by, override_why=override_why)
    text = [_("%(name)s leads.") % {"name": lead}]
    if training.leader_override_by:
        text.append(override_text(training))
    text += booked_twice(booked, override_why)
    record("training.engaged", training, text=joined(*text), by=by, also=[lead], now=now)
    return training


@action
def discard(training: Training, *, by: Person, now: datetime | None = None) -> Organization:
    """Throw a draft away. What was published is cancelled instead, so that everybody is told."""
    training = lock_for_change(training)
    refuse_if_published(training)
    host, title = training.host, training.title
    text = _("The draft “%(title)s” was thrown away.") % {"title": title}
    record("training.discarded", training, text=text, by=by, also=[host, training.initiative], now=now)
    forget_duties([training])
    training.delete()
    return host


def seats_text(training: Training) -> Joined:
    """«40 in the room, no limit on line»."""
    parts = []
    if training.mode != Mode.ONLINE:
        parts.append(_("%(seats)s in the room") % {"seats": _number(training.room_capacity)})
    if training.mode != Mode.ON_SITE:
        parts.append(_("%(seats)s on line") % {"seats": _number(training.online_capacity)})
    return joined(*parts, by=", ")


def _number(capacity: int | None) -> Words:
    return _("no limit") if capacity is None else str(capacity)


def _describe(
    training: Training, *, kind: str, initiative: Initiative, title: str, host: Organization, audience: str
) -> None:
    if initiative.current is None:
        raise ActionError(_("This initiative is not published yet."), field="initiative")
    if initiative.is_local and host.pk != initiative.lead_id:
        words = _("Only %(lead)s holds trainings of its own initiative.")
        raise ActionError(words % {"lead": initiative.lead.short_name}, field="initiative")
    if kind == Kind.TRAIN_THE_EXPERT:
        audience = Audience.ALL_RECS
        if host.kind == Organization.Kind.REC:
            raise ActionError(_("A train-the-expert session is held by PED or a vendor."), field="kind")
    elif audience == Audience.ALL_RECS:
        raise ActionError(_("Only a train-the-expert session is for the RECs themselves."), field="audience")
    if audience == Audience.REGION and host.kind != Organization.Kind.REC:
        raise ActionError(_("Choose the regions, or the whole state."), field="audience")
    if kind == Kind.REGIONAL and audience not in OF_REGIONS:
        raise ActionError(
            _("A regional training invites at least the whole region. For named districts choose another kind."),
            field="audience",
        )
    training.kind, training.initiative, training.version = kind, initiative, initiative.current
    training.title, training.host, training.audience = title, host, audience
