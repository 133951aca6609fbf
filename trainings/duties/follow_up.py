from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind

duty_kind(
    "trainings.follow_up_step",
    _("hold a planned touchpoint after a training"),
    before=(7, 1),
    after=(1, 7),
    climbs_after=14,
    climbs_to="rec_director",
)
duty_kind(
    "trainings.name_coach",
    _("name the coach who follows up with a district"),
    before=(),
    after=(3,),
    climbs_after=7,
    climbs_to="rec_director",
)
