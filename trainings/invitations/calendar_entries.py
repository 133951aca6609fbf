"""Calendar entries (RFC 5545 and 5546): the part of a letter that moves by itself in somebody's calendar, and the feeds.

In letters a training is one entry with one UID: the first meeting, and the others as dates of the same entry, each with
its own times. So a move or a cancellation reaches all meetings at once. In feeds each meeting is an entry of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from collaborative.people.models import Person
from collaborative.web.addresses import absolute
from recs.models import Room
from trainings.invitations.notice import notice_lines
from trainings.models import Meeting, Training

PRODUCT = "-//Collegial Learning Collaborative//Trainings//EN"
CalendarPart = tuple[str, str]  # (METHOD, text)


def request_for(
    training: Training, *, now: datetime, accepted: bool = False, meetings: Sequence[Meeting] | None = None
) -> Callable[[Person], CalendarPart]:
    """The entry, new or moved, for each reader of a letter. `accepted`: the reader has a seat."""
    meetings = list(training.meetings.select_related("room")) if meetings is None else list(meetings)
    return lambda person: ("REQUEST", _entry(training, meetings, "REQUEST", person, now=now, accepted=accepted))


def cancel_for(
    training: Training, *, now: datetime, meetings: Sequence[Meeting] | None = None
) -> Callable[[Person], CalendarPart]:
    """Takes the entry out of each reader's calendar."""
    meetings = list(training.meetings.select_related("room")) if meetings is None else list(meetings)
    return lambda person: ("CANCEL", _entry(training, meetings[:1], "CANCEL", person, now=now, accepted=False))


def feed(meetings: Iterable[Meeting], *, name: str, now: datetime) -> str:
    """Meetings of many trainings, each with its training, venue and host, as a calendar one subscribes to."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"value": "DURATION"})
    for meeting in meetings:
        event = _event(meeting.training, meeting, now=now)
        event.add("uid", f"training-{meeting.training_id}-meeting-{meeting.number}@{_host()}")
        calendar.add_component(event)
    return _text(calendar)


def _entry(
    training: Training, meetings: list[Meeting], method: str, person: Person, *, now: datetime, accepted: bool
) -> str:
    calendar = _calendar(method)
    for number, meeting in enumerate(meetings):
        event = _event(training, meeting, now=now, comes=True, link=accepted)
        event.add("uid", f"training-{training.pk}@{_host()}")
        event.add("organizer", _organizer(training))
        event.add("attendee", _attendee(person, accepted=accepted), encode=False)
        if method == "CANCEL":
            event["status"] = vText("CANCELLED")
        if number == 0 and len(meetings) > 1:
            event.add("rdate", [other.starts_at.astimezone(UTC) for other in meetings[1:]])
        if number > 0:
            event.add("recurrence-id", meeting.starts_at.astimezone(UTC))
        calendar.add_component(event)
    return _text(calendar)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(training: Training, meeting: Meeting, *, now: datetime, comes: bool = False, link: bool = False) -> Event:
    """`comes`: with how to get in, which the public feed goes without. `link`: with that to join on line."""
    event = Event()
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("sequence", training.sequence)
    event.add("summary", training.title)
    event.add("status", "CANCELLED" if training.is_cancelled else "CONFIRMED")
    event.add("location", where(training, meeting.room))
    event.add("url", absolute(training.get_absolute_url()))
    words = [str(training.host), *notice_lines(training)]
    words += [training.venue.directions] if comes and training.venue else []
    words += [training.online_link] if link else []
    event.add("description", "\n".join(word for word in words if word))
    return event


def where(training: Training, room: Room | None = None) -> str:
    """The place in words: venue, room and address, «on line», or both."""
    parts = []
    if venue := training.venue:
        found = (venue.name, room.name if room else "", venue.address, venue.city)
        parts.append(", ".join(part for part in found if part))
    if training.mode != "on_site":
        parts.append(_("on line"))
    return "; ".join(parts)


def _organizer(training: Training) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText(training.host.short_name)
    return organizer


def _attendee(person: Person, *, accepted: bool) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{person.address}")
    attendee.params["CN"] = vText(str(person))
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT" if accepted else "OPT-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED" if accepted else "NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    return attendee


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _text(calendar: Calendar) -> str:
    return calendar.to_ical().decode()
