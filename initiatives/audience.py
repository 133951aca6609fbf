"""Whom an initiative is put to."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from collaborative.people.models import Hat, Organization, Person
from initiatives.models import Initiative

TOLD = ("rec_director", "rec_coordinator")


def recs_asked(initiative: Initiative) -> list[Organization]:
    """Who says that they have read it and owes what it asks: every REC; nobody where a REC leads it."""
    return [] if initiative.is_local else list(Organization.objects.of_kind("rec").active())


def recs_told(initiative: Initiative) -> list[Organization]:
    return [initiative.lead] if initiative.is_local else recs_asked(initiative)


def recs_recipients(recs: Iterable[Organization]) -> list[Person]:
    """Directors and coordinators of these RECs today; `told_for` holds the ids of their RECs."""
    hats = list(Hat.objects.today().with_role(*TOLD).filter(organization__in=[rec.pk for rec in recs]))
    wearing = Exists(Hat.objects.filter(pk__in=[hat.pk for hat in hats], person=OuterRef("pk")))
    people = list(Person.objects.active().filter(wearing))
    for person in people:
        person.told_for = {hat.organization_id for hat in hats if hat.person_id == person.pk}
    return people


def recs_without_address(recs: Iterable[Organization], people: Iterable[Person]) -> list[Organization]:
    """RECs where no letter arrives: somebody has to phone."""
    reached = {rec_id for person in people if person.address for rec_id in person.told_for}
    return [rec for rec in recs if rec.pk not in reached]
