"""Schools, people and hats: what a year stands on."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.db import connection
from psycopg2.extras import execute_values

from accountability.demo.bulk.names import name
from accountability.demo.bulk.size import Size
from accountability.demo.cast import VENDOR
from collaborative.calendar.periods import fiscal_year_dates, morning_of
from collaborative.database.search_keys import plain, sort_key
from collaborative.people.models import Affiliation, Hat, Organization, Person
from districts.models import District
from recs.models import Rec, Room, Venue

INVENTED = "invented for the demo"
LEVELS = ("elementary", "middle", "high")
POSITIONS = {
    "elementary": ("Teacher", "Teacher", "Teacher", "Special education teacher", "Educational assistant", "Principal"),
    "middle": ("Teacher", "Teacher", "Counselor", "Principal"),
    "high": ("Teacher", "Teacher", "Counselor", "Instructional coach", "Principal"),
    "combined": ("Teacher", "Teacher", "Special education teacher", "Principal and bus driver"),
}
SCHOOL_NAMES = [
    "Cottonwood",
    "Piñon",
    "Mesa",
    "Sunrise",
    "Arroyo",
    "Juniper",
    "Valley",
    "Vista",
    "Chamisa",
    "Yucca",
    "Sandia",
    "Bosque",
    "Cholla",
    "Ponderosa",
    "Roadrunner",
]
VENUE_NAMES = ("Training Center", "Community College", "High School Library")


@dataclass
class Ground:
    """What the later steps draw from, by region."""

    random: Random
    today: date
    recs: list[Organization] = field(default_factory=list)
    districts: dict[int, list[Organization]] = field(default_factory=lambda: defaultdict(list))  # by REC
    staff: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))  # by district
    leaders: dict[int, Person] = field(default_factory=dict)  # superintendent by district
    directors: dict[int, Person] = field(default_factory=dict)
    coordinators: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))
    coaches: dict[int, list[Person]] = field(default_factory=lambda: defaultdict(list))
    bureau_staff: dict[int, Person] = field(default_factory=dict)  # by bureau
    rooms: dict[int, list[Room]] = field(default_factory=lambda: defaultdict(list))

    @property
    def hats_since(self) -> date:
        return fiscal_year_dates(self.today.year - 10)[0]


def make_ground(size: Size, *, random: Random, today: date) -> Ground:
    ground = Ground(random=random, today=today)
    ground.recs = list(Organization.objects.of_kind("rec"))
    for district in Organization.objects.of_kind("district"):
        ground.districts[district.parent_id].append(district)
    levels = _schools(ground, size)
    _people(ground, size, levels)
    _venues(ground)
    return ground


def _schools(ground: Ground, size: Size) -> dict[int, list[tuple[Organization, str]]]:
    """Sample schools under every district, by enrollment; their names say that they are samples."""
    rows, levels = [], []
    for district in District.objects.order_by("pk"):
        count = max(1, min(size.schools_most, (district.enrollment or 300) // 380))
        for number in range(count):
            level = "combined" if count == 1 else LEVELS[number % 3]
            kind = "School" if level == "combined" else level.capitalize()
            title = f"{district.short_name} {SCHOOL_NAMES[number % len(SCHOOL_NAMES)]} {kind}"
            title += f" {number // len(SCHOOL_NAMES) + 1}" if number >= len(SCHOOL_NAMES) else ""
            rows.append(
                Organization(
                    kind="school",
                    name=f"{title} (sample)",
                    short_name=f"{title} (sample)"[:60],
                    parent_id=district.pk,
                    source=INVENTED,
                )
            )
            levels.append(level)
    for row in rows:
        row.sort_key, row.search_key = sort_key(row.short_name), plain(row.name)
    Organization.objects.bulk_create(rows, batch_size=2000)
    above = dict(Organization.objects.of_kind("district").values_list("pk", "ancestors"))
    for row in rows:
        row.ancestors = [row.pk, *above[row.parent_id]]
    Organization.objects.bulk_update(rows, ["ancestors"], batch_size=2000)
    with connection.cursor() as cursor:
        execute_values(
            cursor.cursor,
            "INSERT INTO districts_school (organization_ptr_id, level, is_sample) VALUES %s",
            [(row.pk, level, True) for row, level in zip(rows, levels, strict=True)],
        )
    Affiliation.objects.bulk_create(
        (
            Affiliation(organization=row, parent_id=row.parent_id, starts_on=ground.hats_since, source=INVENTED)
            for row in rows
        ),
        batch_size=2000,
    )
    found = defaultdict(list)
    for row, level in zip(rows, levels, strict=True):
        found[row.parent_id].append((row, level))
    return found


def _people(ground: Ground, size: Size, levels: dict[int, list[tuple[Organization, str]]]) -> None:
    people, hats = [], []

    def one(
        handle: str, role: str, organization: Organization, *, position: str = "", email: bool = True, **more
    ) -> Person:
        given, family = name(ground.random)
        person = Person(
            handle=handle,
            given_name=given,
            family_name=family,
            email=f"{handle}@demo.example" if email else None,
            is_demo=True,
            made_for=organization,
        )
        person.set_keys()
        people.append(person)
        hats.append(
            Hat(
                person=person,
                role=role,
                organization=organization,
                starts_on=ground.hats_since,
                given_at=morning_of(ground.hats_since),
                position=position,
                source=INVENTED,
                **more,
            )
        )
        return person

    for rec in ground.recs:
        key = f"rec{rec.pk}"
        ground.directors[rec.pk] = one(f"{key}.director", "rec_director", rec)
        ground.coordinators[rec.pk] = [one(f"{key}.coordinator{n}", "rec_coordinator", rec) for n in (1, 2)]
        ground.coaches[rec.pk] = [one(f"{key}.coach{n}", "coach", rec) for n in range(1, size.coaches + 1)]
        for number, district in enumerate(ground.districts[rec.pk]):
            # one superintendent in some regions has no address on record: the ledger says so
            leader = one(f"d{district.pk}.superintendent", "superintendent", district, email=number != 2)
            ground.leaders[district.pk] = leader
            if number < 5:
                hats.append(
                    Hat(
                        person=leader,
                        role="council_member",
                        organization=rec,
                        starts_on=ground.hats_since,
                        source=INVENTED,
                    )
                )
    for bureau in Organization.objects.of_kind("bureau"):
        ground.bureau_staff[bureau.pk] = one(f"bureau{bureau.pk}.staff", "bureau_staff", bureau)
    enrollments = dict(District.objects.values_list("pk", "enrollment"))
    for district_id, schools in levels.items():
        wanted = max(4, int((enrollments[district_id] or 300) * size.staff_share / 100))
        for number in range(wanted):
            school, level = schools[number % len(schools)]
            position = POSITIONS[level][number // len(schools) % len(POSITIONS[level])]
            ground.staff[district_id].append(one(f"s{district_id}.{number}", "staff", school, position=position))
    Person.objects.bulk_create(people, batch_size=2000)
    Hat.objects.bulk_create(hats, batch_size=2000)


def _venues(ground: Ground) -> None:
    cities = dict(Rec.objects.values_list("pk", "office_city"))
    venues = [
        Venue(keeper=rec, name=f"{cities[rec.pk]} {title} (sample)", city=cities[rec.pk])
        for rec in ground.recs
        for title in VENUE_NAMES
    ]
    Venue.objects.bulk_create(venues)
    rooms = [
        Room(venue=venue, name=f"Room {letter}", seats=seats)
        for venue in venues
        for letter, seats in (("A", 30), ("B", 24))
    ]
    Room.objects.bulk_create(rooms)
    for room in rooms:
        ground.rooms[room.venue.keeper_id].append(room)


def vendor() -> Organization:
    short, title = VENDOR
    found = Organization.objects.filter(kind="vendor", short_name=short).first()
    return found or Organization.objects.create(kind="vendor", name=title, short_name=short, source=INVENTED)


def working_days(first: date, last: date) -> list[date]:
    """Mondays to Thursdays outside the holidays: many small districts are shut on Fridays."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 4 and not is_holiday(day)]


def is_holiday(day: date) -> bool:
    """Thanksgiving with the Friday after it, and the winter break."""
    if day.month == 11:
        return (day - timedelta(days=day.weekday() - 3)).day in range(22, 29) and day.weekday() in (3, 4)
    return (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 2)


def weekday_before(day: date) -> date:
    """The day itself, or the Friday before a weekend: nobody visits a school then."""
    return day - timedelta(days=max(0, day.weekday() - 4))
