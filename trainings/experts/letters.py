from django.utils.translation import gettext_lazy as _

from collaborative.letters.outbox import letter_kind

letter_kind("certification_revoked", _("you were certified to lead trainings of this initiative."))
