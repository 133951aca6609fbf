"""The link to join on line, set or changed after publication: told to those who need it, and no move of the training."""

from datetime import datetime, timedelta

from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters import outbox
from collaborative.letters.models import Letter
from collaborative.people.models import Person
from collaborative.web.sentences import gettext_kept as _
from trainings.enums import Mode, RegistrationStatus
from trainings.invitations import calendar_entries
from trainings.invitations.services import held_until, letter_context, stop_letters
from trainings.models import Training
from trainings.schedule.edits import lock_for_change, refuse_if_over, save_change

SOON = timedelta(hours=1)  # so short before a meeting a letter is not held


@action
def set_link(
    training: Training, *, online_link: str, by: Person, revision: int | None = None, now: datetime | None = None
) -> Training:
    """Who has a seat and who leads gets the link; who waits hears that there is one. Said again: the earlier letter that
    still lies held is stopped."""
    now = now or timezone.now()
    training = lock_for_change(training, revision=revision)
    refuse_if_over(training)
    if not training.is_published:
        raise ActionError(_("This training is not published yet."))
    refuse_on_site(training)
    if training.online_link == online_link:
        raise ActionError(_("This is the link already, so nobody is told."), field="online_link")
    training.online_link = online_link
    training.sequence += 1
    save_change(training)
    stop_letters(training, "training_link", now=now)
    told = _tell(training, now=now)
    record(
        "training.linked",
        training,
        text=_("The link to join on line was set."),
        by=by,
        also=[training.host],
        data={"told": len(told)},
        now=now,
    )
    return training


def refuse_on_site(training: Training) -> None:
    if training.mode == Mode.ON_SITE:
        raise ActionError(_("This training is held on site; nobody joins on line."))


def link_goes_to(training: Training) -> dict[Person, bool]:
    """Who is told of the link, and whether it stands in their letter: those who wait get it with their seat."""
    leading = {one.person: True for one in training.trainers.select_related("person")}
    live = training.registrations.active().select_related("person").order_by("id")
    return leading | {one.person: one.status == RegistrationStatus.SEATED for one in live}


def _tell(training: Training, *, now: datetime) -> list[Letter]:
    people = link_goes_to(training)
    entry = calendar_entries.request_for(training, now=now, accepted=True)
    is_soon = training.meetings.filter(starts_at__lte=now + SOON, ends_at__gt=now).exists()
    return outbox.write(
        "training_link",
        about=training,
        to=people,
        context=letter_context(training),
        per_person=lambda person: {"gets_link": people[person]},
        calendar=lambda person: entry(person) if people[person] else None,
        due=now if is_soon else held_until(now),
        now=now,
    )
