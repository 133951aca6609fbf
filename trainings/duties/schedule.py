from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind

duty_kind("trainings.answer_invitation", _("Answer an invitation"), before=(7, 2), after=())
