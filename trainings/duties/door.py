from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind

duty_kind(
    "trainings.close",
    _("close a training after its last meeting: hours, certificates, follow-up"),
    before=(),
    shown_from=1,  # nothing can be closed before the last meeting
    after=(3, 7),
    climbs_after=14,
    climbs_to="rec_director",
)
