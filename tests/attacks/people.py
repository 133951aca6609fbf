"""Who is attacked: one person of each kind, made so that nothing but the rule protects them."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from coaching.models import PrivateNote, Visit
from collaborative.calendar.periods import today
from collaborative.people.models import Hat, Organization, Person
from initiatives.models import Initiative
from tests import builders as b
from tests.cast import Cast
from trainings.models import Certificate, HoursEntry


@dataclass(frozen=True)
class Target:
    person: Person
    home: Organization  # where somebody works, or worked


def make_targets(cast: Cast, initiative: Initiative) -> dict[str, Target]:
    """All at Cloudcroft unless the name says otherwise. Who is said to sign in has done so."""
    cloudcroft, texico, school = b.district(), b.district("Texico"), cast.school
    found = {
        "newcomer": _staff(school, "Nadia", "Nueva"),
        "trained": _staff(school, "Tomas", "Treviño"),
        "coached": _staff(school, "Carmen", "Cordova"),
        "signed in": _staff(school, "Sofia", "Silva"),
        "also elsewhere": _staff(school, "Elena", "Ebert"),
        "other region": _staff(texico, "Olga", "Ortega"),
        "other region, signed in": _staff(texico, "Oscar", "Olivas"),
    }
    _train(cast, found["trained"].person, cloudcroft, initiative)
    _coach(cast, found["coached"].person, cloudcroft)
    b.hat(found["also elsewhere"].person, "staff", texico)
    for name in ("signed in", "other region, signed in"):
        _come_in(found[name].person)
    for name in ("leader", "bureau", "director", "superintendent", "coach", "former", "vendor"):
        _come_in(getattr(cast, name))
    former = _staff(school, "Flora", "Fuentes")
    Hat.objects.filter(person=former.person).update(ends_on=today() - timedelta(days=30))
    return found | {
        "former teacher": former,
        "superintendent": Target(cast.superintendent, cloudcroft),
        "other superintendent": Target(cast.other_superintendent, texico),
        "director": Target(cast.director, b.rec()),
        "leader": Target(cast.leader, b.ped()),
    }


def _staff(place: Organization, given: str, family: str, **more) -> Target:
    district = place.parent if place.kind == "school" else place
    return Target(b.staff(place, given, family, made_for=place, **more), district)


def _come_in(person: Person) -> None:
    person.last_login = timezone.now() - timedelta(days=1)
    person.save(update_fields=["last_login"])


def _train(cast: Cast, person: Person, district: Organization, initiative: Initiative) -> None:
    held = b.training("Held already", of=initiative, days_ahead=-10, by=cast.coordinator)
    b.registration(held, person, district)
    now, meeting = timezone.now(), held.meetings.get()
    HoursEntry.objects.create(
        person=person,
        training=held,
        meeting=meeting,
        initiative=held.initiative,
        organization=district,
        host=held.host,
        hours=6,
        date=meeting.date,
        entered_at=now,
        entered_by=cast.coordinator,
    )
    Certificate.objects.create(
        code="ATTACKED2345", person=person, training=held, name=str(person), hours=6, issued_at=now
    )


def _coach(cast: Cast, person: Person, district: Organization) -> None:
    now = timezone.now()
    visit = Visit.objects.create(
        coach=cast.coach,
        district=district,
        rec=b.rec(),
        kind="classroom_visit",
        planned_for=today() + timedelta(days=3),
        location="Room 4",
        created_at=now,
    )
    visit.people.add(person)
    PrivateNote.objects.create(visit=visit, coach=cast.coach, coached=person, text="Between us.", written_at=now)


def facts(person: Person) -> dict[str, object]:
    """What of a person nobody else may change, and what power over the account is."""
    fresh = Person.objects.get(pk=person.pk)
    names = ("given_name", "family_name", "email", "contact_email", "is_active", "merged_into_id", "locked_at")
    hats = Hat.objects.today().filter(person=person).values_list("role", "organization")
    return {name: getattr(fresh, name, None) for name in names} | {"hats": sorted(hats)}
