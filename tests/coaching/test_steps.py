from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from coaching.actions import cycles as actions
from coaching.models import FollowUpCycle, FollowUpStep
from coaching.services.opening import due_day
from collaborative.calendar.periods import fiscal_year_dates, today
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from tests import builders
from tests.coaching.conftest import follow_up


def duties(thing):
    return Duty.objects.open().about(thing)


def test_who_owes_a_step(cast, cycle, training):
    step = cycle.steps.get(number=1)
    assert duties(step).get().person == cast.coach
    assert duties(step).get().text == "Visit a classroom in Cloudcroft after “Structured literacy, part 1”"

    owed = duties(cycle.steps.get(number=2)).get()
    assert (owed.role, owed.organization) == ("superintendent", cycle.district)

    nobody = follow_up(training, "Tularosa")
    owed = duties(nobody.steps.get(number=1)).get()
    assert (owed.role, owed.organization) == ("rec_coordinator", builders.rec())
    assert duties(nobody).get().kind == "trainings.name_coach"


def test_naming_a_coach_moves_what_is_owed(cast, training):
    cycle = follow_up(training, "Tularosa")

    actions.name_coach(cycle, coach=cast.coach, by=cast.coordinator)

    assert not duties(cycle).exists()
    assert duties(cycle.steps.get(number=1)).get().person == cast.coach
    assert duties(cycle.steps.get(number=2)).get().role == "superintendent"
    letter = Letter.objects.get(kind="follow_up_coach_named")
    assert letter.recipient == cast.coach
    assert "Tularosa" in letter.subject
    assert Entry.objects.about(cycle).count() == 1


def test_naming_a_coach_for_all_districts_of_the_training(cast, training):
    cycles = [follow_up(training, name) for name in ("Tularosa", "Cloudcroft")]

    actions.name_coach(cycles[0], coach=cast.coach, others=True, by=cast.coordinator)

    assert set(FollowUpCycle.objects.values_list("coach", flat=True)) == {cast.coach.pk}
    assert Letter.objects.filter(kind="follow_up_coach_named").count() == 1


def test_only_somebody_of_the_region_can_coach(cast, cycle):
    with pytest.raises(ActionError, match="Nina Romero does not work for"):
        actions.name_coach(cycle, coach=cast.other_coordinator, by=cast.coordinator)
    with pytest.raises(ActionError, match="is the coach already"):
        actions.name_coach(cycle, coach=cast.coach, by=cast.coordinator)


def test_a_step_is_finished_without_a_visit(cast, step):
    actions.finish_step(step, done_on=today(), note="Spoke with Rosa.", by=cast.coach)

    step.refresh_from_db()
    assert (step.done_on, step.done_by, step.state) == (today(), cast.coach, "done")
    assert not duties(step).exists()
    assert Duty.objects.about(step).get().closed_why == "done"


def test_a_finished_step_is_not_finished_again(cast, step):
    actions.finish_step(step, done_on=today(), note="Spoke.", by=cast.coach)

    for act in (
        lambda: actions.finish_step(step, done_on=today(), note="Again.", by=cast.coordinator),
        lambda: actions.waive_step(step, why="Snow", by=cast.coordinator),
        lambda: actions.move_step(step, due_on=today() + timedelta(9), why="Snow", by=cast.coordinator),
    ):
        with pytest.raises(ActionError, match="Miguel Tafoya has recorded this step as done"):
            act()


def test_a_step_cannot_be_done_tomorrow(cast, step):
    with pytest.raises(ActionError, match="today or before"):
        actions.finish_step(step, done_on=today() + timedelta(1), note="Early", by=cast.coach)


def test_a_step_is_waived_with_a_reason(cast, step):
    actions.waive_step(step, why="The teacher has left.", by=cast.coach)

    step.refresh_from_db()
    assert step.state == "waived"
    assert Duty.objects.about(step).get().closed_why == "dropped"
    assert "The teacher has left." in Entry.objects.about(step.cycle).get().text


def test_no_coach_is_to_be_named_after_the_last_step_of_a_coach(cast, training):
    cycle = follow_up(training, "Tularosa")
    visit, call = cycle.steps.get(number=1), cycle.steps.get(number=3)

    actions.finish_step(visit, done_on=today(), note="Spoke.", by=cast.coordinator)
    assert duties(cycle).exists()
    actions.waive_step(call, why="The school year ended.", by=cast.coordinator)

    assert Duty.objects.about(cycle).get().closed_why == "dropped"
    assert duties(cycle.steps.get(number=2)).exists()  # the superintendent's own


def test_a_moved_step_moves_its_duty(cast, step):
    later = today() + timedelta(20)

    actions.move_step(step, due_on=later, why="Testing week", by=cast.superintendent)

    duty = duties(step).get()
    assert duty.due_on == later
    assert duty.next_reminder_at.date() == later - timedelta(7)
    assert "Testing week" in Entry.objects.about(step).get().text
    with pytest.raises(ActionError, match="still to come"):
        actions.move_step(step, due_on=today() - timedelta(1), why="No", by=cast.superintendent)


@pytest.mark.parametrize(
    "wrong",
    [
        {"done_on": today()},
        {"waived_at": timezone.now()},
        {"waived_why": "Snow"},
        {"done_by": "coach"},
        {"done_on": today(), "done_by": "coach", "waived_at": timezone.now(), "waived_by": "coach", "waived_why": "x"},
    ],
)
def test_the_database_refuses_half_facts(cast, step, wrong):
    wrong = {name: cast.coach if value == "coach" else value for name, value in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpStep.objects.filter(pk=step.pk).update(**wrong)


def test_one_cycle_for_a_training_and_district(cycle):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpCycle.objects.create(
            training=cycle.training,
            district=cycle.district,
            initiative=cycle.initiative,
            rec=cycle.rec,
            people_trained=1,
            opened_at=timezone.now(),
        )


def test_measures_count_what_they_open_to(cast, cycle):
    from collaborative.calendar.periods import fiscal_year
    from collaborative.figures.measures import measures

    late, due = cycle.steps.get(number=1), cycle.steps.get(number=3)
    for one, days in ((late, 3), (due, 2)):
        one.due_on = today() - timedelta(days)
        one.save()
    actions.finish_step(late, done_on=today(), note="Late", by=cast.coach)
    actions.finish_step(due, done_on=today() - timedelta(2), note="In time", by=cast.coach)
    year = fiscal_year_dates(fiscal_year(today() - timedelta(3)))

    measure = measures["steps_on_time"]
    assert list(measure.of(year, rec=cycle.rec_id, initiative=cycle.initiative_id)) == [due]
    assert set(measure.whole_of(year)) == {late, due}
    assert measure.value(year) == 50


def test_a_step_that_falls_on_a_weekend_or_a_holiday_is_due_on_the_business_day_after():
    wednesday = date(2026, 11, 25)
    assert due_day(wednesday, 29) == date(2026, 12, 24)
    assert due_day(wednesday, 30) == due_day(wednesday, 31) == due_day(wednesday, 32) == date(2026, 12, 28)
    assert due_day(wednesday, 33) == date(2026, 12, 28)
