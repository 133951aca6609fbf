"""Raw writes that try to break what must never be false of a training and its invitations."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import builders
from trainings.models import AudienceMember, Invitation, Meeting, Trainer, Training

NOW = timezone.now()


@pytest.mark.parametrize(
    "facts",
    [
        {"leader_override_why": "because"},
        {"cancelled_at": NOW, "cancel_why": ""},
        {"closed_at": NOW, "published_at": None},
        {"closed_at": NOW, "cancelled_at": NOW, "cancel_why": "no"},
        {"starts_at": None},
        {"last_day": None},
    ],
)
def test_a_training_keeps_its_pairs(cast, facts):
    training = builders.training()

    with pytest.raises(IntegrityError), transaction.atomic():
        Training.objects.filter(pk=training.pk).update(**facts)


@pytest.mark.parametrize("facts", [{"ends_at": NOW - timedelta(days=900)}, {"hours": 0}, {"hours": 25}])
def test_a_meeting_ends_after_it_starts_with_hours_in_range(cast, facts):
    training = builders.training()

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(training=training).update(**facts)


def test_a_trainer_and_an_audience_member_stand_once(cast):
    training = builders.training(leader=cast.coach)
    AudienceMember.objects.create(training=training, organization=builders.district())

    with pytest.raises(IntegrityError), transaction.atomic():
        Trainer.objects.create(training=training, person=cast.coach)
    with pytest.raises(IntegrityError), transaction.atomic():
        AudienceMember.objects.create(training=training, organization=builders.district())


def test_an_organization_is_invited_once(cast):
    training = builders.training()

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(training=training, organization=builders.district(), invited_at=NOW)


@pytest.mark.parametrize(
    "facts",
    [
        {"answer": "accepted"},
        {"answered_at": NOW},
        {"answer": "declined", "answered_at": NOW, "by": "answered_by"},
        {"phoned_at": NOW},
        {"by": "phoned_by"},
    ],
)
def test_an_answer_and_a_call_are_whole(cast, facts):
    training = builders.training()
    facts = dict(facts)
    if field := facts.pop("by", None):
        facts[field] = cast.superintendent

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(training=training, organization=builders.district()).update(**facts)
