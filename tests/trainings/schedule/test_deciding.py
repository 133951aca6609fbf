"""What a superintendent needs to decide stands before the decision: for whom, what it costs, what to know, whom to ask."""

import re

import pytest

from collaborative.letters.models import Letter
from tests import builders
from tests.trainings.schedule.planning import drafted
from trainings.invitations.contacts import contacts
from trainings.registrations.actions import registration
from trainings.registrations.queries import Entrant
from trainings.schedule.actions import drafts
from trainings.schedule.actions.publication import publish

FOR_WHOM, CONTACT = "teachers; grades K, 1", "carla.ortiz@example.org"
BRING = "Bring your core program’s teacher book."


@pytest.fixture
def training(cast):
    draft = drafted(cast, venue=builders.venue(directions="The door on the north side."))
    draft = drafts.engage(draft, lead=cast.coach, description=BRING, cost_to_district_cents=0, by=cast.coordinator)
    return publish(draft, by=cast.coordinator)


@pytest.fixture
def invitation(training):
    return training.invitations.get(organization=builders.district())


def link(cast):
    return re.search(
        r"/trainings/answer/\S+/", Letter.objects.get(kind="invitation", recipient=cast.superintendent).body
    )[0]


def test_the_training_and_the_invitation_say_for_whom_and_whom_to_ask(cast, sign_in, training, invitation):
    client = sign_in(cast.superintendent)

    for page in (training.get_absolute_url(), invitation.get_absolute_url()):
        text = client.get(page).content.decode()
        assert "For whom" in text and FOR_WHOM in text
        assert f'Carla Ortiz, <a href="mailto:{CONTACT}">' in text
        assert "north side" in text


def test_visitors_see_for_whom_but_nobodys_address(client, training):
    text = client.get(training.get_absolute_url()).content.decode()

    assert "For whom" in text
    assert CONTACT not in text


def test_the_letters_link_shows_what_there_is_to_know_before_it_asks(cast, client, training):
    text = client.get(link(cast)).content.decode()

    asks = text.index("Yes, we accept")
    for words in ("Cost to the district", BRING, CONTACT, "north side", "For whom"):
        assert text.index(words) < asks
    assert 'href="#answer"' in text


def test_letters_carry_what_to_know_and_whom_to_ask(cast, training, invitation):
    registration.register(invitation, entrants=[Entrant(person=cast.teacher)], by=cast.superintendent)

    for kind in ("invitation", "seat_confirmed"):
        body = Letter.objects.filter(kind=kind).first().body
        assert BRING in body
        assert f"Questions to: Carla Ortiz, {CONTACT}" in body
    assert f"For whom: {FOR_WHOM}" in Letter.objects.filter(kind="invitation").first().body


def test_who_made_the_training_is_named_first_and_only_who_still_runs_it(cast, training):
    helper = builders.person("Abel", "Aragon")
    builders.hat(helper, "rec_coordinator", builders.rec())

    assert contacts(training) == [cast.coordinator, helper]
    cast.coordinator.hats.update(ends_on=builders.LONG_AGO + builders.timedelta(days=1))
    assert contacts(training) == [helper]
