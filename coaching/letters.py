from django.utils.translation import gettext_lazy as _

from coaching.models import FollowUpCycle, Visit
from collaborative.journal.refs import parse
from collaborative.letters.models import Letter
from collaborative.letters.outbox import letter_kind


def still_coach(letter: Letter) -> bool:
    return FollowUpCycle.objects.filter(pk=parse(letter.about)[1], coach=letter.recipient_id).exists()


def still_planned(letter: Letter) -> bool:
    return Visit.objects.planned().filter(pk=parse(letter.about)[1]).exists()


letter_kind("follow_up_coach_named", _("you were named as the coach who follows up."), wanted=still_coach)
letter_kind("visit_note", _("a coach met you and wrote a note that only the two of you can read."))
letter_kind("visit_planned", _("a visit with you is planned, or you hold it."), wanted=still_planned)
letter_kind("visit_cancelled", _("you were told that this visit was planned, or you were to hold it."))
