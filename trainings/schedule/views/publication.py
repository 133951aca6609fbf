"""What tells many people, each after a check page and with an undo: publish, move, cancel."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from collaborative.calendar import days
from collaborative.journal.dry_runs import dry_run
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage
from collaborative.web.addresses import path_to
from collaborative.web.forms import BaseForm, sent
from collaborative.web.messages import answer_refused, say
from collaborative.web.sentences import joined
from trainings.bookings.room_sizes import too_many_text
from trainings.bookings.services import own_seats_clashing
from trainings.invitations.audience import audience_of
from trainings.invitations.services import held_invitations, held_until, told_people
from trainings.models import Training
from trainings.schedule.actions import moves, publication
from trainings.schedule.actions.moves import when_text, where_text
from trainings.schedule.edits import refuse_if_over, refuse_if_published
from trainings.schedule.forms.drafts import CancelForm, CheckForm
from trainings.schedule.forms.times import MoveForm
from trainings.schedule.views.drafts import ABOVE, RELATED
from trainings.schedule.views.publication_words import (
    held_text,
    invites_text,
    people_text,
    summary,
    told_text,
    whole_text,
)


class LetterPage(ActPage[Training]):
    """Tells many people: what goes is held for ten minutes, so that it can be undone."""

    template_name = "generic/check.html"
    parents = ABOVE
    subtitle = "%(title)s"

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"revision": self.object.revision}}

    @property
    def next_text(self) -> str:
        return _letters_go()


@requires("trainings.run", Training, related=RELATED)
class Publish(LetterPage):
    form_class = CheckForm
    action = publication.publish
    template_name = "trainings/schedule/publish.html"
    title = gettext_lazy("Check and publish")
    undo = "training-undo-publish"

    def before(self) -> None:
        refuse_if_published(self.object)

    @property
    def message(self) -> str:
        return _("Published; %(invited)s.") % {"invited": publication.invited_text(self.object.invitations.count())}

    def context(self, form: CheckForm) -> dict[str, Any]:
        training = self.object
        organizations = [] if training.first_day is None else list(audience_of(training, on=training.first_day))
        return {
            "rows": summary(training),
            "lacking": publication.what_is_missing(training),
            "warnings": [words for words in (too_many_text(training), *own_seats_clashing(training)) if words],
            "tells": invites_text(organizations),
            "button": _("Publish and send %(invited)s") % {"invited": publication.invited_text(len(organizations))},
            "cancel_label": _("Keep it as a draft"),
        }


@requires("trainings.run", Training, related=RELATED)
@require_POST
@answer_refused
def undo_publish(request: PersonRequest, training: Training) -> HttpResponse:
    publication.undo_publish(training, by=request.user)
    say(request, _("Undone: it is a draft again, and nobody was told."))
    return redirect(training)


@requires("trainings.run", Training, related=RELATED)
@answer_refused
def move(request: PersonRequest, training: Training) -> HttpResponse:
    refuse_if_over(training)
    if not training.is_published:
        return redirect("training-times", training.pk)
    more, back = "more" in request.POST, "back" in request.POST
    form = MoveForm(
        sent(request),
        training=training,
        more=more,
        initial={"revision": training.revision},
    )
    form.submit_label = _("Go on")
    form.cancel_url = training.get_absolute_url()
    title = _("Move the training")
    breadcrumbs = [(_("Trainings"), path_to("trainings")), (training.title, training.get_absolute_url())]
    if more or back:
        form.keep_typed()
    elif request.method == "POST" and form.is_valid():
        act = _moving(form, training, request)
        if "checked" in request.POST:
            if done := form.run(lambda: act(once=form.once)):
                text = _("Moved to %(when)s, %(where)s.") % {"when": when_text(done), "where": where_text(done)}
                undo = path_to("training-undo-move", training.pk)
                say(request, text, next_text=_letters_go(), undo_url=undo)
                return redirect(training)
        elif rehearsed := form.run(lambda: dry_run(act, whole_text)):
            moved, entry = rehearsed
            told = entry.data["told"]
            why = form.cleaned_data["why"]
            context = {
                "form": form,
                "title": title,
                "subtitle": training.title,
                "breadcrumbs": breadcrumbs,
                "told": told,
            }
            context |= {
                "rows": [
                    (_("Until now"), whole_text(training), ""),
                    (_("From now on"), moved, ""),
                    (_("Why"), why or _("not said"), ""),
                ],
                "tells": told_text(told),
                "button": _("Move and tell %(people)s") % {"people": people_text(told)},
                "fields": _hidden(form),
            }
            return render(request, "trainings/schedule/move_check.html", context)
    return render(
        request,
        "trainings/schedule/times.html",
        {"form": form, "title": title, "subtitle": training.title, "breadcrumbs": breadcrumbs},
    )


@requires("trainings.run", Training, related=RELATED)
@require_POST
@answer_refused
def undo_move(request: PersonRequest, training: Training) -> HttpResponse:
    done = moves.undo_move(training, by=request.user)
    say(request, _("Undone: it is on %(when)s again, and nobody was told of the move.") % {"when": when_text(done)})
    return redirect(training)


@requires("trainings.run", Training, related=RELATED)
class CancelTraining(LetterPage):
    form_class = CancelForm
    action = moves.cancel
    title = gettext_lazy("Cancel the training")
    message = gettext_lazy("The training is cancelled.")
    undo = "training-undo-cancel"

    def before(self) -> HttpResponse | None:
        refuse_if_over(self.object)
        return None if self.object.is_published else redirect("training-discard", self.object.pk)

    def context(self, form: CancelForm) -> dict[str, Any]:
        training, held = self.object, list(held_invitations(self.object))
        told = len([person for person in told_people(training, but=held) if person.address])
        return {
            "rows": [
                (_("When"), when_text(training), ""),
                (_("Registered"), people_text(training.taken + training.waiting), ""),
            ],
            "tells": joined(told_text(told), held_text(len(held))),
            "button": _("Cancel and tell %(people)s") % {"people": people_text(told)},
        }


@requires("trainings.run", Training, related=RELATED)
@require_POST
@answer_refused
def undo_cancel(request: PersonRequest, training: Training) -> HttpResponse:
    moves.undo_cancel(training, by=request.user)
    say(request, _("Undone: the training takes place, and nobody was told otherwise."))
    return redirect(training)


def _moving(form: MoveForm, training: Training, request: PersonRequest) -> Any:
    said = form.cleaned_data

    def act(once: str = "") -> Training:
        return moves.move(
            training,
            venue=form.venue if "place" in form.fields else None,
            online_link=said.get("online_link", training.online_link),
            sittings=form.sittings(),
            why=said["why"],
            override_why=said["override_why"],
            revision=said["revision"],
            by=request.user,
            once=once,
        )

    return act


def _hidden(form: BaseForm) -> list[tuple[str, str]]:
    return [(name, value) for name, value in form.data.items() if name in form.fields]


def _letters_go() -> str:
    goes = days.clock(held_until(timezone.now()))
    return _("Letters go at %(time)s; until then it can be undone.") % {"time": goes}
