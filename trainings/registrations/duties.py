from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind
from trainings.registrations.notifications import OFFER

duty_kind(OFFER, _("take or give up a seat that is held"), before=(1,), after=(), grace=0)
