from django.utils.translation import gettext_lazy as _

from collaborative.journal.models import Letter
from collaborative.journal.outbox import letter_kind
from collaborative.journal.refs import parse
from trainings.models import Invitation, Training


def _training(letter: Letter) -> Training | None:
    return Training.objects.filter(pk=parse(letter.about)[1]).first()


def still_invited(letter: Letter) -> bool:
    training = _training(letter)
    return bool(training and training.is_published and not training.is_cancelled)


def still_cancelled(letter: Letter) -> bool:
    training = _training(letter)
    return bool(training and training.is_cancelled)


def still_declined(letter: Letter) -> bool:
    return Invitation.objects.filter(pk=parse(letter.about)[1], answer="declined").exists()


letter_kind("invitation", _("your district or REC is invited and you answer for it."), held=True, wanted=still_invited)
letter_kind("training_moved", _("you are invited, registered or lead this training."), held=True, wanted=still_invited)
letter_kind(
    "training_cancelled", _("you were invited, registered or lead this training."), held=True, wanted=still_cancelled
)
letter_kind("training_link", _("you are registered for this training or lead it."), held=True, wanted=still_invited)
letter_kind("invitation_withdrawn", _("another REC invites your district now."), held=True)
letter_kind("invitation_declined", _("your REC or bureau runs this training."), held=True, wanted=still_declined)
