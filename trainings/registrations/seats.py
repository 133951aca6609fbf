"""The one place-giver: whoever gets, loses or changes a seat does so here, under the lock on the training's row.

Registering, promoting, substituting, walk-ins, imports and changes of capacity all take the same lock, re-read and
decide. The kept counts on Training rise and fall here only, by relative updates, so that the CHECK behind them bites
whoever comes without the lock. Plain functions: actions call them inside their own transaction.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.people.models import Organization, Person
from trainings.enums import OCCUPYING, SEATS_OF, CancelReason, RegistrationStatus, SeatMode
from trainings.models import Registration, Training
from trainings.registrations.vacancies import Vacancies, queued_modes

KEPT = ("room_capacity", "online_capacity", "room_taken", "online_taken", "waiting")


def lock(*training_ids: int, related: Sequence[str] = ()) -> list[Training]:
    """The trainings, re-read and locked until the transaction ends; several always in the order of their ids."""
    trainings = Training.objects.select_for_update(no_key=True, of=("self",)).select_related(*related or (None,))
    return list(trainings.filter(pk__in=training_ids).order_by("pk"))


def give(
    training: Training,
    *,
    people: Sequence[tuple[Person, Organization]],
    seat_mode: str | Mapping[int, str],
    by: Person | None,
    now: datetime,
    needs: Mapping[int, str] | None = None,
    walk_in: bool = False,
) -> list[Registration]:
    """Seat whom there is room for, put the rest on the waiting list in the order given; the new registrations come back.

    `seat_mode` is one for all or one per person id; `needs` likewise by person id. Somebody live already is passed over;
    where that leaves nobody it is refused by name. A walk-in always gets a seat: a full room's capacity rises in the same
    act (the caller, whose `training` then carries it, records the reason), and who stood on the waiting list is seated.
    """
    fresh = _locked(training)
    modes = {person.pk: _mode(fresh, seat_mode, person) for person, _organization in people}
    live = {
        one.person_id: one
        for one in fresh.registrations.active().filter(person__in=modes).select_related("person", "organization")
    }
    arrived = [one for one in live.values() if walk_in and one.status != RegistrationStatus.SEATED]
    comers = {person.pk: (person, organization) for person, organization in people if person.pk not in live}
    if not comers and not arrived:
        names = ", ".join(str(one.person) for one in live.values())
        raise ActionError(_("Registered for this training already: %(names)s.") % {"names": names}, field="people")

    seats = Vacancies(fresh)
    if walk_in:
        _make_room(fresh, seats, arrived, [modes[pk] for pk in comers])
        _seat(fresh, arrived, now=now)
    queues = {} if walk_in else queued_modes(fresh, seats)
    given = []
    for pk, (person, organization) in comers.items():
        mode = modes[pk]
        fits = walk_in or (mode not in queues and seats.fits(mode, organization.pk))
        if fits:
            seats.take(mode, organization.pk)
        given.append(
            Registration(
                training=fresh,
                person=person,
                organization=organization,
                status=RegistrationStatus.SEATED if fits else RegistrationStatus.WAITING,
                seat_mode=mode,
                needs=(needs or {}).get(pk, "")[:300],
                is_walk_in=walk_in,
                registered_at=now,
                registered_by=by,
                seated_at=now if fits else None,
            )
        )
    _count(fresh, up=_slots(given))
    Registration.objects.bulk_create(given)
    _tell(training, fresh)
    return arrived + given


def end(
    registration: Registration, *, status: str = RegistrationStatus.CANCELLED, why: str, now: datetime
) -> Registration:
    """Give a place up. Who moves up is `promote`'s work, in the same transaction."""
    fresh = _locked(registration.training)
    current = _live(registration)
    _close(fresh, [current], status=status, why=why, now=now)
    _tell(registration.training, fresh)
    _copy(registration, current)
    return registration


def promote(training: Training, *, now: datetime, seat_mode: str | None = None) -> list[Registration]:
    """Move the waiting list up as far as seats are free, in order, passing over organizations that have all their seats.

    Without hold hours the next is seated at once; with them the seat is offered until then, or until the start. From the
    start on nobody moves up.
    """
    fresh = _locked(training)
    moved = _move_up(fresh, [seat_mode] if seat_mode else list(SeatMode), now=now)
    _tell(training, fresh)
    return moved


def substitute(registration: Registration, *, person: Person, by: Person | None, now: datetime) -> Registration:
    """A colleague takes over the seat; nobody else's place changes. An offered seat is thereby accepted."""
    fresh = _locked(registration.training)
    current = _live(registration)
    if current.status == RegistrationStatus.WAITING:
        raise ActionError(
            _("%(name)s still waits for a seat. Give up that place and register the colleague instead.")
            % {"name": current.person}
        )
    if fresh.registrations.active().filter(person=person).exists():
        raise ActionError(_("%(name)s is registered for this training already.") % {"name": person}, field="person")
    _close(fresh, [current], status=RegistrationStatus.SUBSTITUTED, why="", now=now)
    substitute = Registration(
        training=fresh,
        person=person,
        organization_id=current.organization_id,
        status=RegistrationStatus.SEATED,
        seat_mode=current.seat_mode,
        registered_at=now,
        registered_by=by,
        seated_at=now,
        substitute_of=current,
    )
    _count(fresh, up=_slots([substitute]))
    substitute.save(force_insert=True)
    _tell(registration.training, fresh)
    _copy(registration, current)
    return substitute


def take_over(registration: Registration, *, organization: Organization, now: datetime) -> Registration:
    """Another organization answers for the place; it needs a seat of its number. Nobody else's place changes."""
    fresh = _locked(registration.training)
    current = _live(registration)
    if current.status in OCCUPYING and Vacancies(fresh).is_at_quota(organization.pk):
        words = _("%(organization)s has its %(quota)s seats already. Give one of them up first.")
        raise ActionError(words % {"organization": organization.short_name, "quota": fresh.seats_per_organization})
    current.organization = organization
    current.save(update_fields=["organization"])
    registration.organization = organization
    _tell(registration.training, fresh)
    _copy(registration, current)
    return registration


def set_capacity(
    training: Training, *, room_capacity: int | None, online_capacity: int | None, now: datetime
) -> list[Registration]:
    """Change the number of seats; who moves up comes back. Below the seats taken it is refused."""
    fresh = _locked(training)
    asked = {"room_capacity": room_capacity, "online_capacity": online_capacity}
    for field, taken in (("room_capacity", fresh.room_taken), ("online_capacity", fresh.online_taken)):
        if (wanted := asked[field]) is not None and wanted < taken:
            raise ActionError(
                ngettext(
                    "%(taken)s person has a seat. Enter at least %(taken)s, or cancel the seat first.",
                    "%(taken)s people have seats. Enter at least %(taken)s, or cancel seats first.",
                    taken,
                )
                % {"taken": taken},
                field=field,
            )
    Training.objects.filter(pk=fresh.pk).update(**asked)
    fresh.room_capacity, fresh.online_capacity = room_capacity, online_capacity
    moved = _move_up(fresh, list(SeatMode), now=now)
    _tell(training, fresh)
    return moved


def accept_offer(registration: Registration, *, now: datetime) -> Registration:
    fresh = _locked(registration.training)
    current = _live(registration)
    if current.status != RegistrationStatus.OFFERED:
        raise ActionError(_("No seat is on offer to %(name)s now.") % {"name": current.person})
    if sure(current.held_until) <= now:
        raise ActionError(_("The seat was held until a moment that has passed; it goes to the next on the list."))
    _seat(fresh, [current], now=now)
    _tell(registration.training, fresh)
    _copy(registration, current)
    return registration


def give_back(registration: Registration, *, status: str, held_until: datetime | None, now: datetime) -> bool:
    """Let a place that was ended stand again, where it is still free; its offer, where its time has not passed."""
    fresh = _locked(registration.training)
    current = Registration.objects.select_related("person", "organization").get(pk=registration.pk)
    if current.is_active or fresh.registrations.active().filter(person=current.person_id).exists():
        return False
    if status in OCCUPYING and not Vacancies(fresh).fits(SeatMode(current.seat_mode), current.organization_id):
        return False
    if held_until and held_until <= now:
        return False
    facts = {"status": status, "ended_at": None, "ended_why": "", "held_until": held_until}
    for name, value in facts.items():
        setattr(current, name, value)
    _count(fresh, up=_slots([current]))
    Registration.objects.filter(pk=current.pk).update(**facts)
    _tell(registration.training, fresh)
    return True


def trainings_with_lapsed_offers(*, now: datetime) -> list[int]:
    """Those that stand: in a cancelled or closed one nobody waits for the seat."""
    lapsed = Registration.objects.offered().filter(held_until__lte=now)
    lapsed = lapsed.filter(training__cancelled_at__isnull=True, training__closed_at__isnull=True)
    return list(lapsed.order_by("training_id").values_list("training_id", flat=True).distinct())


def lapse_offers(training: Training, *, now: datetime) -> tuple[list[Registration], list[Registration]]:
    """End the offers of a training whose time has passed and move the list up: (lapsed, moved up)."""
    fresh = _locked(training)
    offers = fresh.registrations.offered().filter(held_until__lte=now).order_by("id")
    lapsed = list(offers.select_related("person", "organization", "registered_by"))
    _close(fresh, lapsed, status=RegistrationStatus.CANCELLED, why=CancelReason.LAPSED, now=now)
    moved = _move_up(fresh, list(SeatMode), now=now)
    _tell(training, fresh)
    return lapsed, moved


def _locked(training: Training) -> Training:
    found = lock(training.pk)
    if not found:
        raise ActionError(_("This training is no longer there."))
    return found[0]


def _mode(training: Training, seat_mode: str | Mapping[int, str], person: Person) -> str:
    mode = seat_mode if isinstance(seat_mode, str) else seat_mode[person.pk]
    if mode not in SEATS_OF.get(training.mode, list(SeatMode)):
        raise ActionError(
            _("This training is held %(mode)s only.") % {"mode": training.get_mode_display()}, field="seat_mode"
        )
    return SeatMode(mode)


def _live(registration: Registration) -> Registration:
    """The registration as it stands now, under the lock."""
    current = Registration.objects.select_related("person", "organization").get(pk=registration.pk)
    if not current.is_active:
        raise ActionError(_("%(name)s has no place in this training any more.") % {"name": current.person})
    return current


def _make_room(training: Training, seats: Vacancies, arrived: Iterable[Registration], modes: Iterable[str]) -> None:
    """Raise a capacity by what walk-ins lack."""
    wanted = Counter(modes) + Counter(one.seat_mode for one in arrived if one.status == RegistrationStatus.WAITING)
    raised = {}
    for mode, number in wanted.items():
        if (left := seats.left[mode]) is not None and left < number:
            raised[f"{mode}_capacity"] = getattr(training, f"{mode}_capacity") + number - left
            seats.left[mode] = number
    if raised:
        Training.objects.filter(pk=training.pk).update(**raised)
        for field, capacity in raised.items():
            setattr(training, field, capacity)


def _seat(training: Training, registrations: Sequence[Registration], *, now: datetime) -> None:
    _move(training, registrations, status=RegistrationStatus.SEATED, seated_at=now, held_until=None)


def _move_up(training: Training, modes: Iterable[str], *, now: datetime) -> list[Registration]:
    takes_place = training.is_published and not training.is_cancelled and not training.is_closed
    if not training.waiting or not takes_place or training.starts_at is None or now >= training.starts_at:
        return []
    seats, moved = Vacancies(training), []
    for mode in modes:
        if seats.left[mode] == 0:
            continue
        waiting = training.registrations.waiting().filter(seat_mode=mode)
        waiting = waiting.select_related("person", "organization", "registered_by")
        if seats.quota is None and seats.left[mode] is not None:
            waiting = waiting[: seats.left[mode]]
        for one in waiting:
            if seats.fits(mode, one.organization_id):
                seats.take(mode, one.organization_id)
                moved.append(one)
    if training.hold_hours:
        until = min(now + timedelta(hours=training.hold_hours), training.starts_at)
        _move(training, moved, status=RegistrationStatus.OFFERED, held_until=until)
    else:
        _seat(training, moved, now=now)
    return moved


def _move(training: Training, registrations: Sequence[Registration], **facts) -> None:
    """Give live registrations another live place, with the counts."""
    if not registrations:
        return
    before = _slots(registrations)
    for one in registrations:
        one.training = training
        for name, value in facts.items():
            setattr(one, name, value)
    _count(training, up=_slots(registrations), down=before)
    Registration.objects.filter(pk__in=[one.pk for one in registrations]).update(**facts)


def _close(training: Training, registrations: Sequence[Registration], *, status: str, why: str, now: datetime) -> None:
    """End live registrations, with the counts."""
    if not registrations:
        return
    _count(training, down=_slots(registrations))
    facts = {"status": status, "ended_at": now, "ended_why": why, "held_until": None}
    for one in registrations:
        one.training = training
        for name, value in facts.items():
            setattr(one, name, value)
    Registration.objects.filter(pk__in=[one.pk for one in registrations]).update(**facts)


def _slots(registrations: Iterable[Registration]) -> Counter[str]:
    """Which kept counts these live registrations stand in."""
    return Counter(f"{one.seat_mode}_taken" if one.status in OCCUPYING else "waiting" for one in registrations)


def _count(training: Training, *, up: Counter[str] | None = None, down: Counter[str] | None = None) -> None:
    """Let the kept counts follow: relative to what stands in the database, never to what was read."""
    both = Counter(up or {})
    both.subtract(down or {})
    change = {name: number for name, number in both.items() if number}
    if change:
        Training.objects.filter(pk=training.pk).update(**{name: F(name) + number for name, number in change.items()})
    for name, number in change.items():
        setattr(training, name, getattr(training, name) + number)


def _tell(training: Training, fresh: Training) -> None:
    """The caller's object learns what stands under the lock."""
    for name in KEPT:
        setattr(training, name, getattr(fresh, name))


def _copy(registration: Registration, current: Registration) -> None:
    for name in ("status", "held_until", "seated_at", "ended_at", "ended_why"):
        setattr(registration, name, getattr(current, name))
