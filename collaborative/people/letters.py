from django.utils.translation import gettext_lazy as _

from collaborative.journal.outbox import letter_kind

letter_kind("sign_in_code", _("somebody, most likely you, asked for a code to sign in."), secret=True)
letter_kind("address_changed", _("your sign-in address was changed."))
