import re
from datetime import timedelta

import pytest
from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.models import Hat
from tests import builders
from tests.trainings.schedule.planning import published
from trainings.invitations.services import ANSWER
from trainings.models import Training
from trainings.registrations.seats import give
from trainings.schedule.actions.moves import cancel


@pytest.fixture
def invitation(cast):
    return published(cast).invitations.get(organization=builders.district())


@pytest.fixture
def link(cast, invitation):
    """As it stands in the superintendent's letter."""
    letter = Letter.objects.get(kind="invitation", recipient=cast.superintendent)
    return re.search(r"/trainings/answer/\S+/", letter.body).group()


def test_looking_at_the_letters_link_changes_nothing(client, invitation, link):
    entries = Entry.objects.count()

    assert client.get(link).status_code == 200
    assert client.head(link).status_code == 200

    invitation.refresh_from_db()
    assert invitation.answer == ""
    assert Entry.objects.count() == entries


def test_it_accepts_once_as_the_person_written_to(cast, client, invitation, link):
    client.post(link, {"answer": "accept"})

    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_by) == ("accepted", cast.superintendent)
    assert not Duty.objects.open().filter(kind=ANSWER, organization=invitation.organization).exists()
    page = client.post(link, {"reason": "cost"})
    invitation.refresh_from_db()
    assert invitation.answer == "accepted"
    assert "Dolores Peña accepted" in page.content.decode()
    assert "served for one answer" in page.content.decode()
    assert Entry.objects.about(invitation).first().hat == "District superintendent, Cloudcroft"


def test_it_declines_with_a_reason_only(client, invitation, link):
    bad = client.post(link, {"reason": ""})
    other = client.post(link, {"reason": "other", "words": ""})
    assert "reason" in bad.context["form"].errors
    assert "words" in other.context["form"].errors

    client.post(link, {"reason": "distance"})

    invitation.refresh_from_db()
    assert (invitation.answer, invitation.decline_reason) == ("declined", "distance")
    assert Letter.objects.filter(kind="invitation_declined").exists()


def test_it_shows_nobody_elses_data(cast, client, invitation, link):
    give(
        invitation.training, people=[(cast.teacher, builders.district())], seat_mode="room", by=None, now=timezone.now()
    )

    text = client.get(link).content.decode()

    assert "Montoya" not in text
    assert "Texico" not in text
    assert "Gallegos" not in text


def test_after_the_answer_it_thanks_and_says_what_comes_next(client, invitation, link):
    text = client.post(link, {"answer": "accept"}, follow=True).content.decode()

    host = invitation.training.host.short_name
    assert f"Thank you. {host} sees your answer." in text
    assert "Next: register the people who come." in text
    assert "Sign in to register people" in text
    assert "served for one answer" not in text


def test_after_a_no_it_says_until_when_it_can_be_changed(client, invitation, link):
    text = client.post(link, {"reason": "cost"}, follow=True).content.decode()

    assert "Thank you." in text
    assert "you can still accept until" in text
    assert "Sign in to change the answer" in text


@pytest.mark.parametrize("answered", [True, False])
def test_when_it_is_over_no_button_promises_anything(client, invitation, link, answered):
    if answered:
        client.post(link, {"answer": "accept"})
    Training.objects.update(closed_at=timezone.now())

    text = client.get(link).content.decode().split("<main")[1]

    assert "The training is over." in text
    assert "Sign in" not in text and "change" not in text


@pytest.mark.parametrize("token", ["x", "a:b:c", "W10:1x:sig"])
def test_a_link_that_nobody_signed_is_unknown(client, token):
    assert client.get(f"/trainings/answer/{token}/").status_code == 404
    assert client.post(f"/trainings/answer/{token}/", {"answer": "accept"}).status_code == 404


@pytest.mark.parametrize("happened", ["began", "closed", "cancelled", "hat ended", "withdrawn"])
def test_a_link_that_no_longer_serves_says_why_and_does_nothing(cast, client, invitation, link, happened):
    if happened == "began":
        Training.objects.update(first_day=today() - timedelta(days=1))
    elif happened == "closed":
        Training.objects.update(registration_closes_on=today() - timedelta(days=1))
    elif happened == "cancelled":
        cancel(invitation.training, why="No.", by=cast.coordinator)
    elif happened == "withdrawn":
        invitation.withdrawn_at = timezone.now()
        invitation.save()
    else:
        Hat.objects.filter(person=cast.superintendent).update(ends_on=today() - timedelta(days=1))

    assert client.get(link).status_code == 410
    client.post(link, {"answer": "accept"})

    invitation.refresh_from_db()
    assert invitation.answer == ""


def test_declining_with_people_registered_is_refused_in_words(cast, client, invitation, link):
    give(
        invitation.training, people=[(cast.teacher, builders.district())], seat_mode="room", by=None, now=timezone.now()
    )

    answer = client.post(link, {"reason": "cost"})

    assert "Give up that place first, then decline." in answer.content.decode()
