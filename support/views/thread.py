"""One request: what was asked, the thread, who answers, how it ended and whether that helped."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.days import long_day, short_day
from collaborative.errors import ActionError
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage
from collaborative.web.addresses import path_to
from collaborative.web.forms import BaseForm
from collaborative.web.messages import say
from support import actions
from support.actions.outcomes import undo_until
from support.forms import HandOverForm, MessageForm, RateForm, WithdrawForm
from support.models import Outcome, SupportRequest
from support.owners import possible_owners

RELATED = ("district", "rec", "owner", "asked_by", "training", "visit__coach", "partner", "closed_by", "before")


@requires("support.view", SupportRequest, related=RELATED)
def thread(request: PersonRequest, asked: SupportRequest) -> HttpResponse:
    return show(request, asked)


@requires("support.answer", SupportRequest, related=RELATED)
def answer(request: PersonRequest, asked: SupportRequest) -> HttpResponse:
    return _reply(request, asked, from_rec=True)


@requires("support.ask", SupportRequest, related=RELATED)
def add_words(request: PersonRequest, asked: SupportRequest) -> HttpResponse:
    return _reply(request, asked, from_rec=False)


def _reply(request: PersonRequest, asked: SupportRequest, *, from_rec: bool) -> HttpResponse:
    if request.method != "POST":
        return redirect(asked)
    form = MessageForm(request.POST, from_rec=from_rec)
    if form.is_valid() and form.run(
        lambda: actions.reply(asked, text=form.cleaned_data["text"], from_rec=from_rec, by=request.user, once=form.once)
    ):
        to = asked.district if from_rec else asked.rec
        say(request, _("Sent."), next_text=_("%(to)s was told by letter.") % {"to": to.name})
        return redirect(asked)
    return show(request, asked, form)


@requires("support.rate", SupportRequest, related=RELATED)
def rate(request: PersonRequest, asked: SupportRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect(asked)
    form = RateForm(request.POST)
    if form.is_valid() and form.run(
        lambda: actions.rate(
            asked,
            helped=form.cleaned_data["helped"] == "yes",
            words=form.cleaned_data["words"],
            by=request.user,
            once=form.once,
        )
    ):
        more = "" if form.cleaned_data["helped"] == "yes" else _("If you still need help, ask again.")
        say(request, _("Thank you. %(rec)s sees what you said.") % {"rec": asked.rec.name}, next_text=more)
        return redirect(asked)
    return show(request, asked, form)


class RequestPage(ActPage[SupportRequest]):
    """What is done with a request, one step below its page."""

    parents = ((gettext_lazy("Requests"), "requests"),)
    crumb = "%(number)s"


@requires("support.ask", SupportRequest, related=RELATED)
class Withdraw(RequestPage):
    """«We no longer need it.»"""

    form_class = WithdrawForm
    action = actions.withdraw
    template_name = "generic/confirm.html"
    title = gettext_lazy("Withdraw %(number)s")
    subtitle = "%(what).80s"
    loss = gettext_lazy(
        "Nobody works on it any more, and %(answered_by)s is told by letter. You can ask again at any time."
    )
    message = gettext_lazy("%(number)s is withdrawn.")
    next_text = gettext_lazy("%(answered_by)s is told.")

    def before(self) -> None:
        if not self.object.is_open:
            raise ActionError(_("%(number)s has ended already.") % {"number": self.object.number})


@requires("support.answer", SupportRequest, related=RELATED)
class HandOver(RequestPage):
    form_class = HandOverForm
    action = actions.hand_over
    template_name = "support/work_form.html"
    title = gettext_lazy("Hand over %(number)s")
    subtitle = gettext_lazy("%(district.name)s · now with %(answered_by)s")
    message = gettext_lazy("%(owner)s answers %(number)s from now on.")

    def form_kwargs(self) -> dict[str, Any]:
        return {"people": possible_owners(self.object)}

    def context(self, form: HandOverForm) -> dict[str, Any]:
        asked = self.object
        return {
            "asked": asked,
            "tells": _("Who takes over is told by letter; the day by which to answer stays the same."),
            "form": form if asked.is_open and form.fields["to"].queryset.exists() else None,
            "why_not": "" if asked.is_open else _("%(number)s has ended.") % {"number": asked.number},
        }


def breadcrumbs(asked: SupportRequest) -> list[tuple[str, str]]:
    return [(_("Requests"), path_to("requests")), (asked.number, asked.get_absolute_url())]


def show(request: PersonRequest, asked: SupportRequest, form: BaseForm | None = None) -> HttpResponse:
    person = request.user
    may_answer = person.has_perm("support.answer", asked)
    may_add = not may_answer and person.has_perm("support.ask", asked)
    again = list(asked.asked_again.all()) if asked.closed_at else []
    may_rate = asked.can_be_rated and person.has_perm("support.rate", asked)
    form_url = path_to("request-answer" if may_answer else "request-add", asked.pk)
    if isinstance(form, RateForm) or (form is None and may_rate):
        form, form_url = form or RateForm(), path_to("request-rate", asked.pk)
    elif form is None and asked.is_open and (may_answer or may_add):
        form = MessageForm(from_rec=may_answer)
    response = render(
        request,
        "support/request.html",
        {
            "title": f"{asked.number}: {asked.get_topic_display()}",
            "subtitle": _("%(district)s asked on %(day)s · %(rec)s")
            % {"district": asked.district.name, "rec": asked.rec.short_name, "day": short_day(asked.asked_on)},
            "breadcrumbs": [(_("Requests"), path_to("requests"))],
            "asked": asked,
            "thread": list(asked.messages.select_related("by")),
            "assistance": asked.assistance.first() if asked.outcome == Outcome.ASSISTANCE else None,
            "form": form,
            "form_url": form_url,
            "form_heading": _form_heading(form, may_answer),
            "may_end": may_answer and asked.is_open,
            "undo_until": _undo_until(asked) if may_answer else None,
            "may_withdraw": may_add and asked.is_open,
            "again_url": f"{path_to('request-ask')}?again={asked.pk}"
            if may_add and asked.can_be_asked_again and not again
            else "",
            "about": _about(asked, again),
            "history": history_of(asked, request),
        },
    )
    looked_at(response, request, about=asked)
    return response


def _undo_until(asked: SupportRequest) -> datetime | None:
    """Until when the end can still be taken back."""
    until = undo_until(asked)
    return until if until and timezone.now() < until else None


def _form_heading(form: BaseForm | None, may_answer: bool) -> str:
    if form is None or isinstance(form, RateForm):
        return _("Say whether it helped")
    return _("Answer the district") if may_answer else _("Write to the REC")


def _about(asked: SupportRequest, again: list[SupportRequest]) -> list[tuple[str, Any]]:
    return [
        (_("Who answers"), asked.owner or asked.rec.name),
        (_("Answer by"), long_day(asked.answer_by)),
        (_("First answer"), long_day(asked.first_answer_at) if asked.first_answer_at else _("None yet")),
        (_("Topic"), asked.get_topic_display()),
        (_("Asked by"), asked.asked_by),
        *([(_("Asked before"), _linked(asked.before))] if asked.before else []),
        *[(_("Asked again"), _linked(later)) for later in again],
    ]


def _linked(asked: SupportRequest) -> str:
    return format_html('<a href="{}">{}</a>', asked.get_absolute_url(), asked.number)
