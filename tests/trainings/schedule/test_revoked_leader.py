"""A certification is revoked: the hosts of planned trainings owe another leader, and the expert hears why."""

from datetime import timedelta

import pytest

from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.letters.models import Letter
from tests import builders
from tests.trainings.schedule.planning import certify, published, sitting
from trainings.experts import actions as experts
from trainings.models import ExpertCertification
from trainings.schedule.actions import drafts
from trainings.schedule.duties import NAME_LEADER


@pytest.fixture
def training(cast):
    return published(cast, sittings=[sitting(30)])


@pytest.fixture
def certification(cast, training):
    return ExpertCertification.objects.get(person=cast.coach, initiative=training.initiative)


def leader_duties():
    return Duty.objects.open().filter(kind=NAME_LEADER)


def revoke(certification, cast):
    return experts.revoke(certification, why="Left the program.", by=cast.bureau)


def test_the_host_owes_another_leader_within_a_week_and_the_expert_hears_why(cast, training, certification):
    revoke(certification, cast)

    duty = leader_duties().get()
    assert (duty.role, duty.organization) == ("rec_coordinator", builders.rec())
    assert duty.due_on == today() + timedelta(days=7)
    assert duty.url == f"{training.get_absolute_url()}notice/"
    letter = Letter.objects.get(kind="certification_revoked")
    assert letter.recipient == cast.coach
    assert "Left the program." in letter.body
    assert training.title in letter.body


def test_naming_somebody_certified_settles_it(cast, training, certification):
    revoke(certification, cast)
    certify(cast.coordinator, training.initiative)

    drafts.engage(training, lead=cast.coordinator, by=cast.coordinator)

    assert not leader_duties().exists()


def test_a_second_certification_still_stands(cast, training, certification):
    certify(cast.coach, training.initiative)

    revoke(certification, cast)

    assert not leader_duties().exists()


def test_what_is_over_or_allowed_by_name_is_left_alone(cast, training, certification):
    training.leader_override_by, training.leader_override_why = cast.director, "Knows the subject well."
    training.save(update_fields=["leader_override_by", "leader_override_why"])

    revoke(certification, cast)

    assert not leader_duties().exists()


def test_the_page_names_the_trainings_before_it_is_done(cast, training, certification, sign_in):
    page = sign_in(cast.bureau).get(f"{certification.get_absolute_url()}revoke/").content.decode()

    assert training.title in page
    assert "Their hosts are asked to name another" in page


def test_the_page_promises_nothing_of_trainings_that_keep_their_leader(cast, training, certification, sign_in):
    training.leader_override_by, training.leader_override_why = cast.director, "Knows the subject well."
    training.save(update_fields=["leader_override_by", "leader_override_why"])

    page = sign_in(cast.bureau).get(f"{certification.get_absolute_url()}revoke/").content.decode()

    assert "may then no longer lead" in page
    assert "Their hosts are asked to name another" not in page
