from django.utils.translation import gettext_lazy as _

from collaborative.journal.refs import parse
from collaborative.letters.models import Letter
from collaborative.letters.outbox import letter_kind
from trainings.models import Invitation, Training


def still_invited(letter: Letter) -> bool:
    training = Training.objects.filter(pk=parse(letter.about)[1]).first()
    return bool(training and training.is_published and not training.is_cancelled)


def still_declined(letter: Letter) -> bool:
    return Invitation.objects.filter(pk=parse(letter.about)[1], answer="declined").exists()


letter_kind("invitation", _("your district or REC is invited and you answer for it."), held=True, wanted=still_invited)
letter_kind("invitation_withdrawn", _("another REC invites your district now."), held=True)
letter_kind("invitation_declined", _("your REC or bureau runs this training."), held=True, wanted=still_declined)
