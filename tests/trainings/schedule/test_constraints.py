"""Raw writes that try to break what must never be false of a training and its invitations."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import builders
from trainings.models import AudienceMember, Invitation, Meeting, Trainer, Training

NOW = timezone.now()


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"leader_override_why": "because"}, "override_named_and_reasoned"),
        ({"cancelled_at": NOW, "cancel_why": ""}, "cancel_reasoned"),
        ({"closed_at": NOW, "published_at": None}, "closed_was_held"),
        ({"closed_at": NOW, "cancelled_at": NOW, "cancel_why": "no"}, "closed_was_held"),
        ({"starts_at": None}, "published_has_meeting"),
        ({"first_day": None}, "published_has_meeting"),
        ({"last_day": None}, "published_has_meeting"),
    ],
)
def test_a_training_keeps_its_pairs(cast, facts, name):
    training = builders.training()

    with refused(f"trainings_training_{name}"), transaction.atomic():
        Training.objects.filter(pk=training.pk).update(**facts)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"ends_at": NOW - timedelta(days=900)}, "ends_after_start"),
        ({"hours": 0}, "hours_in_range"),
        ({"hours": 25}, "hours_in_range"),
    ],
)
def test_a_meeting_ends_after_it_starts_with_hours_in_range(cast, facts, name):
    training = builders.training()

    with refused(f"trainings_meeting_{name}"), transaction.atomic():
        Meeting.objects.filter(training=training).update(**facts)


def test_a_trainer_and_an_audience_member_stand_once(cast):
    training = builders.training(leader=cast.coach)
    AudienceMember.objects.create(training=training, organization=builders.district())

    with refused("trainings_trainer_once"), transaction.atomic():
        Trainer.objects.create(training=training, person=cast.coach)
    with refused("trainings_audience_member_once"), transaction.atomic():
        AudienceMember.objects.create(training=training, organization=builders.district())


def test_an_organization_is_invited_once(cast):
    training = builders.training()

    with refused("trainings_invitation_once"), transaction.atomic():
        Invitation.objects.create(training=training, organization=builders.district(), invited_at=NOW)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"answer": "accepted"}, "answer_whole"),
        ({"answered_at": NOW}, "answer_whole"),
        ({"answer": "declined", "answered_at": NOW, "by": "answered_by"}, "decline_reasoned"),
        ({"phoned_at": NOW}, "phoned_pair"),
        ({"by": "phoned_by"}, "phoned_pair"),
    ],
)
def test_an_answer_and_a_call_are_whole(cast, facts, name):
    training = builders.training()
    facts = dict(facts)
    if field := facts.pop("by", None):
        facts[field] = cast.superintendent

    with refused(f"trainings_invitation_{name}"), transaction.atomic():
        Invitation.objects.filter(training=training, organization=builders.district()).update(**facts)


def test_a_title_as_long_as_it_may_be_with_numbers_in_it_is_kept(cast):
    """Its key for sorting is longer: REC 9 stands there as REC 000009."""
    title = "Reading 1 ".ljust(140, "x")

    assert builders.training(title).title == title
