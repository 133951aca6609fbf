from django.utils.translation import gettext_lazy as _

from collaborative.journal.refs import parse
from collaborative.letters.models import Letter
from collaborative.letters.outbox import letter_kind
from support.models import SupportRequest


def has_ended(letter: Letter) -> bool:
    """Told only while it is still so: an end that was undone is not."""
    return SupportRequest.objects.filter(pk=parse(letter.about)[1], closed_at__isnull=False).exists()


letter_kind("support_acknowledged", _("you asked for support for your district."))
letter_kind("support_assigned", _("you answer this request for your cooperative."))
letter_kind("support_message", _("this request is yours, on the one side or the other."))
letter_kind("support_ended", _("you asked for support for your district."), held=True, wanted=has_ended)
letter_kind("support_withdrawn", _("you answer this request for your cooperative."))
letter_kind("support_not_helped", _("you answered this request for your cooperative."))
