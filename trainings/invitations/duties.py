from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind
from trainings.invitations.services import ANSWER

duty_kind(ANSWER, _("Answer an invitation"), before=(7, 2), after=())
