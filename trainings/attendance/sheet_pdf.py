"""The sign-in sheet on paper, for when there is no signal: everybody with a seat, and lines for those who walk in."""

from django.utils.translation import gettext as _

from collaborative.calendar.days import clock, long_day
from collaborative.web.pdf import make_pdf
from trainings.attendance.sheet import expected
from trainings.models import Meeting, Training

EMPTY_LINES = 8


def sheet_pdf(training: Training, meeting: Meeting) -> bytes:
    return make_pdf(
        "trainings/attendance/sheet.typ",
        {
            "title": _("Sign-in sheet: %(training)s, %(day)s")
            % {"training": training.title, "day": long_day(meeting.date)},
            "host": training.host.name,
            "heading": _("Sign-in sheet"),
            "training": training.title,
            "when": when(training, meeting),
            "way_in": training.venue.directions if training.venue else "",
            "trainers": trainers_line(training),
            "columns": ["", _("Name"), _("District or REC"), _("Signature"), _("Hours")],
            "people": [(str(one.person), one.organization.short_name) for one in expected(training)],
            "empty": EMPTY_LINES,
        },
    )


def when(training: Training, meeting: Meeting) -> str:
    zone = training.time_zone
    place = str(training.venue) if training.venue_id else training.get_mode_display()
    if meeting.room:
        place = f"{meeting.room.name}, {place}"
    return _("%(day)s, %(start)s to %(end)s, %(place)s") % {
        "day": long_day(meeting.date),
        "start": clock(meeting.starts_at, zone),
        "end": clock(meeting.ends_at, zone),
        "place": place,
    }


def trainers_line(training: Training) -> str:
    """Trainers stand on the sheet but not among those who sign."""
    names = [str(one.person) for one in training.trainers.select_related("person")]
    return _("Led by %(names)s (not counted)") % {"names": ", ".join(names)} if names else ""
