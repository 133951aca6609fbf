"""The cast takes its places on the real organizations."""

from datetime import timedelta

from accountability.demo.bulk.ground import INVENTED, Ground, vendor
from accountability.demo.cast import CAST, TEACHER
from collaborative.calendar.periods import morning_of
from collaborative.people.models import Hat, Organization, Person

REPLACED = {"rec_director", "rec_coordinator", "coach", "superintendent", "bureau_staff"}


def seat_cast(ground: Ground) -> dict[str, Person]:
    """Persons by handle. Where the cast takes a place, the one whom the bulk put there goes."""
    vendor()
    people = {}
    for part in CAST:
        person = Person.objects.create(
            handle=part.handle, given_name=part.given_name, family_name=part.family_name, email=part.email, is_demo=True
        )
        people[part.handle] = person
        for role, kind, short_name in part.hats:
            organization = Organization.objects.get(kind=kind, short_name=short_name)
            if role in REPLACED:
                _step_aside(ground, role, organization, person)
            Hat.objects.get_or_create(
                person=person,
                role=role,
                organization=organization,
                ends_on=None,
                defaults={
                    "starts_on": ground.hats_since,
                    "given_at": morning_of(ground.hats_since),
                    "source": INVENTED,
                },
            )
        _made_for_the_first_place(person)
    delegate = people["frank.gallegos"].hats.get()
    delegate.ends_on = ground.today + timedelta(days=200)
    delegate.save(update_fields=["ends_on"])
    _teacher(ground, people[TEACHER])
    return people


def _step_aside(ground: Ground, role: str, organization: Organization, person: Person) -> None:
    hats = Hat.objects.filter(role=role, organization=organization).exclude(person=person)
    first = hats.order_by("id").first()
    if first is None:
        return
    Hat.objects.filter(person=first.person_id).update(person=person)
    Person.objects.filter(pk=first.person_id).update(is_active=False, email=None)
    for kept in (ground.directors, ground.leaders, ground.bureau_staff):
        for key, who in list(kept.items()):
            if who.pk == first.person_id:
                kept[key] = person
    for many in (ground.coordinators, ground.coaches):
        for key, who in many.items():
            many[key] = [person if one.pk == first.person_id else one for one in who]


def _teacher(ground: Ground, teacher: Person) -> None:
    cloudcroft = Organization.objects.get(kind="district", short_name="Cloudcroft")
    school = Organization.objects.filter(kind="school", parent=cloudcroft).first()
    Hat.objects.create(
        person=teacher,
        role="staff",
        organization=school,
        starts_on=ground.hats_since,
        position="Teacher",
        source=INVENTED,
    )
    _made_for_the_first_place(teacher)
    ground.staff[cloudcroft.pk].insert(0, teacher)


def _made_for_the_first_place(person: Person) -> None:
    if hat := person.hats.select_related("organization").order_by("starts_on", "pk").first():
        person.made_for = hat.organization
        person.save(update_fields=["made_for"])
