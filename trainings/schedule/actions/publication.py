"""Publishing a training: everybody of the audience is invited in the same act, and can be un-invited for ten minutes."""

from datetime import datetime

from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.duties.services import forget_duties
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.models import Person
from collaborative.web.addresses import path_to
from collaborative.web.sentences import Sentence
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from collaborative.web.text import Words
from trainings.bookings.services import own_seats_clashing
from trainings.enums import Mode
from trainings.invitations.audience import audience_of
from trainings.invitations.regions import lock_regions
from trainings.invitations.services import invite, send_invitations
from trainings.models import Training
from trainings.schedule.duties import owe_closing
from trainings.schedule.edits import lock_for_change, refuse_if_over, refuse_if_published, save_change
from trainings.schedule.leaders import check_leader, leaders
from trainings.schedule.undo import stop_or_refuse


@action
def publish(training: Training, *, by: Person, revision: int | None = None, now: datetime | None = None) -> Training:
    now = now or timezone.now()
    lock_regions(training)
    training = lock_for_change(training, revision=revision)
    refuse_if_published(training)
    refuse_if_over(training)
    if lacking := what_is_missing(training, now=now):
        raise ActionError(lacking[0][0])
    check_leader(training, by=by, led_before=leaders(training))
    training.published_at = now
    save_change(training)
    invitations, _gone = invite(training, now=now)
    letters = send_invitations(training, invitations, now=now)
    owe_closing(training, now)
    record(
        "training.published",
        training,
        text=_("“%(title)s” was published; %(who)s.")
        % {"title": training.title, "who": invited_text(len(invitations))},
        by=by,
        also=[training.host, training.initiative],
        data={"invited": len(invitations), "letters": len(letters), "own_clashes": own_seats_clashing(training)},
        now=now,
    )
    return training


@action
def undo_publish(training: Training, *, by: Person, now: datetime | None = None) -> Training:
    """Back to a draft, as long as nothing came of it: no letter went, nobody answered or registered."""
    now = now or timezone.now()
    training = lock_for_change(training)
    if not training.is_published or training.is_cancelled or training.is_closed:
        raise ActionError(_("There is nothing to undo."))
    if training.registrations.exists() or training.invitations.exclude(answer="").exists():
        raise ActionError(_("Somebody has answered or registered already. Cancel the training instead, with a reason."))
    stop_or_refuse(training, "training.published", "invitation", "training_moved", now=now)
    forget_duties([training, *training.invitations.all()])
    training.invitations.all().delete()
    training.published_at = None
    save_change(training)
    record(
        "training.publish_undone",
        training,
        text=_("Publishing was undone before any letter went."),
        by=by,
        also=[training.host, training.initiative],
        now=now,
    )
    return training


def what_is_missing(training: Training, *, now: datetime | None = None) -> list[tuple[Words, str]]:
    """What a draft still lacks, each with the page that mends it."""
    found: list[tuple[Words, str]] = []
    if training.initiative.current_id != training.version_id:
        found.append(
            (
                _("The initiative has a newer version: look at it and save this page again."),
                path_to("training-subject", training.pk),
            )
        )
    if training.audience in ("regions", "named") and not training.audience_members.exists():
        found.append((_("Choose for whom it is."), path_to("training-audience", training.pk)))
    if training.first_day is None or (training.mode != Mode.ONLINE and training.venue_id is None):
        found.append((_("Say when and where it is."), path_to("training-times", training.pk)))
    elif sure(training.starts_at) <= (now or timezone.now()):
        found.append(
            (_("The first meeting has started already. Choose a later day."), path_to("training-times", training.pk))
        )
    elif training.registration_closes_on and training.registration_closes_on < today(now):
        found.append(
            (_("Registration would be closed already. Choose a later day."), path_to("training-seats", training.pk))
        )
    if not training.trainers.exists():
        found.append((_("Say who leads it."), path_to("training-notice", training.pk)))
    if not found and not audience_of(training, on=sure(training.first_day)).exists():
        found.append(
            (_("Nobody would be invited. Look again at for whom it is."), path_to("training-subject", training.pk))
        )
    return found


def invited_text(count: int) -> Sentence:
    return ngettext("%(count)s invitation", "%(count)s invitations", count) % {"count": count}
