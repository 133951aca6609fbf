"""What the tests of scheduling share: a training drafted and published through the real actions."""

from datetime import date, time, timedelta

from collaborative.calendar.periods import today
from collaborative.people.models import Person
from initiatives.models import Initiative
from tests import builders
from trainings.models import ExpertCertification, Training
from trainings.schedule.actions import drafts
from trainings.schedule.actions.publication import publish
from trainings.schedule.timetable import Sitting


def certify(person: Person, initiative, *, organization=None, until: date | None = None) -> ExpertCertification:
    session = builders.training(
        "Train-the-expert session", of=initiative, kind="train_the_expert", audience="all_recs", host=builders.bureau()
    )
    return ExpertCertification.objects.create(
        person=person,
        initiative=initiative,
        version=initiative.current,
        training=session,
        organization=organization or builders.rec(),
        valid_from=today() - timedelta(days=30),
        valid_until=until or today() + timedelta(days=700),
    )


def sitting(days_ahead: int = 30, starts: time = time(9), ends: time = time(15, 30), **more) -> Sitting:
    return Sitting(today() + timedelta(days=days_ahead), starts, ends, **more)


def drafted(
    cast, *, initiative=None, title="Structured literacy, part 1", sittings=None, lead=None, **more
) -> Training:
    """A draft of region 9 that lacks nothing."""
    initiative = initiative or Initiative.objects.first() or builders.initiative()
    lead = lead or cast.coach
    if not ExpertCertification.objects.filter(person=lead, initiative=initiative).exists():
        certify(lead, initiative)
    venue = more.pop("venue", None) or builders.venue(name=f"Center of {title}"[:120])
    facts = {"kind": "regional", "audience": "region", "host": builders.rec(), **more}
    training = drafts.draft(initiative=initiative, title=title, by=cast.coordinator, **facts)
    training = drafts.arrange(
        training,
        mode="on_site",
        venue=venue,
        online_link="",
        sittings=sittings or [sitting()],
        by=cast.coordinator,
    )
    training = drafts.set_seats(training, room_capacity=20, by=cast.coordinator)
    return drafts.engage(training, lead=lead, by=cast.coordinator)


def published(cast, **more) -> Training:
    return publish(drafted(cast, **more), by=cast.coordinator)
