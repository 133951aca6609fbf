"""The demo's initiatives: titles and purposes after public facts, plans and targets invented."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.people.models import Organization, Person
from initiatives import actions
from initiatives.models import Acknowledgment, Initiative

PLAN = ((30, "classroom_visit", "coach"), (60, "call", "coach"), (90, "classroom_visit", "coach"))
PLAN_WITH_LEADER = ((30, "classroom_visit", "coach"), (75, "check_in", "superintendent"))
YEAR, PAST = "year", "past"  # due at the end of the fiscal year, or some days before the loading
ASKS = (
    ("trainings_held", 2, PAST),
    ("districts_reached", 4, YEAR),
    ("people_trained", 15, YEAR),
    ("steps_on_time", 80, YEAR),
)
FEWER_ASKS = (("trainings_held", 1, PAST), ("contact_hours", 60, YEAR))
DUE_DAYS_AGO = 8


@dataclass(frozen=True)
class Theme:
    title: str
    bureau: str
    level: str
    purpose: str
    roles: tuple[str, ...]
    grades: tuple[str, ...]
    plan: tuple = PLAN
    asks: tuple = ASKS
    partners: tuple[str, ...] = ()
    days_ago: int = 320  # published so many days before the loading


TOPICS = (
    Theme(
        "Structured literacy",
        "Literacy",
        "state",
        "Every teacher of grades K–5 teaches reading in a structured way: phonemic awareness, phonics, fluency, "
        "vocabulary, comprehension. Training is followed by visits to the classroom, so that it lasts.",
        ("teacher", "principal", "special_education"),
        ("K", "1", "2", "3", "4", "5"),
        partners=("Special Education",),
    ),
    Theme(
        "Multi-layered system of supports",
        "MLSS",
        "state",
        "School teams find early which support a class or a child needs, and give it in layers, "
        "instead of waiting for a referral.",
        ("teacher", "principal", "counselor"),
        (),
        partners=("Special Education",),
        days_ago=310,
    ),
    Theme(
        "Math labs",
        "Math and Science",
        "state",
        "Teachers of grades 3–8 plan, teach and watch one lesson together, and change it for the next class.",
        ("teacher", "specialist"),
        ("3", "4", "5", "6", "7", "8"),
        days_ago=300,
    ),
    Theme(
        "Writing clear IEP goals",
        "Special Education",
        "federal",
        "Goals that a family can read and a teacher can measure; what the law asks, and what helps.",
        ("special_education", "principal"),
        (),
        plan=PLAN_WITH_LEADER,
        asks=FEWER_ASKS,
        days_ago=280,
    ),
    Theme(
        "Mentoring first-year teachers",
        "Educator Growth",
        "state",
        "Each first-year teacher has a mentor; mentors learn to observe and to listen.",
        ("teacher", "principal"),
        (),
        plan=PLAN_WITH_LEADER,
        asks=FEWER_ASKS,
        days_ago=260,
    ),
)
DRAFTED = Theme(
    "Science in the field",
    "Math and Science",
    "state",
    "One day outdoors in each grade, planned with the standards in hand.",
    ("teacher",),
    ("4", "5"),
    asks=FEWER_ASKS,
)


def publish_all(*, bureau_staff: dict[str, Person], readers: dict[int, Person], now: datetime) -> list[Initiative]:
    """Draft and publish through the actions. Every REC acknowledges but one for the last, which has not read it yet."""
    made = [_publish(topic, by=bureau_staff[topic.bureau], now=now) for topic in TOPICS]
    silent = min(readers)
    for initiative, topic in zip(made, TOPICS, strict=True):
        for row in Acknowledgment.objects.filter(version=initiative.current).select_related(
            "rec", "version__initiative"
        ):
            if row.rec_id == silent and topic is TOPICS[-1]:
                continue
            when = now - timedelta(days=topic.days_ago - 3)
            actions.acknowledge(row, by=readers[row.rec_id], now=when)
    return made


def draft(topic: Theme, *, by: Person, now: datetime, day_count: int = 0) -> Initiative:
    when = now - timedelta(days=day_count)
    day = today(when)
    lead = Organization.objects.get(kind="bureau", short_name=topic.bureau)
    initiative = actions.draft(
        title=topic.title,
        level=topic.level,
        lead=lead,
        partners=Organization.objects.filter(kind="bureau", short_name__in=topic.partners),
        purpose=topic.purpose,
        audience_roles=list(topic.roles),
        audience_grades=list(topic.grades),
        starts_on=day,
        ends_on=day + timedelta(days=900),
        expert_valid_months=24,
        by=by,
        now=when,
    )
    steps = [{"days_after": days, "touchpoint": touchpoint, "owed_by": owes} for days, touchpoint, owes in topic.plan]
    asks = [
        {"measure": measure, "target": Decimal(target), "due_on": _due_on(when_due, today(now))}
        for measure, target, when_due in topic.asks
    ]
    initiative.refresh_from_db()
    return actions.save_plan(initiative, steps=steps, asks=asks, by=by, revision=initiative.revision, now=when)


def _due_on(when: str, loaded: date) -> date:
    return loaded - timedelta(days=DUE_DAYS_AGO) if when == PAST else fiscal_year_dates(fiscal_year(loaded))[1]


def _publish(topic: Theme, *, by: Person, now: datetime) -> Initiative:
    initiative = draft(topic, by=by, now=now, day_count=topic.days_ago)
    initiative.refresh_from_db()
    when = now - timedelta(days=topic.days_ago - 1)
    published = actions.publish(initiative, by=by, revision=initiative.revision, now=when)
    published.refresh_from_db()
    return published
