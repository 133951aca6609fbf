"""Who has said that they have read the version in force, as one person may see it, and what waits for that."""

from datetime import datetime

from django.db.models import Q, QuerySet

from collaborative.calendar.periods import today
from collaborative.database.compiled_queries import prepared
from collaborative.journal.refs import ref
from collaborative.people.models import Person
from initiatives.models import Acknowledgment, Initiative, InitiativeVersion
from initiatives.policy import sees_acknowledgments

SHOWN = (
    *("version", "acknowledged_at", "rec__kind", "rec__short_name"),
    *("acknowledged_by__given_name", "acknowledged_by__family_name"),
)


def shown_to(person: Person, initiative: Initiative) -> list[Acknowledgment]:
    """Those that wait first. The button and the panel of one page ask for the same rows: they are read once."""
    current = initiative.current
    if current is None or not sees_acknowledgments(person):
        return []
    if "acknowledgments_shown" not in initiative.__dict__:
        initiative.acknowledgments_shown = sorted(
            acknowledgments_of(person, current, ref(current)), key=lambda row: row.acknowledged_at is not None
        )
        for row in initiative.acknowledgments_shown:
            row.version = current
    return initiative.acknowledgments_shown


@prepared
def acknowledgments_of(person: Person, version: InitiativeVersion, seen_as: str) -> QuerySet[Acknowledgment]:
    rows = Acknowledgment.objects.visible_to(person).filter(version=version).with_seen(seen_as)
    rows = rows.select_related("rec", "acknowledged_by").only(*SHOWN)
    return rows.order_by("acknowledged_at", "rec__sort_key")


def state_of(row: Acknowledgment) -> str:
    return answered(row.acknowledged_at, row.version)


def answered(acknowledged_at: datetime | None, version: InitiativeVersion) -> str:
    """How it stands with one REC's acknowledgment."""
    if acknowledged_at:
        return "acknowledged"
    by = version.acknowledge_by
    return "overdue" if by and by < today() else "unacknowledged"


@prepared
def waiting_for(person: Person, *, most: int) -> QuerySet[Initiative]:
    """Of the bureaus for which the person drafts: drafts, and what a REC has not acknowledged."""
    bureaus = person.organizations_with("initiatives.draft")
    waiting = Q(current__isnull=True) | Q(pk__in=Initiative.objects.unacknowledged().values("pk"))
    rows = Initiative.objects.filter(waiting, lead__ancestors__overlap=bureaus).with_acknowledged()
    return rows.select_related("current", "lead").order_by("current__published_at", "sort_key")[:most]
