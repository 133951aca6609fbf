from django.db.models import Count, QuerySet

from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Hat, Organization, Person
from trainings.models import Invitation, Training
from trainings.models.invitation import LEDGER_FILTERS

COUNTS = {
    "all": Count("pk"),
    **{name: Count("pk", filter=condition) for name, condition in LEDGER_FILTERS.items()},
    "silent_no_address": Count("pk", filter=LEDGER_FILTERS["to_phone"] & LEDGER_FILTERS["no_address"]),
    "silent_refused": Count("pk", filter=LEDGER_FILTERS["to_phone"] & LEDGER_FILTERS["refused"]),
}


def ledger_counts(training: Training) -> dict[str, int]:
    """How many of a training's lines; the ledger's filters show the same rows by the same conditions."""
    return next(iter(counts_of_lines(training)), dict.fromkeys(COUNTS, 0))


@prepared
def counts_of_lines(training: Training) -> QuerySet:
    """One row of counts; none where nobody is invited."""
    lines = Invitation.objects.filter(training=training).standing().with_ledger().order_by()
    return lines.values("training").annotate(**COUNTS).values(*COUNTS)


@prepared
def invitations_to_answer(training: Training, person: Person) -> QuerySet[Invitation]:
    """Of the organizations for which this person answers."""
    at = person.organizations_with("trainings.answer")
    rows = Invitation.objects.standing().filter(training=training, organization__in=at)
    return rows.select_related("organization", "answered_by")


@prepared
def invitations_ahead(person: Person, district: Organization, *, most: int) -> QuerySet[Invitation]:
    """What the district is invited to."""
    rows = Invitation.objects.visible_to(person).standing()
    rows = rows.filter(organization=district, training__in=Training.objects.upcoming())
    return rows.select_related("training__venue").order_by("training__starts_at", "id")[:most]


@prepared
def holders(organization: Organization, *, role: str) -> QuerySet[Hat]:
    """Who may be asked there: the hats of today, with those who wear them."""
    hats = Hat.objects.today().with_role(role).filter(organization=organization, person__is_active=True)
    return hats.select_related("person").order_by("person__sort_key", "pk")
