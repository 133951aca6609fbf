"""Who came to a training that is closed: marks, hours, certificates, and the follow-up of each district."""

from accountability.demo.bulk.follow_up import follow_up
from accountability.demo.bulk.rows import Year, add_entry
from collaborative.database.sure import sure
from collaborative.people.models import Person
from collaborative.web.sentences import gettext_kept as _
from trainings.models import Attendance, Certificate, HoursEntry, Meeting, Registration

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def hold(year: Year, meeting: Meeting, coach: Person, seated: list[Registration]) -> None:
    """Attendance, hours, certificates, and the follow-up of every district that took part."""
    training, closed = meeting.training, sure(meeting.training.closed_at)
    trained: dict[int, list[Person]] = {}
    for registration in seated:
        present = year.random.random() > 0.06
        year.attendance.append(
            Attendance(
                meeting=meeting,
                registration=registration,
                present=present,
                hours=meeting.hours if present else 0,
                marked_at=closed,
                marked_by=training.created_by,
            )
        )
        if not present:
            continue
        trained.setdefault(registration.organization_id, []).append(registration.person)
        year.hours.append(
            HoursEntry(
                person=registration.person,
                training=training,
                meeting=meeting,
                initiative_id=training.initiative_id,
                organization_id=registration.organization_id,
                host=year.rec,
                hours=meeting.hours,
                date=meeting.date,
                entered_at=closed,
                entered_by=training.created_by,
            )
        )
        year.certificates.append(
            Certificate(
                code="".join(year.random.choices(LETTERS, k=12)),
                person=registration.person,
                training=training,
                name=str(registration.person),
                hours=meeting.hours,
                issued_at=closed,
            )
        )
    text = _("“%(title)s” was closed: %(people)s people were there.") % {
        "title": training.title,
        "people": sum(map(len, trained.values())),
    }
    add_entry(year, "training.closed", training, text, closed, training.created_by)
    for district_id, people in trained.items():
        follow_up(year, training, district_id, people, coach)
