from django.utils.translation import gettext_lazy as _

from collaborative.duties.models import Duty
from collaborative.journal.models import Letter
from collaborative.journal.outbox import letter_kind


def still_owed(letter: Letter) -> bool:
    return Duty.objects.open().filter(pk__in=letter.data.get("duties", [])).exists()


letter_kind("duty_reminder", _("you, or a hat you wear, owes this step."), wanted=still_owed)
letter_kind("duty_climbed", _("this is overdue in your region and you are the next to hear of it."), wanted=still_owed)
letter_kind("duty_catch_up", _("reminders could not go in time and are named together here."), wanted=still_owed)
