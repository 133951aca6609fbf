"""Who is told about seats: the person always, and whoever registered them; the duty to take an offered seat."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from collaborative.calendar.periods import STATE_ZONE
from collaborative.database.sure import sure
from collaborative.duties.models import Duty
from collaborative.duties.services import close_duty, open_duties, worded
from collaborative.letters import outbox
from collaborative.people.models import Person
from collaborative.web.addresses import absolute
from collaborative.web.sentences import gettext_kept as _
from trainings.enums import RegistrationStatus
from trainings.invitations import calendar_entries
from trainings.invitations.services import letter_context
from trainings.models import Registration, Training

OFFER = "trainings.take_seat"


def tell_seated(
    training: Training,
    registrations: Sequence[Registration],
    *,
    now: datetime,
    moved_up: bool = False,
    words: dict[str, Any] | None = None,
) -> int:
    """To each person with a seat, with the entry for the calendar. Returns how many letters were written."""
    if not registrations:
        return 0
    kind, words = "seat_moved_up" if moved_up else "seat_confirmed", words or letter_context(training)
    request = calendar_entries.request_for(training, now=now, accepted=True, meetings=words["meetings"])
    return _tell(kind, training, registrations, calendar_part=request, words=words, now=now)


def tell_waiting(
    training: Training, registrations: Sequence[Registration], *, now: datetime, words: dict[str, Any] | None = None
) -> int:
    if not registrations:
        return 0
    ahead = position(training, registrations)
    return _tell(
        "seat_waiting", training, registrations, now=now, more=lambda one: {"position": ahead[one.pk]}, words=words
    )


def tell_moved_up(
    training: Training, moved: Sequence[Registration], *, now: datetime, but: Person | None = None
) -> None:
    """Who moved up: seated, or a seat is held; the one who registered them hears of it as well."""
    seated = [one for one in moved if one.status == RegistrationStatus.SEATED]
    offered = [one for one in moved if one.status == RegistrationStatus.OFFERED]
    tell_seated(training, seated, now=now, moved_up=True)
    _tell("seat_offered", training, offered, now=now)
    owe_offers(training, offered, now=now)
    tell_registrars(training, moved, what="moved_up", now=now, but=but)


def owe_offers(training: Training, offered: Iterable[Registration], *, now: datetime) -> None:
    """To each of them: take the seat that is held, or give it up."""
    open_duties(
        Duty(
            kind=OFFER,
            about=one,
            **worded(_("Take the seat held for you in “%(title)s”") % {"title": training.title}),
            url=one.get_absolute_url(),
            person=one.person,
            organization=one.organization,
            due_on=sure(one.held_until).astimezone(STATE_ZONE).date(),
            opened_at=now,
        )
        for one in offered
    )


def tell_given_up(
    training: Training, registrations: Sequence[Registration], *, now: datetime, by: Person | None
) -> None:
    """The seat is gone: to the person, with the calendar entry taken out, and to who registered them."""
    close_duty(registrations, OFFER, why="dropped", now=now)
    cancel = calendar_entries.cancel_for(training, now=now)
    _tell("seat_given_up", training, registrations, calendar_part=cancel, now=now, more=lambda one: {"by": by})
    tell_registrars(training, registrations, what="given_up", now=now, but=by)


def tell_registrars(
    training: Training, registrations: Sequence[Registration], *, what: str, now: datetime, but: Person | None = None
) -> None:
    """One letter to each who registered some of these, about theirs; not about oneself, and not to who did it."""
    of: dict[Person, list[Registration]] = {}
    for one in registrations:
        who = one.registered_by
        if who and who != but and who.pk != one.person_id:
            of.setdefault(who, []).append(one)
    outbox.write(
        f"seats_{what}",
        about=training,
        to=of,
        context=letter_context(training),
        per_person=lambda who: {"registrations": of[who], "first": of[who][0]},
        now=now,
    )


def position(training: Training, registrations: Sequence[Registration]) -> dict[int, int]:
    """The places on the waiting list of its mode, from 1."""
    found: dict[int, int] = {}
    ahead: dict[str, int] = {}
    for pk, mode in training.registrations.waiting().values_list("pk", "seat_mode"):
        ahead[mode] = ahead.get(mode, 0) + 1
        found[pk] = ahead[mode]
    return {one.pk: found.get(one.pk, 0) for one in registrations}


def _tell(
    kind: str,
    training: Training,
    registrations: Sequence[Registration],
    *,
    now: datetime,
    calendar_part: Any = None,
    more: Callable[[Registration], dict[str, Any]] | None = None,
    words: dict[str, Any] | None = None,
) -> int:
    """`words`: those that every letter about the training can say, where the caller has them already."""
    if not registrations:
        return 0
    of = {one.person: one for one in registrations}
    written = outbox.write(
        kind,
        about=training,
        to=of,
        context=words or letter_context(training),
        per_person=lambda person: {
            "registration": of[person],
            "url": absolute(of[person].get_absolute_url()),
            **(more(of[person]) if more else {}),
        },
        calendar=calendar_part,
        now=now,
    )
    return len(written)
