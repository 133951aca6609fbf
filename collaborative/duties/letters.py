from django.utils.translation import gettext_lazy as _

from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.duties.recipients import Hearers
from collaborative.letters.models import Letter
from collaborative.letters.outbox import letter_kind


def any_owed(letter: Letter) -> bool:
    return Duty.objects.open().filter(pk__in=letter.data.get("duties", [])).exists()


def still_owed(letter: Letter) -> bool:
    """The duty is open, its day has not moved, and the recipient is still the one to hear of it."""
    duties = Duty.objects.open().select_related("organization", "person__merged_into")
    duty = duties.filter(pk__in=letter.data.get("duties", [])).first()
    if duty is None or duty.due_on.isoformat() != letter.data.get("due_on"):
        return False
    people, _standing_in = Hearers([duty], on=today(letter.claimed_at)).of(duty, letter.data.get("which", ""))
    return letter.recipient in people


letter_kind("duty_reminder", _("you, or a role you hold, owes this step."), wanted=still_owed, folds=True)
letter_kind(
    "duty_climbed",
    _("this is overdue in your region and you are the next to hear of it."),
    wanted=still_owed,
    folds=True,
)
letter_kind("duty_catch_up", _("reminders could not go in time and are named together here."), wanted=any_owed)
