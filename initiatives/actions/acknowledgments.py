from datetime import datetime

from django.utils import timezone

from collaborative.calendar.days import short_day
from collaborative.duties.services import close_duty
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.models import Person
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import shown
from initiatives.actions.edit_lock import locked
from initiatives.models import Acknowledgment


@action
def acknowledge(acknowledgment: Acknowledgment, *, by: Person, now: datetime | None = None) -> Acknowledgment:
    """A REC says that it has read the version in force. Said once; the duty of the REC ends."""
    now = now or timezone.now()
    initiative = locked(acknowledgment.version.initiative)
    row = (
        Acknowledgment.objects.filter(pk=acknowledgment.pk)
        .select_for_update(of=("self",))
        .select_related("rec", "acknowledged_by", "version")
        .first()
    )
    if row is None or row.version_id != initiative.current_id:
        raise ActionError(_("Another version is in force now. Read that one."))
    if row.acknowledged_at:
        words = _("%(name)s acknowledged it for %(rec)s on %(day)s already.")
        told = {"name": row.acknowledged_by, "rec": row.rec.short_name, "day": shown(short_day, row.acknowledged_at)}
        raise ActionError(words % told)
    row.acknowledged_at, row.acknowledged_by = now, by
    row.save(update_fields=["acknowledged_at", "acknowledged_by"])
    close_duty(row.version, "initiatives.acknowledge", at=row.rec, now=now)
    row.version.initiative = initiative
    text = _("%(rec)s acknowledged %(what)s.") % {"rec": row.rec.short_name, "what": row.version}
    record("initiative.acknowledged", initiative, text=text, by=by, also=[row.version, row.rec], now=now)
    return row
