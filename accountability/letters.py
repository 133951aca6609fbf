from django.utils.translation import gettext_lazy as _

from collaborative.letters.outbox import letter_kind

letter_kind("deliverable_submitted", _("your bureau leads this initiative and reviews what its RECs submit."))
letter_kind("deliverable_returned", _("you submitted this deliverable or answer for the REC that did."))
letter_kind("deliverable_accepted", _("you submitted this deliverable or answer for the REC that did."))
