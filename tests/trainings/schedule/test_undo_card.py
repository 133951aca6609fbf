"""For as long as the letters are held the page offers the undo, also after one has looked elsewhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import builders
from tests.trainings.schedule.planning import drafted, published, sitting
from trainings.invitations import actions as invitation
from trainings.schedule.actions import moves
from trainings.schedule.actions.publication import publish


def page(client, training):
    return client.get(training.get_absolute_url()).content.decode()


def moved(training, cast):
    return moves.move(training, venue=training.venue, online_link="", sittings=[sitting(45)], by=cast.coordinator)


def cancelled(training, cast):
    return moves.cancel(training, why="Snow.", by=cast.coordinator)


@pytest.mark.parametrize(
    ("act", "words", "part"),
    [
        (lambda training, cast: training, "Undo the publication", "undo-publish"),
        (moved, "Undo the move", "undo-move"),
        (cancelled, "Undo the cancellation", "undo-cancel"),
    ],
)
def test_the_undo_stands_on_the_page_and_works(cast, sign_in, act, words, part):
    training = act(published(cast), cast)
    client = sign_in(cast.coordinator)

    assert words in page(client, training)
    assert words in page(client, training)  # not only in the message of the first look
    assert f'action="{training.get_absolute_url()}{part}/"' in page(client, training)
    client.post(f"{training.get_absolute_url()}{part}/")
    client.get("/")

    assert words not in page(client, training)


def test_others_do_not_see_it(cast, sign_in):
    training = published(cast)

    for name in ("superintendent", "coach", "leader", "teacher"):
        assert "Undo the" not in page(sign_in(getattr(cast, name)), training)


def test_after_ten_minutes_it_is_gone(cast, sign_in):
    training = publish(drafted(cast), by=cast.coordinator, now=timezone.now() - timedelta(minutes=11))

    assert "Undo the" not in page(sign_in(cast.coordinator), training)


def test_undoing_the_move_leaves_the_publication_to_be_undone(cast, sign_in):
    training = moved(published(cast), cast)
    moves.undo_move(training, by=cast.coordinator)

    text = page(sign_in(cast.coordinator), training)

    assert "Undo the publication" in text
    assert "Undo the move" not in text


def test_a_publication_of_which_something_came_is_not_undone(cast, sign_in):
    training = published(cast)
    invitation.accept(training.invitations.get(organization=builders.district()), by=cast.superintendent)

    assert "Undo the publication" not in page(sign_in(cast.coordinator), training)
