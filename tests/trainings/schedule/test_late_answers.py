"""An invitation that can no longer be answered asks nobody for an answer any more."""

from datetime import timedelta

from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from tests import builders
from tests.trainings.schedule.planning import published, sitting
from trainings.invitations import actions
from trainings.invitations.services import ANSWER, drop_late_answers
from trainings.models import Training
from trainings.schedule.actions import drafts, moves
from trainings.tasks import close_answers


def owed(training):
    return Duty.objects.open().filter(kind=ANSWER).count()


def closed_yesterday(cast):
    training = published(cast)
    Training.objects.filter(pk=training.pk).update(registration_closes_on=today() - timedelta(days=1))
    training.refresh_from_db()
    return training


def test_once_registration_is_closed_no_answer_is_owed(cast):
    closed, still_open = closed_yesterday(cast), published(cast, title="Part 2", lead=cast.director)
    before = owed(closed)

    close_answers()
    close_answers()

    dropped = Duty.objects.filter(kind=ANSWER, closed_why="dropped")
    assert {duty.about for duty in dropped} == set(closed.invitations.all())
    assert owed(still_open) == before - closed.invitations.count() == still_open.invitations.count()


def test_what_was_answered_is_left_alone(cast):
    training = closed_yesterday(cast)
    Training.objects.filter(pk=training.pk).update(registration_closes_on=None)
    actions.accept(training.invitations.get(organization=builders.district()), by=cast.superintendent)
    training.invitations.update(answer="accepted", answered_at=timezone.now(), answered_by=cast.superintendent)
    Training.objects.filter(pk=training.pk).update(registration_closes_on=today() - timedelta(days=1))

    drop_late_answers(now=timezone.now())

    assert Duty.objects.filter(kind=ANSWER, closed_why="done").count() == 1


def test_the_invitation_says_that_no_answer_was_given_in_time(cast, sign_in):
    training = closed_yesterday(cast)
    invitation = training.invitations.get(organization=builders.district())

    text = sign_in(cast.superintendent).get(invitation.get_absolute_url()).content.decode()

    assert "No answer was given in time." in text
    assert "No answer yet" not in text
    assert "can no longer be changed" not in text


def test_who_moves_the_training_asks_again(cast):
    training = closed_yesterday(cast)
    drop_late_answers(now=timezone.now())

    moves.move(training, venue=training.venue, online_link="", sittings=[sitting(60)], by=cast.coordinator)

    assert owed(training) == training.invitations.count()


def test_a_later_closing_day_asks_again_and_moves_the_day_of_the_answer(cast):
    training = closed_yesterday(cast)
    drop_late_answers(now=timezone.now())
    day = today() + timedelta(days=20)

    drafts.set_seats(training, room_capacity=20, registration_closes_on=day, by=cast.coordinator)
    drafts.set_seats(training, room_capacity=20, registration_closes_on=day - timedelta(days=3), by=cast.coordinator)

    duties = Duty.objects.open().filter(kind=ANSWER)
    assert duties.count() == training.invitations.count()
    assert set(duties.values_list("due_on", flat=True)) == {day - timedelta(days=3)}
