"""What is done about certifications besides closing the session that gives them."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.journal.recording import action, record
from collaborative.people.models import Person
from collaborative.refusals import Refused
from trainings.models import ExpertCertification


@action
def revoke(
    certification: ExpertCertification, *, why: str, by: Person, now: datetime | None = None
) -> ExpertCertification:
    """From now on the person no longer leads trainings of this initiative. Trainings led before stay as they were."""
    now = now or timezone.now()
    standing = ExpertCertification.objects.filter(pk=certification.pk, revoked_at__isnull=True)
    if not standing.update(revoked_at=now, revoked_why=why[:200]):
        raise Refused(_("This certification was revoked already."))
    record(
        "certification.revoked",
        certification,
        text=_("Certification of %(name)s for %(initiative)s revoked: %(why)s")
        % {"name": certification.person, "initiative": certification.initiative, "why": why},
        by=by,
        also=[certification.person, certification.organization, certification.initiative],
        now=now,
    )
    return certification
