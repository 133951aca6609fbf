from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collaborative.calendar.periods import Period
from collaborative.figures.measures import measure
from collaborative.people.models import Organization
from trainings.models import ExpertCertification


def experts_certified(period: Period) -> QuerySet[ExpertCertification]:
    return ExpertCertification.objects.filter(
        revoked_at__isnull=True,
        valid_from__range=period,
        organization__kind=Organization.Kind.REC,
    )


measure(
    "experts_certified",
    _("Experts certified"),
    _("certifications"),
    rows=experts_certified,
    rec="organization",
    columns=(
        (_("Name"), "person"),
        (_("REC"), "organization.short_name"),
        (_("Initiative"), "initiative.title"),
        (_("Certified by"), "training.title"),
        (_("From"), "valid_from"),
        (_("Until"), "valid_until"),
    ),
    method=_(
        "Certifications that people of the REC got in the year by coming to every meeting of a train-the-expert "
        "session; revoked ones do not count, somebody certified twice counts twice."
    ),
)
