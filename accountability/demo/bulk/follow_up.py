"""What closing a training begins: a cycle for each district, its steps, the visits made so far."""

from datetime import time, timedelta
from decimal import Decimal

from accountability.demo.bulk.ground import weekday_before
from accountability.demo.bulk.rows import Year
from coaching.models import FollowUpCycle, FollowUpStep, Visit
from coaching.services.opening import due_day
from collaborative.calendar.periods import at_local, morning_of
from collaborative.database.sure import sure
from collaborative.people.models import Person
from trainings.models import Training


def follow_up(year: Year, training: Training, district_id: int, people: list[Person], coach: Person) -> None:
    cycle = FollowUpCycle(
        training=training,
        district_id=district_id,
        initiative_id=training.initiative_id,
        rec=year.rec,
        coach=coach,
        people_trained=len(people),
        opened_at=sure(training.closed_at),
    )
    year.cycles.append(cycle)
    for number, planned in enumerate(year.plans[training.version_id], start=1):
        due = due_day(sure(training.first_day), planned.days_after)
        done = None
        if due < year.today and year.random.random() < 0.86:
            done = min(due + timedelta(days=year.random.randint(-10, 6)), year.today - timedelta(days=1))
            done = weekday_before(done)
        waived_at = at_local(year.ended_on, time(16)) if year.ended_on and not done else None
        step = FollowUpStep(
            cycle=cycle,
            district_id=district_id,
            rec=year.rec,
            initiative_id=training.initiative_id,
            number=number,
            touchpoint=planned.touchpoint,
            owed_by=planned.owed_by,
            due_on=due,
            done_on=done,
            done_by=coach if done else None,
            waived_at=waived_at,
            waived_by=coach if waived_at else None,
            waived_why="The school year ended." if waived_at else "",
        )
        year.steps.append(step)
        if done:
            year.visits.append(
                Visit(
                    coach=coach,
                    district_id=district_id,
                    rec=year.rec,
                    initiative_id=training.initiative_id,
                    step=step,
                    kind=planned.touchpoint,
                    planned_for=done,
                    location="At the school",
                    held_on=done,
                    minutes=year.random.choice((45, 60, 90)),
                    miles=Decimal(year.random.randint(8, 160)),
                    agreed="Try the routine in one lesson and watch it together next time.",
                    logged_at=morning_of(done) + timedelta(hours=6),
                    finishes_step=True,
                    created_at=morning_of(done - timedelta(days=14)),
                )
            )
