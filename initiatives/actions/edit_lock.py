"""One writer at a time on an initiative, and nobody overwrites what they have not seen."""

from django.utils.translation import gettext as _

from collaborative.calendar.days import clock
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.web.text import Words
from initiatives.models import Initiative, InitiativeVersion


class ChangedMeanwhile(ActionError):
    """Somebody saved the draft after this person had opened it. `revision` is the one that stands now."""

    def __init__(self, message: Words, *, revision: int) -> None:
        super().__init__(message)
        self.revision = revision


def locked(initiative: Initiative) -> Initiative:
    """The initiative as it stands, held until the action ends. Nothing is joined to it: after waiting for the lock,
    PostgreSQL reads the row anew, but not what is joined."""
    return Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)


def draft_of(initiative: Initiative) -> InitiativeVersion:
    """Its draft, or words about what became of it."""
    draft = initiative.versions.drafts().first()
    if draft is None:
        raise ActionError(_no_draft_text(initiative))
    draft.initiative = initiative
    return draft


def check_unchanged(draft: InitiativeVersion, revision: int) -> None:
    if draft.initiative.revision == revision:
        return
    last = Entry.objects.about(draft).first()
    words = _(
        "%(name)s saved this draft at %(time)s, after you had opened it. Look at what changed; "
        "save again where yours should stand."
    )
    raise ChangedMeanwhile(
        words % {"name": last.by_name if last else "?", "time": clock(last.at) if last else "?"},
        revision=draft.initiative.revision,
    )


def _no_draft_text(initiative: Initiative) -> str:
    current = initiative.current
    if current is None:
        return _("This draft was discarded meanwhile.")
    return _("There is no draft: at %(time)s %(name)s published version %(number)s.") % {
        "number": current.number,
        "name": current.published_by,
        "time": clock(sure(current.published_at)),
    }
