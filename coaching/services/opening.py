"""What closing a training begins: a follow-up cycle for each district that took part. Plain functions for actions."""

from collections import Counter
from datetime import date, datetime, timedelta

from coaching.duties import open_coach_duties, open_step_duties
from coaching.models import FollowUpCycle, FollowUpStep
from collaborative.calendar.business_days import next_business_day
from collaborative.calendar.periods import today
from collaborative.people.models import Hat, Organization, Person
from initiatives.enums import Owes
from trainings.enums import FOLLOWED_UP, TrainerPart
from trainings.models import Attendance, Training


def open_cycles(training: Training, now: datetime) -> list[FollowUpCycle]:
    """One cycle per district of which somebody was present, with the steps that the training's version plans.

    A train-the-expert session opens none, nor does a follow-up training, which is itself part of a plan. A district that
    has its cycle already (a correction came later) keeps it, with the number of people put right.
    """
    if training.kind not in FOLLOWED_UP:
        return []
    trained = people_present(training)
    districts = Organization.objects.taking_part().filter(pk__in=trained).select_related("parent")
    standing = {cycle.district_id: cycle for cycle in training.cycles.all()}
    changed = [cycle for pk, cycle in standing.items() if cycle.people_trained != trained[pk]]
    for cycle in changed:
        cycle.people_trained = trained[cycle.district_id]
    FollowUpCycle.objects.bulk_update(changed, ["people_trained"])
    coaches = _coaches(training, now)
    cycles = FollowUpCycle.objects.bulk_create(
        FollowUpCycle(
            training=training,
            district=district,
            initiative_id=training.initiative_id,
            rec=district.parent or training.host,
            coach=coaches.get(district.parent_id) if district.parent_id else None,
            people_trained=trained[district.pk],
            opened_at=now,
        )
        for district in districts
        if district.pk not in standing
    )
    _plan(cycles, training, now)
    return cycles


def people_present(training: Training) -> Counter[int]:
    """How many different people of each organization were there at any meeting."""
    present = Attendance.objects.filter(meeting__training=training, present=True)
    pairs = present.order_by().values_list("registration__organization", "registration__person").distinct()
    return Counter(organization for organization, _person in pairs)


def due_day(day: date, days_after: int) -> date:
    """So many days after the training; a weekend or a holiday moves to the business day that follows."""
    return next_business_day(day + timedelta(days=days_after))


def _plan(cycles: list[FollowUpCycle], training: Training, now: datetime) -> None:
    day = today(now)
    steps = FollowUpStep.objects.bulk_create(
        FollowUpStep(
            cycle=cycle,
            district_id=cycle.district_id,
            rec_id=cycle.rec_id,
            initiative_id=cycle.initiative_id,
            number=number,
            touchpoint=planned.touchpoint,
            owed_by=planned.owed_by,
            due_on=due_day(day, planned.days_after),
        )
        for number, planned in enumerate(training.version.planned_steps.all(), start=1)
        for cycle in cycles
    )
    open_step_duties(steps, now)
    if any(step.owed_by == Owes.COACH for step in steps):
        open_coach_duties(cycles, now)


def _coaches(training: Training, now: datetime) -> dict[int, Person]:
    """The lead trainer follows up where they hold a coach's hat: by the region's id."""
    leads = training.trainers.filter(part=TrainerPart.LEAD).order_by("id").values("person")
    hats = Hat.objects.on(today(now)).filter(role="coach", person__in=leads).select_related("person").order_by("-id")
    return {hat.organization_id: hat.person for hat in hats}
