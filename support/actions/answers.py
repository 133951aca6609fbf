from datetime import datetime

from django.utils import timezone

from collaborative.duties.services import close_duty
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters.outbox import write
from collaborative.people.models import Person
from collaborative.web.sentences import gettext_kept as _
from support.models import SupportMessage, SupportRequest
from support.owners import addressees_at_district, addressees_at_rec, locked, owe_work, possible_owners, require_open


@action
def reply(
    request: SupportRequest, *, text: str, from_rec: bool, by: Person, now: datetime | None = None
) -> SupportRequest:
    """A word in the thread: a letter to the other side alone. The REC's first word stops the service clock."""
    now = now or timezone.now()
    request = locked(request)
    require_open(request)
    message = SupportMessage.objects.create(request=request, by=by, at=now, text=text, from_rec=from_rec)
    if from_rec and request.first_answer_at is None:
        request.first_answer_at = now
        request.save(update_fields=["first_answer_at"])
        close_duty(request, "support.answer", now=now)
        owe_work(request, now=now)
    others = addressees_at_district(request) if from_rec else addressees_at_rec(request)
    write(
        "support_message",
        about=message,
        to=[person for person in others if person != by],
        context={"request": request, "message": message},
        now=now,
    )
    words = _("Answered %(number)s of %(district)s") if from_rec else _("Wrote about %(number)s of %(district)s")
    record(
        "support.answered" if from_rec else "support.written",
        request,
        text=words % {"number": request.number, "district": request.district.short_name},
        by=by,
        now=now,
    )
    return request


@action
def hand_over(request: SupportRequest, *, to: Person, by: Person, now: datetime | None = None) -> SupportRequest:
    """Another coordinator answers from now on: the duty moves along, its day stays."""
    now = now or timezone.now()
    request = locked(request)
    require_open(request)
    if not possible_owners(request).filter(pk=to.pk).exists():
        raise ActionError(
            _("%(name)s cannot take it over. Choose another coordinator or the director of %(rec)s.")
            % {"name": to, "rec": request.rec},
            field="to",
        )
    request.owner = to
    request.save(update_fields=["owner"])
    close_duty(request, "support.answer", "support.finish", why="dropped", now=now)
    owe_work(request, now=now)
    if to != by:
        write("support_assigned", about=request, to=[to], context={"request": request, "from_whom": by}, now=now)
    record(
        "support.handed_over",
        request,
        text=_("Handed %(number)s over to %(name)s") % {"number": request.number, "name": to},
        by=by,
        now=now,
    )
    return request
