"""Keeping the list of venues and rooms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import gettext_kept as _
from recs.models import Room, Venue

Rooms = Sequence[tuple[str, int | None]]  # name, seats


@action
def add_venue(*, keeper: Organization, rooms: Rooms, by: Person, now: datetime | None = None, **facts: Any) -> Venue:
    venue = Venue(keeper=keeper)
    _save(venue, facts, rooms)
    record("venue.added", venue, text=_("%(venue)s was added.") % {"venue": venue}, by=by, also=[keeper], now=now)
    return venue


@action
def change_venue(venue: Venue, *, rooms: Rooms, by: Person, now: datetime | None = None, **facts: Any) -> Venue:
    venue = _locked(venue)
    _save(venue, facts, rooms)
    text = _("%(venue)s was changed.") % {"venue": venue}
    record("venue.changed", venue, text=text, by=by, also=[venue.keeper], now=now)
    return venue


@action
def close_venue(venue: Venue, *, by: Person, now: datetime | None = None) -> Venue:
    """No longer offered for new trainings; what is planned there stays planned."""
    venue = _locked(venue)
    if venue.closed_on:
        raise ActionError(_("This venue is off the list already."))
    venue.closed_on = today(now)
    venue.save(update_fields=["closed_on"])
    text = _("%(venue)s was taken off the list.") % {"venue": venue}
    record("venue.closed", venue, text=text, by=by, also=[venue.keeper], now=now or timezone.now())
    return venue


@action
def reopen_venue(venue: Venue, *, by: Person, now: datetime | None = None) -> Venue:
    venue = _locked(venue)
    if not venue.closed_on:
        raise ActionError(_("This venue is on the list."))
    venue.closed_on = None
    venue.save(update_fields=["closed_on"])
    text = _("%(venue)s is on the list again.") % {"venue": venue}
    record("venue.reopened", venue, text=text, by=by, also=[venue.keeper], now=now)
    return venue


def _locked(venue: Venue) -> Venue:
    return Venue.objects.select_for_update(no_key=True, of=("self",)).select_related("keeper").get(pk=venue.pk)


def _save(venue: Venue, facts: dict[str, Any], rooms: Rooms) -> None:
    for name, value in facts.items():
        setattr(venue, name, value)
    same = Venue.objects.filter(keeper=venue.keeper, name=venue.name, city=venue.city).exclude(pk=venue.pk)
    if same.exists():
        raise ActionError(_("This venue is on your list already."), field="name")
    venue.save()
    _set_rooms(venue, rooms)


def _set_rooms(venue: Venue, wanted: Rooms) -> None:
    """Rooms are known again by their names; one that trainings use stays."""
    there = {room.name: room for room in venue.rooms.all()}
    for name, seats in wanted:
        room = there.pop(name, None) or Room(venue=venue, name=name)
        room.seats = seats
        room.save()
    for room in there.values():
        try:
            with transaction.atomic():
                room.delete()
        except ProtectedError:
            words = _("“%(room)s” has trainings, so it stays on the list. Add it again.")
            raise ActionError(words % {"room": room.name}, field="rooms") from None
