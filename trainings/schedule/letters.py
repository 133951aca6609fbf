from django.utils.translation import gettext_lazy as _

from collaborative.journal.refs import parse
from collaborative.letters.models import Letter
from collaborative.letters.outbox import letter_kind
from trainings.invitations.letters import still_invited
from trainings.models import Training


def still_cancelled(letter: Letter) -> bool:
    training = Training.objects.filter(pk=parse(letter.about)[1]).first()
    return bool(training and training.is_cancelled)


letter_kind("training_moved", _("you are invited, registered or lead this training."), held=True, wanted=still_invited)
letter_kind(
    "training_cancelled", _("you were invited, registered or lead this training."), held=True, wanted=still_cancelled
)
letter_kind("training_link", _("you are registered for this training or lead it."), held=True, wanted=still_invited)
