"""Private notes: read by the coach who wrote them and the one coached person, by nobody else, whatever the hat.

Their text goes into no letter, no journal entry, no export, no search and no admin page. It is read in one place only:
through PrivateNote.objects.visible_to, on the visit's page.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from coaching.models import PrivateNote, Visit
from collaborative.errors import ActionError
from collaborative.letters.outbox import write
from collaborative.people.models import Person


def put_notes(visit: Visit, notes: Mapping[Person, str], *, by: Person, now: datetime) -> None:
    """One note for each coached person, who is told by a letter that it is there."""
    notes = {person: text.strip() for person, text in notes.items() if text.strip()}
    if not notes:
        return
    if by.pk != visit.coach_id:
        raise ActionError(_("Only the coach who held the visit can write a private note."))
    met = set(visit.people.values_list("pk", flat=True))
    noted = set(visit.private_notes.values_list("coached", flat=True))
    for person in notes:
        if person.pk not in met:
            raise ActionError(
                _("%(name)s is not ticked as met. Tick the name, or leave the note empty.") % {"name": person},
                field="people",
            )
        if person.pk in noted:
            raise ActionError(_("There is a note for %(name)s already.") % {"name": person}, field="coached")
    PrivateNote.objects.bulk_create(
        PrivateNote(visit=visit, coach=by, coached=person, text=text, written_at=now) for person, text in notes.items()
    )
    write("visit_note", about=visit, to=list(notes), context={"visit": visit}, now=now)
