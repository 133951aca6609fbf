"""Closing a training: what it comes to, who is told, done."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say
from trainings.attendance.actions import closing
from trainings.attendance.forms import CloseForm
from trainings.attendance.marks import meeting_name
from trainings.attendance.sheet import AttendanceSheet
from trainings.attendance.views.door import count_text, door_url, next_to_mark
from trainings.models import Training

RELATED = ("host", "venue", "initiative__lead")


@requires("trainings.run", Training, related=(*RELATED, "version"))
def close(request: PersonRequest, training: Training) -> HttpResponse:
    """The check page: what closing comes to, or what stands in its way."""
    roll = AttendanceSheet(training)
    if not roll.meetings:  # a draft without days has no door to close either
        raise Http404
    form = CloseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        closed = form.run(lambda: closing.close(training, by=request.user, once=form.once))
        if closed:
            say(request, _("The training is closed."), next_text=_("Certificates are on their way."))
            return redirect(training.get_absolute_url())
    in_the_way = closing.why_not(training, roll, now=timezone.now())
    outcome = closing.Outcome.of(training, roll)
    context = {
        "title": _("Close the training"),
        "subtitle": training.title,
        "breadcrumbs": [
            (training.title, training.get_absolute_url()),
            (_("At the door"), path_to("door", training.pk)),
        ],
        "form": form,
        "in_the_way": in_the_way,
        "door_url": next_to_mark(training, roll),
        "rows": [] if in_the_way else _outcome_rows(training, roll, outcome),
        "tells": _tells(roll, outcome),
        "button": _("Close: %(people)s") % {"people": outcome.people},
        "cancel_url": path_to("door", training.pk),
    }
    return render(request, "trainings/attendance/close.html", context)


def _outcome_rows(training: Training, roll: AttendanceSheet, outcome: closing.Outcome) -> list[tuple[str, str, str]]:
    rows = [
        (
            capfirst(str(meeting_name(meeting))),
            count_text(roll.counts(meeting)),
            door_url(training, meeting),
        )
        for meeting in roll.meetings
    ]
    rows.append((_("Contact hours"), f"{outcome.hours:,.1f}", path_to("door", training.pk)))
    rows.append((_("Certificates"), str(outcome.certificates), ""))
    if outcome.experts:
        rows.append((_("Experts certified"), ", ".join(str(one) for one, _place in roll.at_all_meetings()), ""))
    if outcome.districts:
        names = sorted({place.short_name for _one, place in roll.people.values() if place.pk in roll.districts})
        rows.append((_("Follow-up plans"), ", ".join(names), ""))
    return rows


def _tells(roll: AttendanceSheet, outcome: closing.Outcome) -> str:
    without = sum(1 for person, _place in roll.people.values() if not person.address)
    told = outcome.certificates - without
    words = ngettext(
        "%(n)s person gets the certificate by mail.", "%(n)s people get their certificates by mail.", told
    ) % {"n": told}
    if without:
        more = ngettext(
            "%(n)s has no address: print the certificate.", "%(n)s have no address: print the certificates.", without
        )
        words = f"{words} {more % {'n': without}}"
    return f"{words} {_('This cannot be undone; attendance can be corrected afterwards, with a reason.')}"
