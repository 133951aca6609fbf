from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from collaborative.calendar.days import short_day
from collaborative.calendar.hours import in_hours
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.journal.access_log import looked_at
from collaborative.people.enums import HAVE_ROSTERS, OrganizationKind
from collaborative.people.models import Hat, Person
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say, say_refused
from trainings.attendance.actions import closing
from trainings.attendance.actions import door as at_the_door
from trainings.attendance.forms import FOUND_AT_MOST, CorrectionForm, MarkSheet, WalkInForm
from trainings.attendance.marks import meeting_name
from trainings.attendance.sheet import AttendanceSheet
from trainings.attendance.sheet_pdf import EMPTY_LINES, sheet_pdf, trainers_line, when
from trainings.attendance.walk_ins import on_rosters
from trainings.enums import Audience, RegistrationStatus, SeatMode
from trainings.models import HoursEntry, Meeting, Registration, Training

RELATED = ("host", "venue", "initiative__lead")


@requires("trainings.keep_door", Training, related=RELATED)
def door_page(request: PersonRequest, training: Training) -> HttpResponse:
    """Who is here: the roster of one meeting, marked on the spot."""
    roll = AttendanceSheet(training)
    meeting = _meeting(request, roll)
    sheet = MarkSheet(meeting, roll.lines(meeting))
    response = render(request, "trainings/attendance/door.html", _context(request, training, roll, meeting, sheet))
    looked_at(response, request, about=training)
    return response


@require_POST
@requires("trainings.keep_door", Training, related=RELATED)
def mark(request: PersonRequest, training: Training) -> HttpResponse:
    """Save the roster; one line of it where the page asks for one line."""
    roll = AttendanceSheet(training)
    meeting = _meeting(request, roll)
    sheet = MarkSheet(meeting, roll.lines(meeting), request.POST)
    refused = ""
    if sheet.marks and not sheet.problems:
        try:
            at_the_door.mark_attendance(meeting, marks=sheet.marks, by=request.user)
        except ActionError as refusal:
            refused = refusal.message
    if request.htmx:
        return _line(request, training, meeting, sheet, refused)
    if sheet.problems:
        return render(request, "trainings/attendance/door.html", _context(request, training, roll, meeting, sheet))
    if refused:
        say_refused(request, refused)
    else:
        say(request, _saved(len(sheet.marks)))
    return redirect(door_url(training, meeting))


@require_POST
@requires("trainings.keep_door", Training, related=RELATED)
def mark_rest(request: PersonRequest, training: Training) -> HttpResponse:
    meeting = _meeting(request, AttendanceSheet(training))
    try:
        number = at_the_door.mark_rest_present(meeting, by=request.user)
    except ActionError as refusal:
        say_refused(request, refusal.message)
    else:
        words = ngettext("%(n)s person is marked present.", "%(n)s people are marked present.", number)
        say(request, words % {"n": number}, next_text=_("Now correct those who are not here."))
    return redirect(door_url(training, meeting))


@requires("trainings.keep_door", Training, related=RELATED)
def sheet(request: PersonRequest, training: Training) -> HttpResponse:
    roll = AttendanceSheet(training)
    meeting = _meeting(request, roll)
    context = {
        "title": _("Sign-in sheet"),
        "subtitle": f"{training.title}, {when(training, meeting)}",
        "breadcrumbs": [(training.title, training.get_absolute_url()), (_("At the door"), door_url(training, meeting))],
        "training": training,
        "meeting": meeting,
        "trainers": trainers_line(training),
        "people": roll.expected,
        "empty_lines": range(EMPTY_LINES),
    }
    response = render(request, "trainings/attendance/sheet.html", context)
    looked_at(response, request, about=training)
    return response


@requires("trainings.keep_door", Training, related=RELATED)
def sheet_as_pdf(request: PersonRequest, training: Training) -> HttpResponse:
    meeting = _meeting(request, AttendanceSheet(training))
    response = HttpResponse(sheet_pdf(training, meeting), content_type="application/pdf")
    name = f"sign-in-{training.pk}-{meeting.date}.pdf"
    response["Content-Disposition"] = sure(content_disposition_header(False, name))
    looked_at(response, request, kind="export", about=training)
    return response


@requires("trainings.keep_door", Training, related=RELATED)
def walk_in(request: PersonRequest, training: Training) -> HttpResponse:
    roll = AttendanceSheet(training)
    meeting = _meeting(request, roll)
    words = request.POST.get("words", request.GET.get("words", "")).strip()
    form = WalkInForm(
        sent(request),
        training=training,
        found=_found(request.user, training, words) if words else [],
        waiting=_live_without_seat(training),
    )
    form.cancel_url = door_url(training, meeting)
    if request.method == "POST" and form.is_valid():
        who, organization = form.comer
        registration = form.run(
            lambda: at_the_door.add_walk_in(
                training,
                who=who,
                organization=organization,
                seat_mode=form.cleaned_data.get("seat_mode") or _only_mode(training),
                why=form.cleaned_data.get("why", ""),
                meeting=meeting if meeting.date <= today() else None,
                by=request.user,
                once=form.once,
            )
        )
        if registration:
            say(request, _("%(name)s is on the roster.") % {"name": registration.person})
            return redirect(door_url(training, meeting))
    context = {
        "title": _("Add a walk-in"),
        "subtitle": f"{training.title}, {when(training, meeting)}",
        "breadcrumbs": [(training.title, training.get_absolute_url()), (_("At the door"), door_url(training, meeting))],
        "form": form,
        "words": words,
        "meeting": meeting,
        "nobody_found": bool(words) and not form.found,
    }
    response = render(request, "trainings/attendance/walk_in.html", context)
    if form.found:
        looked_at(response, request, about=training)
    return response


@requires(
    "trainings.run", Registration, related=("person", "organization", "training__host", "training__initiative__lead")
)
def correct(request: PersonRequest, registration: Registration, training: int, number: int) -> HttpResponse:
    if registration.training_id != training:
        raise Http404
    roll = AttendanceSheet(registration.training)
    meeting = next((one for one in roll.meetings if one.number == number), None)
    if meeting is None:
        raise Http404
    mark = next(
        (one for one in roll.marks if (one.meeting_id, one.registration_id) == (meeting.pk, registration.pk)), None
    )
    initial = {"there": "yes", "hours": mark.hours} if mark and mark.present else {"there": "no", "hours": None}
    form = CorrectionForm(sent(request), initial=initial)
    form.cancel_url = door_url(registration.training, meeting)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        done = form.run(
            lambda: closing.correct(
                registration,
                meeting,
                present=typed["there"] == "yes",
                hours=typed["hours"] if typed["hours"] is not None else meeting.hours,
                why=typed["why"],
                by=request.user,
                once=form.once,
            )
        )
        if done:
            say(request, _("The attendance of %(name)s is corrected.") % {"name": registration.person})
            return redirect(door_url(registration.training, meeting))
    entries = HoursEntry.objects.filter(person=registration.person, meeting=meeting).select_related("entered_by")
    context = {
        "title": _("Correct the attendance of %(name)s") % {"name": registration.person},
        "subtitle": f"{registration.training.title}, {meeting_name(meeting)}",
        "breadcrumbs": [(registration.training.title, registration.training.get_absolute_url())],
        "form": form,
        "entries": [(entry, in_hours(entry.hours)) for entry in entries.order_by("id")],
        "most": in_hours(meeting.hours),
    }
    response = render(request, "trainings/attendance/correct.html", context)
    looked_at(response, request, about=registration)
    return response


def _context(
    request: PersonRequest, training: Training, roll: AttendanceSheet, meeting: Meeting, sheet: MarkSheet
) -> dict[str, Any]:
    may_run = request.user.has_perm("trainings.run", training)
    counts = roll.counts(meeting)
    has_begun = max(one.starts_at for one in roll.meetings) <= timezone.now()
    return {
        "title": _("At the door"),
        "subtitle": f"{training.title}, {when(training, meeting)}",
        "breadcrumbs": [(_("Trainings"), path_to("trainings")), (training.title, training.get_absolute_url())],
        "training": training,
        "meeting": meeting,
        "meetings": roll.meetings,
        "form": sheet,
        "lines": sheet.lines,
        "count_text": count_text(counts),
        "unmarked": counts["unmarked"],
        "can_mark": training.is_at_the_door and meeting.date <= today(),
        "opens_text": short_day(meeting.date),
        "may_correct": may_run and training.is_closed,
        "trainers": trainers_line(training),
        "action": Link(_("Close the training"), path_to("training-close", training.pk))
        if may_run and has_begun and training.is_at_the_door
        else None,
    }


def _line(request: PersonRequest, training: Training, meeting: Meeting, sheet: MarkSheet, refused: str) -> HttpResponse:
    """The line that was saved, with the counts of the page."""
    roll = AttendanceSheet(training)
    asked = {key.split("-")[1] for key in request.POST if key.startswith(("there-", "hours-"))}
    lines = [line for line in MarkSheet(meeting, roll.lines(meeting)).lines if str(line.registration.pk) in asked]
    for line in lines:
        line.problem = refused or next(
            (said for at, said in sheet.problems if at == f"hours-{line.registration.pk}"), ""
        )
        line.saved = not line.problem and line.mark is not None
    counts = roll.counts(meeting)
    context = {
        "lines": lines,
        "training": training,
        "meeting": meeting,
        "can_mark": True,
        "count_text": count_text(counts),
        "unmarked": counts["unmarked"],
    }
    return render(request, "trainings/attendance/saved_line.html", context)


def count_text(counts: Any) -> str:
    text = _("%(present)s present, %(absent)s absent")
    if counts["unmarked"]:
        text = _("%(present)s present, %(absent)s absent, %(unmarked)s not marked yet")
    here = counts["present"] + counts["partly"]
    return text % {"present": here, "absent": counts["absent"], "unmarked": counts["unmarked"]}


def _meeting(request: PersonRequest, roll: AttendanceSheet) -> Meeting:
    """The meeting asked for; else today's; else the first that is not wholly marked; else the last."""
    if not roll.meetings:
        raise Http404
    wanted = request.POST.get("meeting", request.GET.get("meeting", ""))
    if wanted:
        found = next((one for one in roll.meetings if str(one.number) == wanted), None)
        if found is None:
            raise Http404
        return found
    day = today()
    open_ones = [one for one in roll.meetings if roll.counts(one)["unmarked"]]
    return next((one for one in roll.meetings if one.date == day), None) or next(iter(open_ones), roll.meetings[-1])


def door_url(training: Training, meeting: Meeting) -> str:
    return f"{path_to('door', training.pk)}?meeting={meeting.number}"


def next_to_mark(training: Training, roll: AttendanceSheet) -> str:
    missing = roll.missing()
    return door_url(training, missing[0][0] if missing else roll.meetings[-1])


def _saved(number: int) -> str:
    if not number:
        return _("Nothing was changed.")
    return ngettext("Saved: %(n)s person.", "Saved: %(n)s people.", number) % {"n": number}


def _found(person: Person, training: Training, words: str) -> list[Hat]:
    """People within reach on the rosters of those invited, who have no seat yet: one line per person and place."""
    kinds = (OrganizationKind.REC,) if training.audience == Audience.ALL_RECS else HAVE_ROSTERS
    seated = training.registrations.filter(status=RegistrationStatus.SEATED).values("person")
    within = Person.objects.visible_to(person).matching(words)
    hats = on_rosters(on=timezone.now()).filter(organization__kind__in=kinds, person__in=within)
    return list(hats.exclude(person__in=seated)[:FOUND_AT_MOST])


def _live_without_seat(training: Training) -> list[Registration]:
    waiting = training.registrations.active().exclude(status=RegistrationStatus.SEATED)
    return list(waiting.select_related("person", "organization").order_by("id")[:FOUND_AT_MOST])


def _only_mode(training: Training) -> str:
    return SeatMode.ONLINE if training.mode == "online" else SeatMode.ROOM
