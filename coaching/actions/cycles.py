"""What becomes of a follow-up plan: a coach is named, steps are finished, moved or waived."""

from datetime import date, datetime

from django.utils import timezone

from coaching.duties import due_later, move_steps, settle_name_coach, settle_step
from coaching.models import FollowUpCycle, FollowUpStep, Visit
from coaching.queries import coaches_for
from coaching.services.steps import lock_open_step, lock_plan
from coaching.services.visits import refuse_before_training
from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters.outbox import write
from collaborative.people.models import Person
from collaborative.web.sentences import Sentence, shown
from collaborative.web.sentences import gettext_kept as _


@action
def name_coach(
    cycle: FollowUpCycle, *, coach: Person, by: Person, others: bool = False, now: datetime | None = None
) -> FollowUpCycle:
    """The coach owes the open steps from now on and takes over the planned visits. `others`: also the cycles of the same
    training in this region that have no coach yet."""
    now = now or timezone.now()
    cycles = list(
        FollowUpCycle.objects.filter(training=cycle.training_id, rec=cycle.rec_id)
        .select_for_update(of=("self",))
        .select_related("training", "district", "rec", "coach")
        .order_by("id")
    )
    first = next(one for one in cycles if one.pk == cycle.pk)
    if not coaches_for(first.rec_id).filter(pk=coach.pk).exists():
        raise ActionError(
            _("%(name)s does not work for %(rec)s now. Choose somebody else.")
            % {"name": coach, "rec": first.rec.short_name},
            field="coach",
        )
    if first.coach_id == coach.pk:
        raise ActionError(_("%(name)s is the coach already.") % {"name": coach}, field="coach")
    chosen = [first] + [one for one in cycles if others and one.coach_id is None and one.pk != first.pk]
    for one in chosen:
        _hand_over(one, coach, now)
    write(
        "follow_up_coach_named",
        about=first,
        to=[coach],
        context={"cycles": chosen, "first": first, "training": first.training, "by": by},
        now=now,
    )
    record(
        "follow_up.coach_named",
        first,
        text=_("%(coach)s follows up with %(districts)s after “%(training)s”")
        % {
            "coach": coach,
            "districts": ", ".join(one.district.short_name for one in chosen),
            "training": first.training.title,
        },
        by=by,
        also=[*chosen[1:], *(one.district for one in chosen), first.training],
        now=now,
    )
    return first


def _hand_over(cycle: FollowUpCycle, coach: Person, now: datetime) -> None:
    lock_plan(cycle.pk)
    steps = list(cycle.steps.open())
    for step in steps:
        step.cycle = cycle
    for visit in Visit.objects.planned().filter(step__cycle=cycle).exclude(coach=coach).select_for_update():
        clash = Visit.objects.standing().filter(coach=coach, step=visit.step_id, planned_for=visit.planned_for)
        if not clash.exists():
            visit.coach = coach
            visit.revision += 1
            visit.save(update_fields=["coach", "revision"])
    move_steps(steps, coach=coach, now=now)
    cycle.coach = coach
    cycle.save(update_fields=["coach"])
    settle_name_coach(cycle, now=now)


@action
def finish_step(
    step: FollowUpStep, *, done_on: date, note: str, by: Person, now: datetime | None = None
) -> FollowUpStep:
    """A step that needed no visit: a call, a written check-in. What came of it is said in a sentence."""
    now = now or timezone.now()
    step = lock_open_step(step.pk)
    if done_on > today(now):
        raise ActionError(_("Enter the day on which it was done: today or before."), field="done_on")
    refuse_before_training(done_on, step, now=now, field="done_on")
    step.done_on, step.done_by, step.done_note = done_on, by, note
    step.save(update_fields=["done_on", "done_by", "done_note"])
    settle_step(step, now=now)
    _record("follow_up.step_done", step, _("%(step)s: done on %(day)s"), {"day": shown(short_day, done_on)}, by, now)
    return step


@action
def waive_step(step: FollowUpStep, *, why: str, by: Person, now: datetime | None = None) -> FollowUpStep:
    """The step is not needed, or cannot be held; the reason stays with it."""
    now = now or timezone.now()
    step = lock_open_step(step.pk)
    step.waived_at, step.waived_by, step.waived_why = now, by, why
    step.save(update_fields=["waived_at", "waived_by", "waived_why"])
    settle_step(step, why="dropped", now=now)
    _record("follow_up.step_waived", step, _("%(step)s: waived. %(why)s"), {"why": why}, by, now)
    return step


@action
def move_step(step: FollowUpStep, *, due_on: date, why: str, by: Person, now: datetime | None = None) -> FollowUpStep:
    """The district's calendar asks for another day. Reminders follow."""
    now = now or timezone.now()
    step = lock_open_step(step.pk)
    if due_on == step.due_on:
        raise ActionError(_("It is due on this day already. Choose another one."), field="due_on")
    if due_on < today(now):
        raise ActionError(_("Choose a day that is still to come."), field="due_on")
    before, step.due_on = step.due_on, due_on
    step.save(update_fields=["due_on"])
    due_later(step, due_on, now)
    words = {"before": shown(short_day, before), "day": shown(short_day, due_on), "why": why}
    _record("follow_up.step_moved", step, _("%(step)s: moved from %(before)s to %(day)s. %(why)s"), words, by, now)
    return step


def _record(verb: str, step: FollowUpStep, text: Sentence, words: dict, by: Person, now: datetime) -> None:
    record(verb, step, text=text % {"step": step, **words}, by=by, also=[step.cycle, step.district], now=now)
