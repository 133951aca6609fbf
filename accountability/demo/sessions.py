"""Train-the-expert sessions through the actions: every REC sends its coaches, attendance certifies them."""

from datetime import date, datetime, time, timedelta

from accountability.demo.bulk.ground import Ground, vendor, working_days
from collaborative.calendar.periods import STATE_ZONE, at_local, today
from collaborative.people.models import Organization, Person
from initiatives.models import Initiative
from recs.models import Room, Venue
from trainings.attendance.actions import closing, door
from trainings.models import Training
from trainings.registrations.actions import registration
from trainings.registrations.queries import Entrant
from trainings.schedule.actions import drafts, publication
from trainings.schedule.timetable import Sitting

HELD_DAYS_AGO, ASKED_DAYS_AGO = 240, 270


def hold_sessions(
    ground: Ground, initiatives: list[Initiative], *, bureau_staff: dict[str, Person], now: datetime
) -> list[Training]:
    """One two-day session for each initiative; one more, still to come, held by the vendor."""
    place = Venue.objects.create(
        keeper=Organization.objects.get(kind="ped"), name="State Training Hall (sample)", city="Santa Fe"
    )
    rooms = [
        Room.objects.create(venue=place, name=f"Hall {number}", seats=80) for number in range(1, len(initiatives) + 2)
    ]
    held = []
    for number, initiative in enumerate(initiatives):
        by = bureau_staff[initiative.lead.short_name]
        days_ago = (
            HELD_DAYS_AGO - 7 * number
            if initiative.created_at < now - timedelta(days=300)
            else HELD_DAYS_AGO - 20 - 4 * number
        )
        session = _publish(
            initiative, host=initiative.lead, lead=by, by=by, room=rooms[number], days=-days_ago, now=now
        )
        _name_people(ground, session, by_rec=True, now=now - timedelta(days=days_ago + 10))
        _hold(session, by=by)
        held.append(session)
    first = initiatives[0]
    by = bureau_staff[first.lead.short_name]
    trainer = Person.objects.get(handle="grace.whitfield")
    coming = _publish(
        first,
        host=vendor(),
        lead=trainer,
        by=by,
        room=rooms[-1],
        days=34,
        now=now,
        title=f"{first.title}: train the expert, second group",
    )
    _name_people(ground, coming, by_rec=False, now=now - timedelta(days=2))
    leader = Person.objects.get(handle="lucia.baca")
    latest = initiatives[1]
    ped = Organization.objects.get(kind="ped")
    title = f"{latest.title}: train the expert, catch-up day"
    unclosed = _publish(latest, host=ped, lead=leader, by=leader, room=rooms[-1], days=-6, now=now, title=title)
    _name_people(ground, unclosed, by_rec=False, now=now - timedelta(days=16))
    return [*held, coming, unclosed]


def _publish(
    initiative: Initiative,
    *,
    host: Organization,
    lead: Person,
    by: Person,
    room: Room,
    days: int,
    now: datetime,
    title: str = "",
) -> Training:
    asked = now + timedelta(days=min(days, 0) - 25)
    first = _two_days(today(now) + timedelta(days=days), step=timedelta(days=1 if days > 0 else -1))
    session = drafts.draft(
        kind="train_the_expert",
        initiative=initiative,
        title=title or f"{initiative.title}: train the expert",
        host=host,
        audience="all_recs",
        by=by,
        now=asked,
    )
    sittings = [Sitting(day=first + timedelta(days=n), starts=time(9), ends=time(16), room=room) for n in (0, 1)]
    session = drafts.arrange(
        session, mode="on_site", venue=room.venue, online_link="", sittings=sittings, by=by, now=asked
    )
    session = drafts.set_seats(session, room_capacity=80, seats_per_organization=6, by=by, now=asked)
    session = drafts.engage(
        session, lead=lead, in_contract_time=True, travel_paid_by="PED", cost_to_district_cents=0, by=by, now=asked
    )
    return publication.publish(session, by=by, now=asked + timedelta(days=1))


def _two_days(day: date, *, step: timedelta) -> date:
    """The first of two working days that follow each other: the day itself, or the nearest one step by step."""
    while len(working_days(day, day + timedelta(days=1))) < 2:
        day += step
    return day


def _name_people(ground: Ground, session: Training, *, by_rec: bool, now: datetime) -> None:
    """Each REC names its coaches, in time; of the coming session only some have answered."""
    now = min(now, session.starts_at - timedelta(days=5))
    for number, invitation in enumerate(session.invitations.select_related("organization", "training")):
        if not by_rec and number % 3:
            continue
        rec = invitation.organization_id
        coaches = ground.coaches[rec] if by_rec else ground.coordinators[rec]
        registration.register(
            invitation, entrants=[Entrant(person=one) for one in coaches], by=ground.coordinators[rec][0], now=now
        )


def _hold(session: Training, *, by: Person) -> None:
    meetings = list(session.meetings.order_by("number"))
    for meeting in meetings:
        door.mark_rest_present(meeting, by=by, now=at_local(meeting.date, time(9, 30), STATE_ZONE))
    closing.close(session, by=by, now=at_local(meetings[-1].date, time(16, 30), STATE_ZONE))
