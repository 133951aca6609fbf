"""A training's page. What is public of it anybody may see, without the name of any participant."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from collaborative.calendar import days
from collaborative.journal.history import history_of
from collaborative.journal.models import Entry
from collaborative.people.models import Person
from collaborative.people.permissions import get_visible_or_404, public
from collaborative.plugs.panels import panels_for
from collaborative.web.addresses import Link, path_to
from trainings.enums import Mode, TrainerPart
from trainings.invitations.actions import can_be_answered
from trainings.invitations.calendar_entries import where
from trainings.invitations.contacts import contact_rows
from trainings.invitations.notice import for_whom_text, notice_rows
from trainings.invitations.queries import invitations_to_answer, ledger_counts
from trainings.models import Invitation, Meeting, Registration, Trainer, Training
from trainings.registrations.taking_part import how_to_take_part
from trainings.schedule.actions.moves import when_text
from trainings.schedule.actions.publication import what_is_missing
from trainings.schedule.leaders import override_text
from trainings.schedule.undo import last_undoable
from trainings.schedule.views.drafts import RELATED


class Undo(NamedTuple):
    """What was told to many and can still be taken back."""

    words: str
    button: str
    url: str


@public
def training(request: HttpRequest, pk: int) -> HttpResponse:
    known = request.user.is_authenticated
    person: Any = request.user  # who is asked only where known
    if known:
        training = get_visible_or_404(Training, person, pk, related=(*RELATED, "version"))
    else:
        training = get_object_or_404(Training.objects.on_calendar().select_related(*RELATED, "version"), pk=pk)
    runs = known and person.has_perm("trainings.run", training)
    keeps_ledger = known and person.has_perm("trainings.keep_ledger", training)
    history = history_of(training, request) if keeps_ledger or runs else []
    ledger = ledger_counts(training) if keeps_ledger and training.is_published else None
    mine = _own_invitations(training, person) if known else []
    context = {
        "training": training,
        "title": training.title,
        "subtitle": _subtitle(training),
        "breadcrumbs": [(_("Trainings"), path_to("trainings"))],
        "meetings": Meeting.objects.filter(training=training).select_related("room"),
        "details": _facts(training, known=known),
        "may_open_venue": known and person.has_perm("recs.view"),
        "link_text": _link_text(training, person if known else None),
        "mine": mine,
        "runs": runs,
        "lacking": what_is_missing(training) if runs and not training.is_published else [],
        "ledger": ledger,
        "panels": panels_for("training", request, training) if known else [],
        "history": history,
        "undo": _undo(training, history, ledger) if runs else None,
        "action": _main_action(training, runs=runs, mine=mine),
        "take_part": how_to_take_part(person if known else None, training),
        "can_move": runs and training.is_published and not training.is_cancelled and not training.is_closed,
    }
    return render(request, "trainings/catalog/training.html", context)


def _own_invitations(training: Training, person: Person) -> list[Invitation]:
    """Of the organizations for which this person answers."""
    if not training.is_published:
        return []
    found = invitations_to_answer(training, person)
    for one in found:
        one.training = training
        one.asks = can_be_answered(one)
    return found


def _link_text(training: Training, person: Person | None) -> str:
    """The link for those who have a seat, lead or keep the door; all others read whether there is one."""
    if training.mode == Mode.ON_SITE:
        return ""
    if not training.online_link:
        return _("No link yet.")
    if person and (person.has_perm("trainings.keep_door", training) or _has_seat(person, training)):
        return format_html('<a href="{}">{}</a>', training.online_link, training.online_link)
    return _("Who has a seat gets the link.")


def _has_seat(person: Person, training: Training) -> bool:
    return Registration.objects.seated().filter(person=person, training=training).exists()


def _undo(training: Training, history: list[Entry], ledger: dict[str, int] | None) -> Undo | None:
    found = last_undoable(history, now=timezone.now())
    if found is None:
        return None
    verb, until = found
    came_of_it = training.taken or training.waiting or (ledger and ledger["accepted"] + ledger["declined"])
    if verb == "training.published" and came_of_it:
        return None
    words, button, name = {
        "training.published": (
            _("Until %(time)s the publication can be undone; then the letters about it go."),
            _("Undo the publication"),
            "training-undo-publish",
        ),
        "training.moved": (
            _("Until %(time)s the move can be undone; then the letters about it go."),
            _("Undo the move"),
            "training-undo-move",
        ),
        "training.cancelled": (
            _("Until %(time)s the cancellation can be undone; then the letters about it go."),
            _("Undo the cancellation"),
            "training-undo-cancel",
        ),
    }[verb]
    return Undo(words % {"time": days.clock(until)}, button, path_to(name, training.pk))


def _main_action(training: Training, *, runs: bool, mine: list[Invitation]) -> Link | None:
    """One main action a page: what this person most likely came for."""
    if runs and not training.is_published:
        return Link(_("Check and publish"), path_to("training-publish", training.pk))
    unanswered = [one for one in mine if one.asks and not one.answer]
    if unanswered:
        return Link(_("Answer the invitation"), unanswered[0].get_absolute_url())
    return None


def _subtitle(training: Training) -> str:
    return " · ".join(str(part) for part in (when_text(training), where(training), training.host.name) if part)


def _facts(training: Training, *, known: bool) -> list[tuple[str, Any]]:
    trainers = list(Trainer.objects.filter(training=training).select_related("person"))
    led = ", ".join(str(one.person) for one in trainers if one.part == TrainerPart.LEAD)
    assists = ", ".join(str(one.person) for one in trainers if one.part == TrainerPart.ASSISTS)
    if training.leader_override_by_id:
        led = f"{led}. {override_text(training)}"
    found = [
        (_("Initiative"), training.initiative.title),
        (_("For whom"), for_whom_text(training.version)),
        (_("Kind"), training.get_kind_display()),
        (_("How"), training.get_mode_display()),
        (_("Led by"), led),
    ]
    if assists:
        found.append((_("Assisted by"), assists))
    return [*found, *notice_rows(training), *(contact_rows(training) if known else [])]
