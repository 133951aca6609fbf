"""Seats and trainers' time of two records that become one. What is closed stays under the id it was written with."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.people.merges.movers import Facts, Joining, back_again, not_all, repoint, special
from collaborative.people.models import Person
from trainings.enums import CancelReason, RegistrationStatus
from trainings.models import Attendance, Registration, Trainer
from trainings.models.registration import RegistrationQuerySet
from trainings.registrations import notifications, seats

SEATS = gettext_lazy("Places in trainings to come")
BETTER: list[str] = [RegistrationStatus.SEATED, RegistrationStatus.OFFERED, RegistrationStatus.WAITING]
OPEN = Q(training__closed_at__isnull=True)


def seats_of(person: Person) -> RegistrationQuerySet:
    return Registration.objects.filter(OPEN, person=person.pk)


def lock_trainings(kept: Person, gone: Person) -> None:
    """Whoever changes a training locks it before its people."""
    ids = {
        one
        for rows in (seats_of(gone), Trainer.objects.filter(OPEN, person=gone.pk))
        for one in rows.values_list("training", flat=True)
    }
    seats.lock(*ids)


def move_seats(joining: Joining) -> Facts:
    """Of two live places in one training the better stays, of two alike the earlier; the other's marks come along."""
    ended = [_end_worse(*pair, joining) for pair in _live_twice(joining)]
    facts = repoint(Registration, "person", list(seats_of(joining.gone).values_list("pk", flat=True)), to=joining.kept)
    return facts | ({"ended": ended} if ended else {})


def _live_twice(joining: Joining) -> list[tuple[Registration, Registration]]:
    live = seats_of(joining.gone).active().select_related("training", "person", "organization").order_by("training")
    own = {one.training_id: one for one in seats_of(joining.kept).active().select_related("training")}
    return [(own[one.training_id], one) for one in live if one.training_id in own]


def _end_worse(one: Registration, other: Registration, joining: Joining) -> dict[str, Any]:
    better, worse = sorted((one, other), key=lambda seat: (BETTER.index(seat.status), seat.pk))
    was: dict[str, Any] = {"pk": worse.pk, "place": worse.status, "held_until": _words(worse.held_until)}
    was["marks"] = _join_marks(better, worse)
    seats.end(worse, status=RegistrationStatus.CANCELLED, why=CancelReason.OTHER, now=joining.now)
    moved_up = seats.promote(worse.training, now=joining.now)
    notifications.tell_moved_up(worse.training, moved_up, now=joining.now, but=joining.by)
    return was


def _join_marks(better: Registration, worse: Registration) -> list[dict[str, Any]]:
    """Of marks at one meeting the one that says «present» stands with the place that stays."""
    own = {mark.meeting_id: mark for mark in better.attendance.all()}
    told = []
    for mark in worse.attendance.all():
        same = own.get(mark.meeting_id)
        if same is None:
            Attendance.objects.filter(pk=mark.pk).update(registration=better)
            told.append({"pk": mark.pk, "from": worse.pk, "to": better.pk})
        elif mark.present and not same.present:
            _swap(mark, same)
            told.append({"pk": mark.pk, "swapped": same.pk})
    return told


def _swap(one: Attendance, other: Attendance) -> None:
    for name in ("present", "hours", "marked_at", "marked_by_id"):
        mine, yours = getattr(one, name), getattr(other, name)
        setattr(one, name, yours)
        setattr(other, name, mine)
    one.save()
    other.save()


def put_seats_back(joining: Joining, facts: Facts) -> list[str]:
    moved = Registration.objects.filter(pk__in=facts.get("ids", []))
    still = list(moved.filter(OPEN).values_list("pk", flat=True))
    told = back_again(Registration, "person", SEATS, joining, {"ids": still})
    told += not_all(SEATS, len(still), len(facts.get("ids", [])))
    for was in facts.get("ended", []):
        seat = Registration.objects.select_related("training").get(pk=was["pk"])
        if seat.training.is_closed or not seats.give_back(
            seat, status=was["place"], held_until=_moment(was["held_until"]), now=joining.now
        ):
            told.append(_("The second place in “%(title)s” is no longer free.") % {"title": seat.training})
            continue
        _part_marks(was["marks"])
    return told


def _part_marks(told: list[dict[str, Any]]) -> None:
    for was in told:
        if "swapped" in was:
            pair = {mark.pk: mark for mark in Attendance.objects.filter(pk__in=[was["pk"], was["swapped"]])}
            if len(pair) == 2:
                _swap(pair[was["pk"]], pair[was["swapped"]])
        else:
            Attendance.objects.filter(pk=was["pk"], registration=was["to"]).update(registration=was["from"])


def _words(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(words: str) -> datetime | None:
    return parse_datetime(words) if words else None


special(
    Registration,
    "person",
    SEATS,
    find=seats_of,
    move=move_seats,
    put_back=put_seats_back,
    left_behind=lambda: Registration.objects.filter(OPEN, person__merged_into__isnull=False),
    lock=lock_trainings,
)
