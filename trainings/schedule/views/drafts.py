"""The short pages by which a training is drafted, and by which seats, trainers and notice are changed later."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import answer_refused, say
from trainings.bookings.room_sizes import room_text, smallest_room, too_many_text
from trainings.enums import Audience
from trainings.models import Training
from trainings.schedule.actions import drafts
from trainings.schedule.edits import refuse_if_published
from trainings.schedule.forms.drafts import AudienceForm, DiscardForm, NoticeForm, SeatsForm, SubjectForm
from trainings.schedule.forms.times import TimesForm

RELATED = ("host", "initiative__lead", "venue", "leader_override_by")
CHECK = "publish"


@requires("trainings.schedule")
def new(request: PersonRequest) -> HttpResponse:
    form = SubjectForm(sent(request), person=request.user)
    if request.method == "POST" and form.is_valid():
        training = form.run(lambda: drafts.draft(**_without(form.answers, "revision"), by=request.user, once=form.once))
        if training:
            say(request, _("A draft is kept; nobody has been told."))
            return redirect(_after_subject(training))
    return _form(request, form, None, title=_("Schedule a training"), subtitle=_("What it is and for whom."))


@requires("trainings.run", Training, related=RELATED)
@answer_refused
def subject(request: PersonRequest, training: Training) -> HttpResponse:
    refuse_if_published(training)
    initial = {
        name: getattr(training, name) for name in ("initiative", "kind", "title", "host", "audience", "revision")
    }
    form = SubjectForm(sent(request), person=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        saved = form.run(lambda: drafts.describe(training, **form.answers, by=request.user))
        if saved:
            return redirect(_next(request, saved, _after_subject(saved)))
    return _form(request, form, training, title=_("What it is and for whom"))


@requires("trainings.run", Training, related=RELATED)
@answer_refused
def audience(request: PersonRequest, training: Training) -> HttpResponse:
    refuse_if_published(training)
    named = [str(pk) for pk in training.audience_members.values_list("organization_id", flat=True)]
    initial = {"organizations": named, "revision": training.revision}
    form = AudienceForm(sent(request), training=training, initial=initial)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        saved = form.run(
            lambda: drafts.name_audience(training, organizations=form.chosen, revision=revision, by=request.user)
        )
        if saved:
            return redirect(_next(request, saved, path_to("training-times", saved.pk)))
    return _form(request, form, training, title=_("Who is invited"))


@requires("trainings.run", Training, related=RELATED)
@answer_refused
def times(request: PersonRequest, training: Training) -> HttpResponse:
    if training.is_published:
        return redirect("training-move", training.pk)
    more = "more" in request.POST
    form = TimesForm(
        sent(request),
        training=training,
        more=more,
        initial={"revision": training.revision},
    )
    if more:
        form.keep_typed()
    elif request.method == "POST" and form.is_valid():
        saved = form.run(
            lambda: drafts.arrange(
                training,
                mode=form.cleaned_data["mode"],
                venue=form.venue,
                online_link=form.cleaned_data["online_link"],
                sittings=form.sittings(),
                override_why=form.cleaned_data["override_why"],
                revision=form.cleaned_data["revision"],
                by=request.user,
            )
        )
        if saved:
            return redirect(_next(request, saved, path_to("training-seats", saved.pk)))
    return _form(request, form, training, title=_("When and where"), template="trainings/schedule/times.html")


@requires("trainings.run", Training, related=RELATED)
def seats(request: PersonRequest, training: Training) -> HttpResponse:
    form = SeatsForm(sent(request), training=training, initial={"revision": training.revision})
    if training.is_published:
        form.submit_label = _("Save")
    if (room := smallest_room(training)) and "room_capacity" in form.fields:
        form.fields["room_capacity"].help_text = f"{room_text(room)} {form.fields['room_capacity'].help_text}"
    if request.method == "POST" and form.is_valid():
        saved = form.run(lambda: drafts.set_seats(training, **form.answers, by=request.user))
        if saved:
            if saved.is_published:
                say(request, _("Seats are saved."), next_text=too_many_text(saved))
            return redirect(_next(request, saved, path_to("training-notice", saved.pk)))
    return _form(request, form, training, title=_("Seats"))


@requires("trainings.run", Training, related=RELATED)
def notice(request: PersonRequest, training: Training) -> HttpResponse:
    form = NoticeForm(sent(request), training=training, person=request.user, initial={"revision": training.revision})
    if request.method == "POST" and form.is_valid():
        saved = form.run(lambda: drafts.engage(training, **form.answers, by=request.user))
        if saved:
            if saved.is_published:
                say(request, _("Trainers and notice are saved."))
            return redirect(_next(request, saved, path_to("training-publish", saved.pk)))
    return _form(request, form, training, title=_("Trainers and notice"))


@requires("trainings.run", Training, related=RELATED)
@answer_refused
def discard(request: PersonRequest, training: Training) -> HttpResponse:
    refuse_if_published(training)
    form = DiscardForm(sent(request))
    form.cancel_url = training.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        title = training.title
        host = form.run(lambda: drafts.discard(training, by=request.user, once=form.once))
        if host:
            say(request, _("The draft “%(title)s” was thrown away.") % {"title": title})
            return redirect("trainings")
    context = {
        "form": form,
        "title": _("Throw this draft away?"),
        "subtitle": training.title,
        "loss": _(
            "What was typed for it is lost, and its room and trainers are free again. Nobody has been told of it."
        ),
        "breadcrumbs": [(_("Trainings"), path_to("trainings")), (training.title, training.get_absolute_url())],
    }
    return render(request, "generic/confirm.html", context)


def _after_subject(training: Training) -> str:
    named = training.audience in (Audience.REGIONS, Audience.NAMED)
    return path_to("training-audience" if named else "training-times", training.pk)


def _next(request: PersonRequest, training: Training, ahead: str) -> str:
    """The next page of the draft; back to the check page when the person came from there."""
    if training.is_published:
        return training.get_absolute_url()
    if request.GET.get("then") == CHECK and ahead != path_to("training-audience", training.pk):
        return path_to("training-publish", training.pk)
    return ahead


def _without(answers: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name not in names}


def _form(
    request: PersonRequest,
    form: Any,
    training: Training | None,
    *,
    title: str,
    subtitle: str = "",
    template: str = "generic/form.html",
) -> HttpResponse:
    breadcrumbs = [(_("Trainings"), path_to("trainings"))]
    if training:
        breadcrumbs.append((training.title, training.get_absolute_url()))
        form.cancel_url = training.get_absolute_url()
    else:
        form.cancel_url = path_to("trainings")
    return render(
        request,
        template,
        {"form": form, "title": title, "subtitle": subtitle or str(training), "breadcrumbs": breadcrumbs},
    )
