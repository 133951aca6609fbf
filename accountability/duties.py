from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind

REVIEW = "accountability.review"
DAYS_TO_REVIEW = 10

duty_kind(
    REVIEW,
    _("Review a submitted deliverable"),
    before=(3,),
    after=(1, 7),
    climbs_after=7,
    climbs_to="ped_leader",
)
