from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind

duty_kind(
    "trainings.name_leader",
    _("name another leader for a training, or allow the present one with a reason"),
    before=(3,),
    after=(1, 3),
    climbs_after=5,
    climbs_to="rec_director",
)
duty_kind("trainings.answer_invitation", _("Answer an invitation"), before=(7, 2), after=())
