"""Who is invited to a training, who answers, and who registers."""

from collections.abc import Iterator
from datetime import timedelta

from accountability.demo.bulk.attendance import hold
from accountability.demo.bulk.rows import Year, add_entry
from collaborative.database.sure import sure
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import gettext_kept as _
from trainings.models import Invitation, Meeting, Registration, Training

SILENT = 6  # in every second region the seventh district sends nobody: a gap to be seen
REASONS = ("no_substitutes", "calendar", "distance", "trained")


def people_of(year: Year, per_district: float) -> Iterator[list[tuple[Person, Organization]]]:
    """Who registers for each training: people of the districts that say yes."""
    random = year.random
    cursors: dict[int, int] = {}  # by district: who comes next
    for training in year.trainings:
        people = []
        for number, district in enumerate(year.ground.districts[year.rec.pk]):
            if number == SILENT and year.rec.pk % 2:
                continue
            staff = year.ground.staff[district.pk]
            begin = cursors.get(district.pk, 0)
            wanted = min(len(staff), int(random.expovariate(1 / per_district) + 0.5))
            people += [(staff[(begin + n) % len(staff)], district) for n in range(wanted)]
            cursors[district.pk] = (begin + wanted) % len(staff)
        yield people if training.published_at and not training.cancelled_at else []


def publish_and_fill(year: Year, meeting: Meeting, coach: Person, people: list[tuple[Person, Organization]]) -> None:
    training = meeting.training
    if not training.published_at:
        return
    add_entry(
        year,
        "training.published",
        training,
        _("“%(title)s” was published.") % {"title": training.title},
        training.published_at,
        training.created_by,
    )
    invite(year, training, {district.pk for _person, district in people})
    if training.cancelled_at:
        add_entry(
            year,
            "training.cancelled",
            training,
            _("“%(title)s” was cancelled.") % {"title": training.title},
            training.cancelled_at,
            training.created_by,
        )
        return
    capacity = sure(training.room_capacity)
    seated = people[:capacity]
    when = min(training.published_at + timedelta(days=5), year.now)
    for position, (person, district) in enumerate(people):
        year.registrations.append(
            Registration(
                training=training,
                person=person,
                organization=district,
                status="seated" if position < capacity else "waiting",
                seat_mode="room",
                registered_at=when,
                registered_by=year.ground.leaders[district.pk],
                seated_at=when if position < capacity else None,
            )
        )
    training.room_taken, training.waiting = len(seated), len(people) - len(seated)
    if training.closed_at:
        hold(year, meeting, coach, year.registrations[len(year.registrations) - len(people) :][: len(seated)])


def invite(year: Year, training: Training, registered: set[int]) -> None:
    invited = sure(training.published_at)
    for district in year.ground.districts[year.rec.pk]:
        leader = year.ground.leaders[district.pk]
        answer = "accepted" if district.pk in registered else year.random.choices(("declined", ""), (0.3, 0.7))[0]
        answered = min(invited + timedelta(days=4), year.now) if answer else None
        year.invitations.append(
            Invitation(
                training=training,
                organization=district,
                invited_at=invited,
                addressee=leader if leader.email else None,
                answer=answer,
                answered_at=answered,
                answered_by=leader if answer else None,
                decline_reason=year.random.choice(REASONS) if answer == "declined" else "",
            )
        )
