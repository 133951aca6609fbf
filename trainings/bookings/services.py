"""Trainers' and rooms' time. A clash is told in words first; the exclusion constraints stand behind."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from collaborative.calendar import days
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.people.models import Person
from collaborative.web.sentences import Sentence, joined, shown
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.text import Words, sentence
from recs.models import Room
from trainings.enums import ACTIVE
from trainings.models import Booking, Meeting, Registration, Training

CONSTRAINTS = "trainings_booking_trainer_not_twice, trainings_booking_room_not_twice"


@dataclass(frozen=True)
class Clash:
    wanted: Booking
    taken: Booking

    @property
    def words(self) -> str:
        meeting = self.taken.meeting
        words = _("%(who)s is taken: “%(title)s”, %(day)s, %(start)s to %(end)s") % {
            "who": self.taken.person or self.taken.room,
            "title": meeting.training.title,
            "day": shown(days.short_day, meeting.date),
            "start": days.clock(meeting.starts_at, meeting.training.time_zone),
            "end": days.clock(meeting.ends_at, meeting.training.time_zone),
        }
        return sentence(str(words))


def book(training: Training, *, by: Person | None, override_why: str = "") -> list[Booking]:
    """Book the trainers and rooms of all meetings anew, in place of what the training had booked.

    Who is taken already is refused with what takes them, unless `override_why` says why both can be. An override that was
    given before stays, with the name of who gave it, as long as nothing about that booking changes.
    """
    wanted = _wanted(training)
    _lock(wanted)
    before = list(Booking.objects.filter(meeting__training=training))
    kept = {_same(booking): (booking.override_why, booking.override_by_id) for booking in before}
    Booking.objects.filter(pk__in=[booking.pk for booking in before]).delete()
    clashes = find_clashes(training, wanted)
    for clash in clashes:
        why, allowed_by = (
            (override_why[:300], sure(by).pk) if override_why else kept.get(_same(clash.wanted), ("", None))
        )
        clash.wanted.override_why, clash.wanted.override_by_id = why, allowed_by
    if unsaid := [clash for clash in clashes if not clash.wanted.override_why]:
        raise _refusal(unsaid)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            Booking.objects.bulk_create(wanted)
            cursor.execute(f"SET CONSTRAINTS {CONSTRAINTS} IMMEDIATE")
            cursor.execute(f"SET CONSTRAINTS {CONSTRAINTS} DEFERRED")
    except IntegrityError:
        raise _refusal(find_clashes(training, wanted)) from None
    return wanted


def booked_twice(booked: Iterable[Booking], why: str) -> list[Sentence]:
    """For the journal: who or what is booked twice for the reason given now, where anything is."""
    twice = dict.fromkeys(str(one.person or one.room) for one in booked if why and one.override_why)
    text = _("Booked although taken at that time, %(names)s: %(why)s") % {"names": ", ".join(twice), "why": why}
    return [text] if twice else []


def free(training: Training) -> None:
    """The time is no longer needed: the training was cancelled."""
    Booking.objects.filter(meeting__training=training).delete()


def find_clashes(training: Training, wanted: Iterable[Booking]) -> list[Clash]:
    """Bookings of other trainings that overlap in time with those wanted; overridden ones do not count."""
    wanted = list(wanted)
    if not wanted:
        return []
    whole = DateTimeTZRange(min(one.during.lower for one in wanted), max(one.during.upper for one in wanted))
    taken = (
        Booking.objects.filter(
            Q(person__in=[one.person_id for one in wanted if one.person_id])
            | Q(room__in=[one.room_id for one in wanted if one.room_id]),
            during__overlap=whole,
            override_why="",
        )
        .exclude(meeting__training=training)
        .select_related("meeting__training", "person", "room__venue")
        .order_by("during", "pk")
    )
    found = list(taken)
    return [Clash(one, other) for one in wanted for other in found if _overlap(one, other)]


def own_seats_clashing(training: Training) -> list[str]:
    """Trainers who are themselves registered somewhere else at the same time: told, never refused."""
    meetings = list(training.meetings.all())
    if not meetings:
        return []
    trainers = training.trainers.values("person")
    seats = (
        Registration.objects.filter(person__in=trainers, status__in=ACTIVE, training__cancelled_at__isnull=True)
        .exclude(training=training)
        .filter(_any_overlap(meetings))
        .select_related("person", "training")
        .distinct()
    )
    return [
        str(
            _("%(name)s is also registered for “%(title)s” at that time.")
            % {"name": one.person, "title": one.training.title}
        )
        for one in seats
    ]


def _any_overlap(meetings: list[Meeting]) -> Q:
    found = Q()
    for meeting in meetings:
        found |= Q(training__meetings__starts_at__lt=meeting.ends_at, training__meetings__ends_at__gt=meeting.starts_at)
    return found


def _wanted(training: Training) -> list[Booking]:
    people = list(training.trainers.values_list("person_id", flat=True))
    wanted = []
    for meeting in training.meetings.all():
        during = DateTimeTZRange(meeting.starts_at, meeting.ends_at)
        wanted += [Booking(meeting=meeting, person_id=person, during=during) for person in people]
        if meeting.room_id:
            wanted.append(Booking(meeting=meeting, room_id=meeting.room_id, during=during))
    return wanted


def _lock(wanted: list[Booking]) -> None:
    """Two who want the same room or trainer come one after the other, and the second is told of the first."""
    for model, ids in (
        (Room, {one.room_id for one in wanted if one.room_id}),
        (Person, {one.person_id for one in wanted if one.person_id}),
    ):
        if ids:
            rows = model.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids)
            list(rows.order_by("pk").values_list("pk", flat=True))


def _same(booking: Booking) -> tuple:
    return booking.person_id, booking.room_id, booking.during.lower, booking.during.upper


def _overlap(one: Booking, other: Booking) -> bool:
    same = (one.person_id and one.person_id == other.person_id) or (one.room_id and one.room_id == other.room_id)
    return bool(same) and one.during.lower < other.during.upper and other.during.lower < one.during.upper


def _refusal(clashes: list[Clash]) -> ActionError:
    told: list[Words] = list(dict.fromkeys(clash.words for clash in clashes))
    told = told or [_("The room or a trainer has just been booked.")]
    ask = _("Choose somebody or something else, or say here why both can be.")
    return ActionError(joined(*told[:3], ask), field="override_why")
