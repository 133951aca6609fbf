"""The known cast: one person per role, and outsiders. The same names everywhere; region 9, Cloudcroft, the literacy bureau."""

from dataclasses import dataclass
from datetime import date, timedelta

from collaborative.calendar.periods import today
from collaborative.people.models import Organization, Person
from tests import builders
from tests.builders import LONG_AGO


@dataclass
class Cast:
    leader: Person  # Lucía Baca, PED leadership
    bureau: Person  # Teresa Chavez, bureau staff, Literacy
    other_bureau: Person  # Paul Yazzie, bureau staff, Math and Science
    director: Person  # Daniel Sandoval, director, REC 9
    coordinator: Person  # Carla Ortiz, coordinator, REC 9
    coach: Person  # Miguel Tafoya, coach, REC 9
    superintendent: Person  # Dolores Peña, superintendent, Cloudcroft
    delegate: Person  # Frank Gallegos, her delegate
    council_member: Person  # Ramona Trujillo, council of REC 9
    vendor: Person  # Grace Whitfield, vendor
    teacher: Person  # Rosa Montoya, teacher at Sacramento Elementary (sample), Cloudcroft
    nobody: Person  # Hector Luna, signed in, without any hat
    former: Person  # Irene Salazar, superintendent of Cloudcroft before Dolores
    other_coordinator: Person  # Nina Romero, coordinator, REC 6: another region
    other_superintendent: Person  # Oscar Begay, superintendent, Texico: another region
    school: Organization

    def people(self) -> dict[str, Person]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Person)}


def make_cast() -> Cast:
    b = builders
    rec, district, school = b.rec(9), b.district("Cloudcroft"), b.school()
    vendor_org = Organization.objects.create(kind="vendor", name="Whitfield Learning", short_name="Whitfield Learning")

    def one(given: str, family: str, role: str, organization: Organization, **more) -> Person:
        made = b.person(given, family, made_for=organization)
        b.hat(made, role, organization, **more)
        return made

    return Cast(
        leader=one("Lucía", "Baca", "ped_leader", b.ped()),
        bureau=one("Teresa", "Chavez", "bureau_staff", b.bureau("Literacy")),
        other_bureau=one("Paul", "Yazzie", "bureau_staff", b.bureau("Math and Science")),
        director=one("Daniel", "Sandoval", "rec_director", rec),
        coordinator=one("Carla", "Ortiz", "rec_coordinator", rec),
        coach=one("Miguel", "Tafoya", "coach", rec),
        superintendent=one("Dolores", "Peña", "superintendent", district),
        delegate=one("Frank", "Gallegos", "delegate", district, ends_on=today() + timedelta(days=60)),
        council_member=one("Ramona", "Trujillo", "council_member", rec),
        vendor=one("Grace", "Whitfield", "vendor", vendor_org),
        teacher=one("Rosa", "Montoya", "staff", school, position="Teacher"),
        nobody=b.person("Hector", "Luna", made_for=b.ped()),
        former=one(
            "Irene",
            "Salazar",
            "superintendent",
            district,
            starts_on=date(2012, 7, 1),
            ends_on=LONG_AGO - timedelta(days=1),
        ),
        other_coordinator=one("Nina", "Romero", "rec_coordinator", b.rec(6)),
        other_superintendent=one("Oscar", "Begay", "superintendent", b.district("Texico")),
        school=school,
    )
