"""Who owes a follow-up step: the coach once named, until then the REC's coordinators, or the district's superintendent.

Plain functions for actions; they write no journal entry of their own.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from coaching.models import FollowUpCycle, FollowUpStep
from collaborative.calendar.periods import today
from collaborative.duties.kinds import duty_kind
from collaborative.duties.models import Duty
from collaborative.duties.services import close_duty, open_duties, postpone, worded
from collaborative.people.models import Person
from collaborative.web.sentences import Sentence
from collaborative.web.sentences import gettext_kept as _
from initiatives.enums import Owes, Touchpoint

STEP, NAME_COACH = "trainings.follow_up_step", "trainings.name_coach"
DAYS_TO_NAME_COACH = 7

duty_kind(
    STEP,
    gettext_lazy("hold a planned touchpoint after a training"),
    before=(7, 1),
    after=(1, 7),
    escalates_after=14,
    escalates_to="rec_director",
)
duty_kind(
    NAME_COACH,
    gettext_lazy("name the coach who follows up with a district"),
    before=(),
    after=(3,),
    escalates_after=7,
    escalates_to="rec_director",
)


def owe_steps(steps: Iterable[FollowUpStep], now: datetime | None = None) -> None:
    """Open the duties of these steps in one statement; `cycle`, its training, district and REC are read from them."""
    open_duties(step_duty(step, now or timezone.now()) for step in steps if step.is_open)


def owe_coaches(cycles: Iterable[FollowUpCycle], now: datetime | None = None) -> None:
    """Open «Name a coach …» for the cycles that have none."""
    now = now or timezone.now()
    open_duties(
        Duty(
            kind=NAME_COACH,
            about=cycle,
            **worded(
                _("Name a coach for %(district)s: %(training)s")
                % {"district": cycle.district.short_name, "training": cycle.training.title}
            ),
            url=cycle.get_absolute_url(),
            role="rec_coordinator",
            organization_id=cycle.rec_id,
            due_on=today(now) + timedelta(DAYS_TO_NAME_COACH),
            opened_at=now,
        )
        for cycle in cycles
        if cycle.coach_id is None
    )


def settle_step(step: FollowUpStep, *, why: str = "done", now: datetime | None = None) -> None:
    """The step has ended. After the last one that a coach owes there is nothing left to name a coach for."""
    close_duty(step, STEP, why=why, now=now)
    if step.owed_by == Owes.COACH and not step.cycle.steps.open().filter(owed_by=Owes.COACH).exists():
        settle_name_coach(step.cycle, why="dropped", now=now)


def settle_name_coach(cycle: FollowUpCycle, *, why: str = "done", now: datetime | None = None) -> int:
    return close_duty(cycle, NAME_COACH, why=why, now=now)


def move_steps(steps: Iterable[FollowUpStep], *, coach: Person, now: datetime) -> None:
    """The coach's open steps change hands: what was owed before is dropped, the same is owed by the new coach.

    Reminders that went already are not sent again: the new duty begins now.
    """
    steps = [step for step in steps if step.is_open and step.owed_by == Owes.COACH]
    close_duty(steps, STEP, why="dropped", now=now)
    for step in steps:
        step.cycle.coach = coach
    owe_steps(steps, now)


def step_duty(step: FollowUpStep, now: datetime) -> Duty:
    cycle = step.cycle
    by_coach = step.owed_by == Owes.COACH
    role = "" if by_coach and cycle.coach_id else "rec_coordinator" if by_coach else "superintendent"
    return Duty(
        kind=STEP,
        about=step,
        **worded(step_text(step)),
        url=step.get_absolute_url(),
        person_id=cycle.coach_id if by_coach else None,
        role=role,
        organization_id=cycle.rec_id if role == "rec_coordinator" else step.district_id,
        due_on=step.due_on,
        opened_at=now,
    )


def step_text(step: FollowUpStep) -> Sentence:
    """What is owed, beginning with a verb."""
    words = {"district": step.cycle.district.short_name, "training": step.cycle.training.title}
    if step.owed_by == Owes.SUPERINTENDENT:
        return {
            Touchpoint.CLASSROOM_VISIT: _("Visit a classroom in %(district)s after “%(training)s”"),
            Touchpoint.TEAM_MEETING: _("Meet with your team in %(district)s after “%(training)s”"),
            Touchpoint.CALL: _("Call your REC about %(district)s after “%(training)s”"),
            Touchpoint.CHECK_IN: _("Write how %(district)s is doing after “%(training)s”"),
        }[Touchpoint(step.touchpoint)] % words
    return {
        Touchpoint.CLASSROOM_VISIT: _("Visit a classroom in %(district)s after “%(training)s”"),
        Touchpoint.TEAM_MEETING: _("Meet with the team in %(district)s after “%(training)s”"),
        Touchpoint.CALL: _("Call %(district)s about “%(training)s”"),
        Touchpoint.CHECK_IN: _("Write to %(district)s to check in after “%(training)s”"),
    }[Touchpoint(step.touchpoint)] % words


def due_later(step: FollowUpStep, due_on: date, now: datetime) -> int:
    """The due day of a step has moved: its duty and its reminders follow."""
    return postpone(step, STEP, due_on=due_on, now=now)
