from django.utils.translation import gettext_lazy as _

from accountability.models import Submission
from collaborative.files.access import attachable
from collaborative.people.policy import allow, itself
from initiatives.deliverables import settled_for_good
from initiatives.models import Deliverable


def _rec(deliverable: Deliverable) -> list[int]:
    return deliverable.rec.ancestors


def _lead(deliverable: Deliverable) -> list[int]:
    return deliverable.initiative.lead.ancestors


allow("accountability.view", _("see deliverables and figures"), at=_rec)
allow("accountability.view_participants", _("see who of a district or REC took part in trainings"), at=itself)
allow("accountability.submit", _("add evidence and submit a deliverable"), at=_rec, state=False)
allow("accountability.review", _("accept or return a submitted deliverable"), at=_lead, state=False)

attachable.add("initiatives.deliverable", lambda person: Deliverable.objects.visible_to(person))
attachable.add("accountability.submission", lambda person: Submission.objects.visible_to(person))

# What lies before PED or was accepted stays as it was agreed, whatever a later version asks.
settled_for_good.add(
    "accountability.submission", lambda rows: rows.filter(submissions__in=Submission.objects.standing())
)
