"""What registering needs to know: who comes, when it is possible, what else they do at that time; and what panels tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from collaborative.calendar import days
from collaborative.calendar.periods import today
from collaborative.database.compiled_queries import prepared
from collaborative.database.sure import sure
from collaborative.people.claims.services import place_or_ask
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.records.services import learn_addresses
from collaborative.people.rosters import Newcomer, make_people
from trainings.enums import ACTIVE, SEATS_OF, SeatMode
from trainings.models import Booking, Meeting, Registration, Training


@dataclass(frozen=True)
class Entrant:
    """Somebody to be registered: known, or new. `joins`: works elsewhere so far, and from now on here, too; who keeps
    neither place asks for it. `is_beyond`: nothing is told of them that was not typed."""

    person: Person | None = None
    newcomer: Newcomer | None = None
    seat_mode: str = SeatMode.ROOM
    needs: str = ""
    joins: bool = False
    is_beyond: bool = False
    address: str = ""  # the first one we hear of
    position: str = ""  # of somebody who joins

    @property
    def name(self) -> str:
        return str(self.person) if self.person else f"{sure(self.newcomer).given} {sure(self.newcomer).family}"

    @property
    def has_address(self) -> bool:
        return bool(self.address or (self.person.address if self.person else sure(self.newcomer).email))


def people_of(
    entrants: Sequence[Entrant], *, at: Organization, training: Training, by: Person, now: datetime
) -> tuple[list[tuple[Person, Entrant]], list[Person]]:
    """Each entrant with a record, and who was asked for a place: the unknown get a record and a place on the roster, first
    addresses of the own people are kept. Who has a place elsewhere is asked first."""
    made = iter(make_people([one.newcomer for one in entrants if one.newcomer], made_for=at))
    pairs = [(one.person or next(made), one) for one in entrants]
    first = {person: one.address for person, one in pairs if one.address and one.person and not one.joins}
    learn_addresses(first, by=by)
    joining = {
        person: one.newcomer.position if one.newcomer else one.position
        for person, one in pairs
        if one.newcomer or one.joins
    }
    source = _("registered for “%(title)s”") % {"title": training.title}
    placed = place_or_ask(joining, at=at, by=by, source=source, now=now, positions=joining)
    return pairs, placed.asked


def why_closed(training: Training, *, now: datetime) -> str:
    """Why nobody can be registered; empty where it is possible."""
    host = training.host.short_name
    if training.is_cancelled:
        return _("This training was cancelled.")
    if not training.is_published:
        return _("This training is not published yet.")
    if training.is_closed:
        return _("This training is over.")
    last = training.registration_closes_on or sure(training.first_day)
    if today(now) > last or (training.starts_at and now >= training.starts_at):
        return _("Registration closed on %(day)s. %(host)s can still add people at the door.") % {
            "day": days.short_day(last),
            "host": host,
        }
    return ""


def why_settled(training: Training) -> str:
    """Why seats can no longer be changed; empty where they can."""
    if training.is_cancelled:
        return _("This training was cancelled.")
    if training.is_closed:
        return _("This training is over; its hours are counted.")
    return ""


def modes_held(training: Training) -> list[tuple[str, str]]:
    return [(mode.value, str(mode.label)) for mode in SEATS_OF.get(training.mode, list(SeatMode))]


def clashes(training: Training, people: Iterable[int]) -> dict[int, list[str]]:
    """By person: what else they do at that time, as participants or as trainers. A warning, never a refusal."""
    people, meetings = list(people), list(training.meetings.all())
    found: dict[int, list[str]] = {}
    if not people or not meetings:
        return found
    seats = (
        Registration.objects.filter(person__in=people, status__in=ACTIVE, training__cancelled_at__isnull=True)
        .exclude(training=training)
        .filter(_overlap(meetings, "training__meetings__"))
        .values_list("person_id", "training__title", "training__first_day")
        .distinct()
    )
    leads = (
        Booking.objects.filter(person__in=people)
        .filter(_overlap(meetings, "meeting__"))
        .values_list("person_id", "meeting__training__title", "meeting__date")
    )
    for person, title, day in [*seats, *leads]:
        words = _("“%(title)s”, %(day)s") % {"title": title, "day": days.short_day(sure(day))}
        found.setdefault(person, []).append(words)
    return found


def _overlap(meetings: Sequence[Meeting], prefix: str) -> Q:
    found = Q()
    for meeting in meetings:
        found |= Q(**{f"{prefix}starts_at__lt": meeting.ends_at, f"{prefix}ends_at__gt": meeting.starts_at})
    return found


@prepared
def places_ahead(person: int, reader: Person | None, *, most: int) -> QuerySet[Registration]:
    """What a person takes part in from today on, as far as the reader may see it; without a reader all of it. The person's
    roles do not matter, so that the id is enough."""
    rows = Registration.objects.visible_to(reader) if reader else Registration.objects.all()
    rows = rows.filter(person=person, training__cancelled_at__isnull=True, training__last_day__gte=today()).active()
    return rows.select_related("training__venue").order_by("training__starts_at", "id")[:most]


@prepared
def registered(reader: Person, training: Training, *, closed: bool, most: int) -> QuerySet[Registration]:
    """Who has a place, within the reader's reach; once it is closed, with who was there."""
    rows = Registration.objects.visible_to(reader).filter(training=training).active()
    if closed:
        rows = rows.with_attendance(reader)
    return rows.select_related("person", "organization").order_by("person__sort_key", "id")[:most]


@prepared
def foreign_seats(keeper: Person, training: Training) -> QuerySet[Registration]:
    """Live places in a training that others gave to people whom this person registers."""
    at = keeper.organizations_with("trainings.register")
    worn = Hat.objects.during(today(), None).filter(person=OuterRef("person"))
    ours = worn.filter(organization__ancestors__overlap=at)
    rows = Registration.objects.active().filter(Exists(ours), training=training)
    rows = rows.exclude(organization__ancestors__overlap=at).select_related("person", "organization")
    return rows.order_by("person__sort_key", "id")[:20]
