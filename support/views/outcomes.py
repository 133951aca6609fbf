"""How a request ends: first the way, then what belongs to it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import Breadcrumbs
from collaborative.web.addresses import Link, path_to
from collaborative.web.messages import answer_refused, say, say_refused
from collaborative.web.text import Words
from support import actions
from support.forms import EndForm, EndWithAssistance, EndWithNo, EndWithReferral, EndWithTraining, EndWithVisit
from support.models import Outcome, SupportRequest
from support.owners import addressees_at_district
from support.views.thread import RequestPage, breadcrumbs

WAYS = [
    (Outcome.TRAINING, gettext_lazy("With a training"), gettext_lazy("one that stands, or one you schedule for it")),
    (Outcome.VISIT, gettext_lazy("With a coaching visit"), gettext_lazy("planned, or held since the district asked")),
    (
        Outcome.ASSISTANCE,
        gettext_lazy("With technical assistance"),
        gettext_lazy("given by phone, mail, video or on site; it is logged here"),
    ),
    (
        Outcome.REFERRAL,
        gettext_lazy("With a referral to a partner agency"),
        gettext_lazy("once the district has agreed"),
    ),
    (Outcome.NO, gettext_lazy("With a “no”"), gettext_lazy("and the reason for it")),
]
FORMS: dict[str, type[EndForm]] = {
    Outcome.TRAINING: EndWithTraining,
    Outcome.VISIT: EndWithVisit,
    Outcome.ASSISTANCE: EndWithAssistance,
    Outcome.REFERRAL: EndWithReferral,
    Outcome.NO: EndWithNo,
}
TITLES: dict[str, Words] = {
    Outcome.TRAINING: gettext_lazy("End %(number)s with a training"),
    Outcome.VISIT: gettext_lazy("End %(number)s with a coaching visit"),
    Outcome.ASSISTANCE: gettext_lazy("End %(number)s with technical assistance"),
    Outcome.REFERRAL: gettext_lazy("End %(number)s with a referral"),
    Outcome.NO: gettext_lazy("End %(number)s with a “no”"),
}
RELATED = ("district", "rec", "owner", "asked_by")


@requires("support.answer", SupportRequest, related=RELATED)
def ways(request: PersonRequest, asked: SupportRequest) -> HttpResponse:
    if not asked.is_open:
        return _ended_already(request, asked)
    context = {
        "title": _("How does %(number)s end?") % {"number": asked.number},
        "subtitle": _subtitle(asked),
        "breadcrumbs": breadcrumbs(asked),
        "asked": asked,
        "ways": [(path_to("request-end-with", asked.pk, outcome), words, hint) for outcome, words, hint in WAYS],
    }
    return render(request, "support/ways.html", context)


@requires("support.answer", SupportRequest, related=RELATED)
class End(RequestPage):
    template_name = "support/work_form.html"
    message = gettext_lazy("%(number)s has ended.")
    undo = "request-undo-end"

    def before(self) -> HttpResponse | None:
        if self.outcome not in FORMS:
            raise Http404
        if not self.object.is_open and self.request.method != "POST":
            return _ended_already(self.request, self.object)
        self.form_class = FORMS[self.outcome]
        return None

    @property
    def outcome(self) -> str:
        return self.kwargs["outcome"]

    def form_kwargs(self) -> dict[str, Any]:
        return {"asked": self.object}

    def run(self, form: EndForm) -> SupportRequest:
        said = form.answers_for_action()
        return actions.end(self.object, self.outcome, **said, by=self.request.user, once=form.once)

    @property
    def title(self) -> str:
        return str(TITLES[self.outcome]) % {"number": self.object.number}

    @property
    def subtitle(self) -> str:
        return _subtitle(self.object)

    @property
    def next_text(self) -> str:
        words = _("%(district)s hears of it in %(minutes)s minutes and is asked whether it helped.")
        return words % {"district": self.object.district.name, "minutes": settings.LETTER_HOLD_MINUTES}

    def breadcrumbs(self) -> Breadcrumbs:
        return [*super().breadcrumbs(), (_("How it ends"), path_to("request-end", self.object.pk))]

    def context(self, form: EndForm) -> dict[str, Any]:
        return {**_context(self.object, self.outcome), "form": form if form.has_choices else None}


@require_POST
@requires("support.answer", SupportRequest, related=RELATED)
@answer_refused
def undo_end(request: PersonRequest, asked: SupportRequest) -> HttpResponse:
    actions.undo_end(asked, by=request.user)
    say(request, _("Undone. %(number)s is open again; nobody was told.") % {"number": asked.number})
    return redirect(asked)


def _context(asked: SupportRequest, outcome: str) -> dict[str, Any]:
    told = [str(person) for person in addressees_at_district(asked)]
    tells = _("%(names)s will be told by letter in %(minutes)s minutes, and asked whether it helped.") % {
        "minutes": settings.LETTER_HOLD_MINUTES,
        "names": ", ".join(told) or asked.district.name,
    }
    why_not, make = {
        Outcome.TRAINING: (
            _("No training of your region stands that is still to come."),
            Link(_("Schedule a training"), path_to("training-new")),
        ),
        Outcome.VISIT: (
            _("No visit to %(district)s is planned or was held since it asked.") % {"district": asked.district.name},
            Link(_("Plan a visit"), f"{path_to('visit-plan')}?district={asked.district_id}"),
        ),
    }.get(outcome, ("", None))
    return {"asked": asked, "tells": tells, "why_not": why_not, "make": make}


def _subtitle(asked: SupportRequest) -> str:
    return _("%(district)s, %(topic)s") % {"district": asked.district.name, "topic": asked.get_topic_display()}


def _ended_already(request: PersonRequest, asked: SupportRequest) -> HttpResponse:
    say_refused(request, _("%(number)s has ended already.") % {"number": asked.number})
    return redirect(asked)
