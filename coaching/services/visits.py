"""What planning and logging a visit share. Plain functions for actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from coaching.duties import close_step_duty
from coaching.models import FollowUpStep, Visit
from coaching.notifications import tell_planned
from coaching.services.location import set_location
from coaching.services.steps import lock_open_step, lock_plan
from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.people.models import Organization, Person
from initiatives.enums import Owes
from initiatives.models import Initiative
from trainings.models import Training


@dataclass(frozen=True)
class Log:
    """What is known once a visit was held."""

    held_on: date
    location: str
    minutes: int
    people: Sequence[Person]
    agreed: str = ""
    miles: Decimal | None = None
    finishes_step: bool = True
    next_on: date | None = None

    @classmethod
    def of(cls, visit: Visit) -> "Log":
        return cls(
            sure(visit.held_on),
            visit.location,
            sure(visit.minutes),
            list(visit.people.all()),
            visit.agreed,
            visit.miles,
        )

    def check(self, now: datetime, *, step: FollowUpStep | None = None) -> None:
        if self.held_on > today(now):
            raise ActionError(_("Enter the day on which it was held: today or before."), field="held_on")
        refuse_before_training(self.held_on, step, now=now, field="held_on")
        if self.next_on and self.next_on < today(now):
            raise ActionError(_("Choose a day for the next visit that is still to come."), field="next_on")


def refuse_before_training(day: date, step: FollowUpStep | None, *, now: datetime, field: str) -> None:
    """What follows a training was not before it; a visit for no step is logged within the year. A slip of the year would
    else count as done in time."""
    if step is None:
        if day < today(now) - timedelta(days=365):
            raise ActionError(_("That is more than a year ago. Check the year."), field=field)
        return
    first = sure(Training.objects.values_list("first_day", flat=True).get(cycles=step.cycle_id))
    if day < first:
        raise ActionError(
            _("The training was on %(day)s, so this was later. Check the year.") % {"day": short_day(first)},
            field=field,
        )


def lock_visit(pk: int, *, revision: int | None) -> Visit:
    """Refuses, in words, a visit that was logged, cancelled or changed meanwhile."""
    visit = _locked(pk)
    if visit.held_on:
        raise ActionError(_("This visit was logged already, as held on %(day)s.") % {"day": short_day(visit.held_on)})
    if visit.cancelled_at:
        raise ActionError(_("This visit was cancelled meanwhile: %(why)s") % {"why": visit.cancel_why})
    _refuse_changed(visit, revision)
    return visit


def lock_held_visit(pk: int, *, revision: int | None) -> Visit:
    """Refuses, in words, a visit that was not held, or was corrected meanwhile."""
    visit = _locked(pk)
    if not visit.is_held:
        raise ActionError(_("This visit is not logged yet. Log it first."))
    _refuse_changed(visit, revision)
    return visit


def _locked(pk: int) -> Visit:
    if cycle := Visit.objects.values_list("step__cycle", flat=True).get(pk=pk):
        lock_plan(cycle)
    related = ("coach", "district", "rec", "initiative", "step__cycle")
    return Visit.objects.select_for_update(of=("self",)).select_related(*related).get(pk=pk)


def _refuse_changed(visit: Visit, revision: int | None) -> None:
    if revision is not None and revision != visit.revision:
        raise ActionError(_("Somebody changed this visit while you were typing. Load the page again and look at it."))


def start_visit(
    district: Organization,
    *,
    coach: Person,
    kind: str,
    planned_for: date,
    location: str,
    step: FollowUpStep | None,
    initiative: Initiative | None,
    now: datetime,
) -> Visit:
    if step and step.district_id != district.pk:
        raise ActionError(_("Choose a step of this district."), field="step")
    if step:
        lock_plan(step.cycle_id)
    try:
        with transaction.atomic():
            visit = Visit(
                coach=coach,
                district=district,
                rec_id=step.rec_id if step else sure(district.parent_id),
                initiative_id=step.cycle.initiative_id if step else initiative.pk if initiative else None,
                step=step,
                kind=kind,
                planned_for=planned_for,
                created_at=now,
            )
            set_location(visit, location)
            visit.save()
            return visit
    except IntegrityError as error:
        if "coaching_visit_planned_once" not in str(error):
            raise
        raise ActionError(
            _("%(coach)s has a visit for this step on %(day)s already.")
            % {"coach": coach, "day": short_day(planned_for)},
            field="planned_for",
        ) from None


def planned(
    district: Organization, *, people: Sequence[Person], step: FollowUpStep | None, by: Person, now: datetime, **facts
) -> Visit:
    """The people to be visited are told at once."""
    visit = start_visit(district, step=lock_open_step(step.pk) if step else None, now=now, **facts)
    visit.people.set(people)
    tell_planned(visit, by=by, now=now)
    return visit


def put_down(visit: Visit, told: Log) -> None:
    set_location(visit, told.location)
    visit.held_on, visit.minutes, visit.miles = told.held_on, told.minutes, told.miles
    visit.agreed = told.agreed
    visit.revision += 1
    visit.save()
    visit.people.set(told.people)


def hold(visit: Visit, told: Log, *, by: Person, now: datetime) -> Visit | None:
    """Write what is known of a visit that was held; finish its step; plan the next visit where a day is given."""
    step = FollowUpStep.objects.get(pk=visit.step_id) if visit.step_id else None
    told.check(now, step=step)
    visit.logged_at, visit.finishes_step = now, bool(step and step.is_open and told.finishes_step)
    put_down(visit, told)
    if step and visit.finishes_step:
        step.done_on, step.done_by = told.held_on, by
        step.save(update_fields=["done_on", "done_by"])
        close_step_duty(step, now=now)
    if not told.next_on:
        return None
    following = step.cycle.steps.open().filter(owed_by=Owes.COACH).order_by("due_on", "id").first() if step else None
    try:
        return planned(
            visit.district,
            coach=visit.coach,
            kind=following.touchpoint if following else visit.kind,
            planned_for=told.next_on,
            location=visit.location,
            people=told.people,
            step=following,
            initiative=visit.initiative,
            by=by,
            now=now,
        )
    except ActionError as refused:
        raise ActionError(refused.message, field="next_on") from None
