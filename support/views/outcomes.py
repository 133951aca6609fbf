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
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import sent
from collaborative.web.messages import answer_refused, say, say_refused
from collaborative.web.text import Words
from support import actions
from support.forms import EndForm, EndWithAssistance, EndWithNo, EndWithReferral, EndWithTraining, EndWithVisit
from support.models import Outcome, SupportRequest
from support.owners import addressees_at_district
from support.queries import partners_for, trainings_for, visits_for
from support.views.thread import breadcrumbs

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
def end(request: PersonRequest, asked: SupportRequest, outcome: str) -> HttpResponse:
    if outcome not in FORMS:
        raise Http404
    if not asked.is_open and request.method != "POST":
        return _ended_already(request, asked)
    form = FORMS[outcome](sent(request))
    offered = _offer(form, asked)
    form.submit_label, form.cancel_url = _("End the request"), path_to("request-end", asked.pk)
    if request.method == "POST" and form.is_valid():
        made = form.run(
            lambda: actions.end(asked, outcome, **form.answers_for_action(), by=request.user, once=form.once)
        )
        if made:
            say(
                request,
                _("%(number)s has ended.") % {"number": made.number},
                next_text=_("%(district)s hears of it in %(minutes)s minutes and is asked whether it helped.")
                % {"district": made.district.name, "minutes": settings.LETTER_HOLD_MINUTES},
                undo_url=path_to("request-undo-end", made.pk),
            )
            return redirect(made)
    return render(request, "support/work_form.html", _context(asked, outcome, form if offered else None))


@require_POST
@requires("support.answer", SupportRequest, related=RELATED)
@answer_refused
def undo_end(request: PersonRequest, asked: SupportRequest) -> HttpResponse:
    actions.undo_end(asked, by=request.user)
    say(request, _("Undone. %(number)s is open again; nobody was told.") % {"number": asked.number})
    return redirect(asked)


def _context(asked: SupportRequest, outcome: str, form: EndForm | None) -> dict[str, Any]:
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
    return {
        "title": str(TITLES[outcome]) % {"number": asked.number},
        "subtitle": _subtitle(asked),
        "breadcrumbs": [*breadcrumbs(asked), (_("How it ends"), path_to("request-end", asked.pk))],
        "asked": asked,
        "tells": tells,
        "form": form,
        "why_not": why_not,
        "make": make,
    }


def _offer(form: EndForm, asked: SupportRequest) -> bool:
    """Narrow what can be chosen to what fits the request; False where nothing can be chosen."""
    for name, choices in (("training", trainings_for), ("visit", visits_for)):
        if name in form.fields:
            form.fields[name].queryset = choices(asked)
            return form.is_bound or form.fields[name].queryset.exists()
    if "partner" in form.fields:
        form.fields["partner"].queryset = partners_for()
    return True


def _subtitle(asked: SupportRequest) -> str:
    return _("%(district)s, %(topic)s") % {"district": asked.district.name, "topic": asked.get_topic_display()}


def _ended_already(request: PersonRequest, asked: SupportRequest) -> HttpResponse:
    say_refused(request, _("%(number)s has ended already.") % {"number": asked.number})
    return redirect(asked)
