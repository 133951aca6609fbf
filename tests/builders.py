"""Small functions that make rows for tests. The state (RECs, districts, bureaus) is loaded already; people are invented."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from collaborative.calendar.periods import STATE_ZONE, at_local, today
from collaborative.database.search_keys import plain
from collaborative.people.affiliations import affiliate
from collaborative.people.models import Hat, Organization, Person
from districts.models import School
from initiatives.models import AskedDeliverable, Initiative, InitiativeVersion, PlannedStep
from recs.models import Room, Venue
from trainings.models import Invitation, Meeting, Registration, Trainer, Training

LONG_AGO = date(2015, 7, 1)


def person(given: str = "Ana", family: str = "Lucero", *, email: str | None = None, **more) -> Person:
    if email is None:
        email = plain(f"{given}.{family}@example.org").replace(" ", "-")
    return Person.objects.create(given_name=given, family_name=family, email=email or None, **more)


def hat(wearer: Person, role: str, organization: Organization, *, starts_on: date = LONG_AGO, **more) -> Hat:
    """A record of which nobody says otherwise was made for the first place that the person had."""
    if wearer.made_for_id is None and not wearer.hats.exists():
        Person.objects.filter(pk=wearer.pk).update(made_for=organization.pk)
        wearer.refresh_from_db(fields=["made_for"])
    more.setdefault("given_at", at_local(starts_on, datetime(2000, 1, 1, 9).time()))
    made = Hat.objects.create(person=wearer, role=role, organization_id=organization.pk, starts_on=starts_on, **more)
    for kept in ("hats_today", "reach", "organization_ids"):
        wearer.__dict__.pop(kept, None)
    return made


def rec(number: int = 9) -> Organization:
    return Organization.objects.get(kind="rec", rec__number=number)


def district(short_name: str = "Cloudcroft") -> Organization:
    return Organization.objects.get(kind="district", short_name=short_name)


def bureau(short_name: str = "Literacy") -> Organization:
    return Organization.objects.get(kind="bureau", short_name=short_name)


def ped() -> Organization:
    return Organization.objects.get(kind="ped")


def school(of: Organization | None = None, name: str = "Sacramento Elementary (sample)") -> Organization:
    of = of or district()
    made = School.objects.create(kind="school", name=name, short_name=name, level="elementary", is_sample=True)
    affiliate(made, parent=of, starts_on=LONG_AGO, source="invented for a test")
    return Organization.objects.get(pk=made.pk)


def staff(
    place: Organization, given: str = "Rosa", family: str = "Montoya", *, position: str = "Teacher", **more
) -> Person:
    teacher = person(given, family, **more)
    hat(teacher, "staff", place, position=position)
    return teacher


def venue(
    keeper: Organization | None = None, name: str = "Region 9 Training Center", city: str = "Ruidoso", **more
) -> Venue:
    return Venue.objects.create(keeper=keeper or rec(), name=name, city=city, **more)


def room(at: Venue | None = None, name: str = "Sierra Blanca Room", seats: int | None = 40) -> Room:
    return Room.objects.create(venue=at or venue(), name=name, seats=seats)


def initiative(
    title: str = "Structured literacy",
    *,
    lead: Organization | None = None,
    by: Person | None = None,
    level: str = "state",
    published: bool = True,
    steps=((30, "classroom_visit"), (60, "call"), (90, "classroom_visit")),
    asks=(("trainings_held", 2),),
) -> Initiative:
    """An initiative with version 1, its follow-up plan and deliverables; published unless told otherwise."""
    by = by or Person.objects.filter(hats__role="bureau_staff").first() or person("Teresa", "Chavez")
    now = timezone.now()
    made = Initiative.objects.create(title=title, level=level, lead=lead or bureau(), created_at=now)
    version = InitiativeVersion.objects.create(
        initiative=made,
        number=1,
        purpose="Every child reads.",
        audience_roles=["teacher"],
        audience_grades=["K", "1"],
        starts_on=today() - timedelta(days=200),
        ends_on=today() + timedelta(days=400),
        created_at=now,
        created_by=by,
        published_at=now if published else None,
        published_by=by if published else None,
    )
    for days, touchpoint in steps:
        PlannedStep.objects.create(version=version, days_after=days, touchpoint=touchpoint)
    for measure, target in asks:
        AskedDeliverable.objects.create(
            version=version, measure=measure, target=Decimal(target), due_on=today() + timedelta(days=100)
        )
    if published:
        made.current = version
        made.save()
    return made


def training(
    title: str = "Structured literacy, part 1",
    *,
    of: Initiative | None = None,
    host: Organization | None = None,
    by: Person | None = None,
    kind: str = "regional",
    audience: str = "region",
    mode: str = "on_site",
    room_capacity: int | None = 20,
    online_capacity: int | None = None,
    days_ahead: int = 30,
    hours: str = "6",
    published: bool = True,
    at_room: Room | None = None,
    leader: Person | None = None,
    **more,
) -> Training:
    """A training with one meeting from 9:00, and (where published) an invitation for each district of the host's region."""
    of = of or initiative()
    host = host or rec()
    by = (
        by
        or Person.objects.filter(hats__role="rec_coordinator", hats__organization=host).first()
        or person("Carla", "Ortiz", email="")
    )
    now = timezone.now()
    day = today() + timedelta(days=days_ahead)
    starts_at = at_local(day, datetime(2000, 1, 1, 9).time(), STATE_ZONE)
    made = Training.objects.create(
        title=title,
        kind=kind,
        initiative=of,
        version=of.current or of.versions.first(),
        host=host,
        audience=audience,
        mode=mode,
        venue=at_room.venue if at_room else None,
        room_capacity=room_capacity,
        online_capacity=online_capacity,
        created_at=now,
        created_by=by,
        starts_at=starts_at,
        first_day=day,
        last_day=day,
        published_at=now if published else None,
        **more,
    )
    Meeting.objects.create(
        training=made,
        number=1,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=7),
        date=day,
        hours=Decimal(hours),
        room=at_room,
    )
    if leader:
        Trainer.objects.create(training=made, person=leader)
    if published and audience == "region":
        Invitation.objects.bulk_create(
            Invitation(training=made, organization=one, invited_at=now)
            for one in Organization.objects.of_kind("district").filter(parent=host)
        )
    return made


def registration(
    of: Training, who: Person, organization: Organization | None = None, *, status: str = "seated", **more
) -> Registration:
    """A row as seats.py would leave it, the kept counts included."""
    made = Registration.objects.create(
        training=of,
        person=who,
        organization=organization or district(),
        status=status,
        seat_mode=more.pop("seat_mode", "room"),
        registered_at=timezone.now(),
        **more,
    )
    counted = {"seated": f"{made.seat_mode}_taken", "offered": f"{made.seat_mode}_taken", "waiting": "waiting"}.get(
        status
    )
    if counted:
        setattr(of, counted, getattr(of, counted) + 1)
        of.save(update_fields=[counted])
    return made
