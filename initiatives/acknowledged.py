"""Who has said that they have read the version in force, as one person may see it."""

from collaborative.people.models import Person
from collaborative.periods import today
from initiatives.models import Acknowledgment, Initiative
from initiatives.policy import sees_acknowledgments


def shown_to(person: Person, initiative: Initiative) -> list[Acknowledgment]:
    """Those that wait first. The button and the panel of one page ask for the same rows: they are read once."""
    if not sees_acknowledgments(person):
        return []
    if "acknowledgments_shown" not in initiative.__dict__:
        rows = Acknowledgment.objects.visible_to(person).filter(version=initiative.current_id)
        rows = rows.with_seen(initiative.current).select_related("rec", "acknowledged_by")
        initiative.acknowledgments_shown = list(rows.order_by("acknowledged_at", "rec__sort_key"))
        initiative.acknowledgments_shown.sort(key=lambda row: row.acknowledged_at is not None)
        for row in initiative.acknowledgments_shown:
            row.version = initiative.current
    return initiative.acknowledgments_shown


def recs_of(person: Person) -> list[int]:
    """The RECs for which this person can acknowledge."""
    return [hat.organization_id for hat in person.hats_today if "initiatives.acknowledge" in hat.rules.permissions]


def state_of(row: Acknowledgment) -> str:
    if row.acknowledged_at:
        return "acknowledged"
    by = row.version.acknowledge_by
    return "overdue" if by and by < today() else "unacknowledged"
