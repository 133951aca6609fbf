"""«Register people» stands only where somebody is invited; everybody else is told how to take part."""

import pytest
from django.utils import timezone

from tests import builders as b
from trainings.models import Invitation

REGISTER = "Register people"


@pytest.fixture
def training(cast):
    return b.training()


def page(client, training, part=""):
    return client.get(f"{training.get_absolute_url()}{part}").content.decode()


@pytest.mark.parametrize("name", ["superintendent", "delegate", "coordinator", "director"])
def test_who_is_invited_registers(cast, sign_in, training, name):
    client = sign_in(getattr(cast, name))

    assert REGISTER in page(client, training)
    assert REGISTER in page(client, training, "registrations/")


@pytest.mark.parametrize("name", ["other_superintendent", "other_coordinator"])
def test_another_region_is_told_for_whom_it_is(cast, sign_in, training, name):
    client = sign_in(getattr(cast, name))

    text = page(client, training)
    assert REGISTER not in text
    assert f"Held for the districts of {b.rec().short_name}; yours is not invited." in text
    assert "Nobody of yours is registered yet." not in text
    assert REGISTER not in page(client, training, "registrations/")


def test_a_withdrawn_invitation_is_none(cast, sign_in, training):
    training.invitations.update(withdrawn_at=timezone.now())

    assert REGISTER not in page(sign_in(cast.superintendent), training)


def test_teachers_and_citizens_are_told_how_to_take_part(cast, sign_in, client, training):
    word = "Your superintendent registers you."
    elsewhere = b.staff(b.school(b.district("Texico"), "Texico Elementary (sample)"), "Ida", "Baca")

    assert word in page(client, training)
    assert word in page(sign_in(cast.teacher), training)
    assert "yours is not invited" in page(sign_in(elsewhere), training)
    assert word not in page(sign_in(cast.coach), training)
    assert word not in page(sign_in(cast.superintendent), training)


def test_a_session_for_recs_says_that_the_rec_registers(cast, sign_in):
    session = b.training(kind="train_the_expert", audience="all_recs", host=b.bureau())
    Invitation.objects.create(training=session, organization=b.rec(), invited_at=timezone.now())

    assert "Your REC registers you." in page(sign_in(cast.coach), session)
    assert REGISTER in page(sign_in(cast.coordinator), session)


def test_when_registration_is_closed_nobody_is_told_to_ask(cast, sign_in, training):
    training.cancelled_at, training.cancel_why = timezone.now(), "Snow."
    training.save()

    assert "registers you" not in page(sign_in(cast.teacher), training)
