"""What tells many people, each after a check page and with an undo: publish, move, cancel."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collaborative import days
from collaborative.forms import HouseForm, sent
from collaborative.journal.rehearsing import rehearse
from collaborative.people.doors import door
from collaborative.saying import answer_refused, say
from trainings.actions import moving, publishing
from trainings.actions.moving import when_words, where_words
from trainings.actions.schedule import seats_words
from trainings.audience import audience_of
from trainings.bookings import own_seats_clashing
from trainings.calendar import where
from trainings.changing import refuse_if_over, refuse_if_published
from trainings.enums import Audience, Mode
from trainings.forms.schedule import CancelForm, CheckForm
from trainings.forms.times import MoveForm
from trainings.inviting import addressees, held_invitations, held_until, told_people
from trainings.leading import leaders, override_words
from trainings.models import Training
from trainings.notice import notice_rows
from trainings.rooms import too_many_words
from trainings.views.schedule import RELATED


@door("trainings.run", Training, related=RELATED)
@answer_refused
def publish(request: HttpRequest, training: Training) -> HttpResponse:
    refuse_if_published(training)
    form = CheckForm(sent(request), initial={"revision": training.revision})
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        done = form.carry_out(lambda: publishing.publish(training, revision=revision, by=request.user, once=form.once))
        if done:
            count = done.invitations.count()
            say(
                request,
                _("Published; %(invited)s.") % {"invited": publishing.invited_words(count)},
                next_text=_letters_go(),
                undo_url=f"{training.get_absolute_url()}undo-publish/",
            )
            return redirect(training)
    lacking = publishing.what_is_missing(training)
    organizations = [] if training.first_day is None else list(audience_of(training, on=training.first_day))
    context = {
        "form": form,
        "title": _("Check and publish"),
        "lede": training.title,
        "up": way_up(training),
        "rows": summary(training),
        "lacking": lacking,
        "warnings": [words for words in (too_many_words(training), *own_seats_clashing(training)) if words],
        "tells": invites_words(organizations),
        "button": _("Publish and send %(invited)s") % {"invited": publishing.invited_words(len(organizations))},
        "cancel_url": training.get_absolute_url(),
        "cancel_label": _("Keep it as a draft"),
    }
    return render(request, "trainings/publish.html", context)


@door("trainings.run", Training, related=RELATED)
@require_POST
@answer_refused
def undo_publish(request: HttpRequest, training: Training) -> HttpResponse:
    publishing.undo_publish(training, by=request.user)
    say(request, _("Undone: it is a draft again, and nobody was told."))
    return redirect(training)


@door("trainings.run", Training, related=RELATED)
@answer_refused
def move(request: HttpRequest, training: Training) -> HttpResponse:
    refuse_if_over(training)
    if not training.is_published:
        return redirect(f"{training.get_absolute_url()}times/")
    more, back = "more" in request.POST, "back" in request.POST
    form = MoveForm(
        sent(request),
        training=training,
        more=more,
        initial={"revision": training.revision},
    )
    form.submit_label = _("Go on")
    form.cancel_url = training.get_absolute_url()
    title, up = _("Move the training"), way_up(training)
    if more or back:
        form.keep_typed()
    elif request.method == "POST" and form.is_valid():
        act = _moving(form, training, request)
        if "checked" in request.POST:
            if done := form.carry_out(lambda: act(once=form.once)):
                text = _("Moved to %(when)s, %(where)s.") % {"when": when_words(done), "where": where_words(done)}
                undo = f"{training.get_absolute_url()}undo-move/"
                say(request, text, next_text=_letters_go(), undo_url=undo)
                return redirect(training)
        elif rehearsed := form.carry_out(lambda: rehearse(act, _whole_words)):
            moved, entry = rehearsed
            told = entry.data["told"]
            why = form.cleaned_data["why"]
            context = {"form": form, "title": title, "lede": training.title, "up": up, "told": told}
            context |= {
                "rows": [
                    (_("Until now"), _whole_words(training), ""),
                    (_("From now on"), moved, ""),
                    (_("Why"), why or _("not said"), ""),
                ],
                "tells": told_words(told),
                "button": _("Move and tell %(people)s") % {"people": people_words(told)},
                "fields": _hidden(form),
            }
            return render(request, "trainings/move_check.html", context)
    return render(request, "trainings/times.html", {"form": form, "title": title, "lede": training.title, "up": up})


@door("trainings.run", Training, related=RELATED)
@require_POST
@answer_refused
def undo_move(request: HttpRequest, training: Training) -> HttpResponse:
    done = moving.undo_move(training, by=request.user)
    say(request, _("Undone: it is on %(when)s again, and nobody was told of the move.") % {"when": when_words(done)})
    return redirect(training)


@door("trainings.run", Training, related=RELATED)
@answer_refused
def cancel(request: HttpRequest, training: Training) -> HttpResponse:
    refuse_if_over(training)
    if not training.is_published:
        return redirect(f"{training.get_absolute_url()}discard/")
    form = CancelForm(sent(request), initial={"revision": training.revision})
    if request.method == "POST" and form.is_valid():
        done = form.carry_out(
            lambda: moving.cancel(
                training,
                why=form.cleaned_data["why"],
                revision=form.cleaned_data["revision"],
                by=request.user,
                once=form.once,
            )
        )
        if done:
            undo = f"{training.get_absolute_url()}undo-cancel/"
            say(request, _("The training is cancelled."), next_text=_letters_go(), undo_url=undo)
            return redirect(training)
    held = list(held_invitations(training))
    told = len([person for person in told_people(training, but=held) if person.address])
    context = {
        "form": form,
        "title": _("Cancel the training"),
        "lede": training.title,
        "up": way_up(training),
        "rows": [
            (_("When"), when_words(training), ""),
            (_("Registered"), people_words(training.taken + training.waiting), ""),
        ],
        "tells": told_words(told) + _held_words(len(held)),
        "button": _("Cancel and tell %(people)s") % {"people": people_words(told)},
        "cancel_url": training.get_absolute_url(),
    }
    return render(request, "generic/check.html", context)


@door("trainings.run", Training, related=RELATED)
@require_POST
@answer_refused
def undo_cancel(request: HttpRequest, training: Training) -> HttpResponse:
    moving.undo_cancel(training, by=request.user)
    say(request, _("Undone: the training takes place, and nobody was told otherwise."))
    return redirect(training)


def summary(training: Training) -> list[tuple[str, str, str]]:
    page = training.get_absolute_url()
    change = {part: f"{page}{part}/?then=publish" for part in ("subject", "audience", "times", "seats", "notice")}
    led = ", ".join(str(person) for person in leaders(training))
    if training.leader_override_by_id:
        led += "\n" + override_words(training)
    directions = training.venue.directions if training.venue_id else ""
    rows = [
        (_("What"), f"{training.title}\n{training.initiative.title}, {training.get_kind_display()}", change["subject"]),
        (_("Held by"), str(training.host), change["subject"]),
        (_("For"), audience_words(training), _audience_change(training, change)),
        (_("When"), meetings_words(training) or _("not said"), change["times"]),
        (_("Where"), _place_words(training), change["times"]),
        *([(_("How to get in"), directions, "")] if directions else []),
        (_("Seats"), seats_words(training), change["seats"]),
        (_("Led by"), led or _("not said"), change["notice"]),
    ]
    return [*rows, *((label, words, change["notice"]) for label, words in notice_rows(training))]


def _place_words(training: Training) -> str:
    """The place and how it is held, once; and the link."""
    is_on_site = training.mode == Mode.ON_SITE
    more = training.get_mode_display() if is_on_site else training.online_link or _("No link yet")
    return f"{where(training)}\n{more}"


def meetings_words(training: Training) -> str:
    """Each meeting on a line of its own, with what counts of it."""
    return "\n".join(
        _("%(day)s, %(start)s – %(end)s, contact hours: %(hours)s")
        % {
            "day": days.short_day(one.date),
            "start": days.clock(one.starts_at, training.time_zone),
            "end": days.clock(one.ends_at, training.time_zone),
            "hours": one.hours_in_words,
        }
        + (f", {one.room.name}" if one.room_id else "")
        for one in training.meetings.select_related("room")
    )


def _audience_change(training: Training, change: dict[str, str]) -> str:
    return change["audience" if training.audience in (Audience.REGIONS, Audience.NAMED) else "subject"]


def audience_words(training: Training) -> str:
    if training.audience in (Audience.REGIONS, Audience.NAMED):
        named = training.audience_members.order_by("organization__sort_key")
        names = ", ".join(named.values_list("organization__short_name", flat=True))
        return f"{training.get_audience_display()}: {names}"
    return training.get_audience_display()


def invites_words(organizations: list) -> str:
    """«13 districts will be invited, 11 by mail; 2 have no address and must be phoned: …»"""
    if not organizations:
        return ""
    people = addressees(organizations)
    silent = [one for one in organizations if not any(person.address for person in people.get(one.pk, []))]
    count = len(organizations)
    if organizations[0].kind == "rec":
        words = ngettext("%(count)s REC is invited", "%(count)s RECs are invited", count)
    else:
        words = ngettext("%(count)s district is invited", "%(count)s districts are invited", count)
    found = words % {"count": count}
    if not silent:
        return _("%(invited)s, all by mail. Letters go ten minutes later, so that you can undo.") % {"invited": found}
    names = ", ".join(one.short_name for one in silent[:8]) + (" …" if len(silent) > 8 else "")
    return _(
        "%(invited)s, %(mailed)s by mail. No address, so to be phoned: %(names)s. Letters go ten minutes later, so that "
        "you can undo."
    ) % {"invited": found, "mailed": count - len(silent), "names": names}


def told_words(told: int) -> str:
    people = people_words(told)
    return _("%(people)s will be told: who is invited and has not declined, who is registered, who leads.") % {
        "people": people
    }


def _held_words(held: int) -> str:
    """Who was invited a moment ago has heard of nothing yet, and hears nothing now."""
    if not held:
        return ""
    return " " + ngettext(
        "%(count)s invitation is still held and does not go.",
        "%(count)s invitations are still held and do not go.",
        held,
    ) % {"count": held}


def people_words(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def _moving(form: MoveForm, training: Training, request: HttpRequest) -> Any:
    said = form.cleaned_data

    def act(once: str = "") -> Training:
        return moving.move(
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


def _whole_words(training: Training) -> str:
    """All that a move can change: each meeting, the place, the last day to register."""
    lines = [meetings_words(training), where(training)]
    if training.registration_closes_on:
        lines.append(_("Register by %(day)s.") % {"day": days.short_day(training.registration_closes_on)})
    return "\n".join(lines)


def _hidden(form: HouseForm) -> list[tuple[str, str]]:
    return [(name, value) for name, value in form.data.items() if name in form.fields]


def _letters_go() -> str:
    goes = days.clock(held_until(timezone.now()))
    return _("Letters go at %(time)s; until then it can be undone.") % {"time": goes}


def way_up(training: Training) -> list[tuple[str, str]]:
    return [(_("Trainings"), "/trainings/"), (training.title, training.get_absolute_url())]
