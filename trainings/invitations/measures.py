from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from collaborative.calendar.periods import Period, today
from collaborative.figures.measures import measure
from collaborative.people.models import Affiliation, Organization
from trainings.enums import Audience, Kind
from trainings.models import Invitation

WHOLE_REGIONS = [Audience.REGION, Audience.REGIONS, Audience.STATE]


def districts_to_invite(period: Period) -> QuerySet[Affiliation]:
    """One row for each district of the host's region and each regional training that has begun, the region as it stood
    on the first day."""
    host = "parent__trainings_hosted"
    later = Affiliation.objects.filter(
        organization=OuterRef("organization"), starts_on__gt=OuterRef("starts_on"), starts_on__lte=OuterRef("day")
    )
    rows = Affiliation.objects.filter(organization__kind=Organization.Kind.DISTRICT, parent__kind=Organization.Kind.REC)
    rows = rows.annotate(
        of_rec=F("parent"),
        of_initiative=F(f"{host}__initiative"),
        of_level=F(f"{host}__initiative__level"),
        training=F(host),
        title=F(f"{host}__title"),
        kind=F(f"{host}__kind"),
        audience=F(f"{host}__audience"),
        published=F(f"{host}__published_at"),
        cancelled=F(f"{host}__cancelled_at"),
        day=F(f"{host}__first_day"),
    )
    return (
        rows.filter(kind=Kind.REGIONAL, audience__in=WHOLE_REGIONS, published__isnull=False, cancelled__isnull=True)
        .filter(day__range=Period(period.first, min(period.last, today())), starts_on__lte=F("day"))
        .exclude(Exists(later))
        .order_by("day", "training", "organization__sort_key")
    )


def districts_invited(period: Period) -> QuerySet[Affiliation]:
    invited = Invitation.objects.standing().filter(training=OuterRef("training"), organization=OuterRef("organization"))
    return districts_to_invite(period).filter(Exists(invited))


measure(
    "districts_invited_share",
    _("Share of districts invited"),
    "%",
    rows=districts_invited,
    whole=districts_to_invite,
    rec="of_rec",
    initiative="of_initiative",
    level="of_level",
    columns=(
        (_("District"), "organization.name"),
        (_("Training"), "title"),
        (_("First day"), "day"),
        (_("REC"), "parent.short_name"),
    ),
    method=_(
        "Of each district of the host’s region and each of the REC’s regional trainings that began in the year: how many "
        "of these pairs have an invitation. The region is that of the training’s first day."
    ),
)
