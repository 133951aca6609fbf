from django.utils.translation import gettext_lazy as _

from collaborative.letters.models import Letter
from collaborative.letters.outbox import letter_kind
from trainings.models import Certificate


def still_stands(letter: Letter) -> bool:
    return Certificate.objects.standing().filter(code=letter.data.get("code", "")).exists()


letter_kind("certificate", _("you took part in this training."), wanted=still_stands)
