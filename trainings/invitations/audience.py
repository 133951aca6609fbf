"""To whom a training is put: every organization of its audience, as the regions stand on a day."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from collaborative.people.models import Affiliation, Organization
from trainings.enums import Audience
from trainings.models import Training


def audience_of(training: Training, *, on: date) -> QuerySet[Organization]:
    standing = Organization.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on)).order_by("sort_key", "pk")
    if training.audience == Audience.ALL_RECS:
        return standing.of_kind("rec")
    districts = standing.taking_part()
    if training.audience == Audience.STATE:
        return districts
    if training.audience == Audience.NAMED:
        return districts.filter(pk__in=_named(training))
    return districts.annotate(region_then=_region_on(on)).filter(region_then__in=regions_of(training))


def regions_of(training: Training) -> list[int]:
    """The RECs whose districts are invited. A REC that holds a training for several regions invites its own too."""
    regions = _named(training) if training.audience == Audience.REGIONS else []
    if training.host.kind == Organization.Kind.REC:
        regions = [*regions, training.host_id]
    return list(dict.fromkeys(regions))


def _named(training: Training) -> list[int]:
    return list(training.audience_members.order_by("organization_id").values_list("organization_id", flat=True))


def _region_on(day: date) -> Subquery:
    rows = Affiliation.objects.filter(organization=OuterRef("pk"), starts_on__lte=day).order_by("-starts_on")
    return Subquery(rows.values("parent")[:1])
