from django.utils.translation import gettext_lazy as _

from collaborative.letters.outbox import letter_kind

letter_kind("initiative_published", _("you are a director or coordinator of a REC that carries it out."), held=True)
letter_kind("initiative_revised", _("you are a director or coordinator of a REC that carries it out."), held=True)
