"""Who is under whom. Plain functions for actions and loaders; they keep the copies on Organization true."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from collaborative.calendar.periods import today
from collaborative.people.models import Affiliation, Organization


def affiliate(organization: Organization, *, parent: Organization, starts_on: date, source: str) -> Affiliation:
    """From this day on the organization is under another one. The same day again corrects the row."""
    row, _created = Affiliation.objects.update_or_create(
        organization_id=organization.pk, starts_on=starts_on, defaults={"parent_id": parent.pk, "source": source}
    )
    refresh([organization])
    return row


def refresh(organizations: Iterable[Organization], *, on: date | None = None) -> int:
    """Copy the affiliation of the day onto each organization and those below it. Returns how many changed."""
    on, changed = on or today(), 0
    for organization in organizations:
        row = (
            Affiliation.objects.filter(organization_id=organization.pk, starts_on__lte=on)
            .order_by("-starts_on")
            .select_related("parent")
            .first()
        )
        parent = row.parent if row else None
        ancestors = [organization.pk, *(parent.ancestors if parent else [])]
        if (organization.parent_id, organization.ancestors) == (parent.pk if parent else None, ancestors):
            continue
        organization.parent, organization.ancestors = parent, ancestors
        Organization.objects.filter(pk=organization.pk).update(parent=parent, ancestors=ancestors)
        changed += 1 + refresh(Organization.objects.filter(parent=organization.pk), on=on)
    return changed


def refresh_stale(*, on: date | None = None) -> int:
    """Bring the copies up to date where the affiliation of the day has changed since. Returns how many changed."""
    on = on or today()
    of_the_day = Affiliation.objects.filter(organization=OuterRef("pk"), starts_on__lte=on).order_by("-starts_on")
    stale = Organization.objects.annotate(rightly=Subquery(of_the_day.values("parent")[:1])).filter(
        Q(rightly__isnull=False) & (Q(parent__isnull=True) | ~Q(parent=F("rightly")))
    )
    with transaction.atomic():
        return refresh(stale.select_for_update(of=("self",)), on=on)
