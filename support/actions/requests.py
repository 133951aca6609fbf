from datetime import date, datetime

from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters.outbox import write
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import gettext_kept as _
from support import clock
from support.models import SupportRequest, Topic
from support.numbers import next_numbers
from support.owners import owe_work, owner_for, rec_of


@action
def ask(
    district: Organization,
    *,
    topic: str,
    what: str,
    for_whom: str,
    needed_by: date | None = None,
    before: SupportRequest | None = None,
    by: Person,
    now: datetime | None = None,
) -> SupportRequest:
    """A district calls for help: numbered, put to its REC of today, owned and acknowledged in one act.

    `before` is an earlier request of the district that brought no help and is asked again.
    """
    now = now or timezone.now()
    day = today(now)
    if needed_by and needed_by < day:
        raise ActionError(_("Choose a day from today on, or leave the day open."), field="needed_by")
    if before and (before.district_id != district.pk or not before.can_be_asked_again):
        raise ActionError(_("%(number)s cannot be asked again.") % {"number": before.number})
    rec = rec_of(district)
    number = next_numbers(day)[0]  # who asks at the same moment waits here, so that the next owner counts this request
    request = SupportRequest.objects.create(
        number=number,
        district=district,
        rec=rec,
        topic=topic,
        what=what,
        for_whom=for_whom,
        needed_by=needed_by,
        before=before,
        asked_by=by,
        asked_at=now,
        asked_on=day,
        owner=owner_for(rec, on=day),
        answer_by=clock.answer_by(day),
    )
    owe_work(request, now=now)
    write("support_acknowledged", about=request, to=[by], context={"request": request}, now=now)
    if request.owner and request.owner != by:
        write("support_assigned", about=request, to=[request.owner], context={"request": request}, now=now)
    record(
        "support.asked",
        request,
        text=_("%(district)s asked for support, %(topic)s: %(number)s")
        % {"district": district.short_name, "topic": Topic(topic).label, "number": number},
        by=by,
        also=[district, rec],
        now=now,
    )
    return request
