from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind

REVIEW = "accountability.review"
DAYS_TO_REVIEW = 10

duty_kind(
    REVIEW,
    _("Review a submitted deliverable"),
    before=(3,),
    after=(1, 7),
    escalates_after=7,
    escalates_to="ped_leader",
)
