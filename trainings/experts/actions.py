"""What is done about certifications besides closing the session that gives them."""

from datetime import datetime

from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters import outbox
from collaborative.people.models import Person
from collaborative.web.sentences import gettext_kept as _
from trainings.models import ExpertCertification
from trainings.schedule.duties import led_uncertified_without, owe_leader


@action
def revoke(
    certification: ExpertCertification, *, why: str, by: Person, now: datetime | None = None
) -> ExpertCertification:
    """From now on the person no longer leads trainings of this initiative. Trainings led before stay as they were; the
    hosts of those to come owe another leader. The person hears of it, with the reason."""
    now = now or timezone.now()
    standing = ExpertCertification.objects.filter(pk=certification.pk, revoked_at__isnull=True)
    if not standing.update(revoked_at=now, revoked_why=why[:200]):
        raise ActionError(_("This certification was revoked already."))
    trainings = list(led_uncertified_without(certification, on=today(now)))
    for training in trainings:
        owe_leader(training, now=now)
    outbox.write(
        "certification_revoked",
        about=certification,
        to=[certification.person],
        context={"certification": certification, "reason": why, "by": by, "trainings": trainings},
        now=now,
    )
    text = _("Certification of %(name)s for %(initiative)s revoked: %(why)s")
    record(
        "certification.revoked",
        certification,
        text=text % {"name": certification.person, "initiative": certification.initiative, "why": why},
        by=by,
        also=[certification.person, certification.organization, *trainings],
        now=now,
    )
    return certification
