"""Several places given up at once, and the way there from an invitation that is to be declined."""

import pytest
from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.journal.history import history_of
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from tests import builders as b
from trainings.registrations import seats
from trainings.registrations.actions import registration as actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(cast):
    return b.training(room_capacity=3)


@pytest.fixture
def given(cast, training):
    """Rosa, Ana and Bea have a seat, Cleo waits; the superintendent registered them."""
    people = [cast.teacher, *(b.staff(cast.school, name, "Lucero") for name in ("Ana", "Bea", "Cleo"))]
    people = [(one, b.district()) for one in people]
    return seats.give(training, people=people, seat_mode="room", by=cast.superintendent, now=timezone.now())


def places_of(training):
    return dict(training.registrations.values_list("person__given_name", "status"))


def give_up_url(training, *chosen):
    query = "&".join(f"seat={one.pk}" for one in chosen)
    return f"{training.get_absolute_url()}registrations/give-up/?{query}"


def test_it_works_ticked_checked_and_done(cast, sign_in, training, given):
    client = sign_in(cast.superintendent)
    page = client.get(f"{training.get_absolute_url()}registrations/").content.decode()
    assert page.count('name="seat"') == 4
    assert 'aria-label="Choose Ana Lucero"' in page

    url = give_up_url(training, given[0], given[1])
    check = client.get(url).content.decode()
    assert "Give up 2 seats" in check
    assert "go to the next on the waiting list at once" in check
    done = client.post(url, {"why": "weather", "once": "g"}, follow=True).content.decode()

    assert "2 people no longer have a place." in done
    assert "Cleo Lucero moved up from the waiting list." in done
    assert places_of(training) == {"Rosa": "cancelled", "Ana": "cancelled", "Bea": "seated", "Cleo": "seated"}
    training.refresh_from_db()
    assert (training.room_taken, training.waiting) == (2, 0)
    assert history_of(training)[0].text == (
        "Rosa Montoya (Cloudcroft), Ana Lucero (Cloudcroft) gave their places up."
        " Cleo Lucero moved up from the waiting list."
    )
    assert Entry.objects.filter(verb="registration.cancelled").count() == 1
    assert set(Letter.objects.values_list("kind", "recipient__given_name")) == {
        ("seat_given_up", "Rosa"),
        ("seat_given_up", "Ana"),
        ("seat_moved_up", "Cleo"),
    }


def test_who_waits_and_is_given_up_does_not_move_up_first(cast, training, given):
    done = actions.give_up(training, registrations=[given[0], given[3]], why="ill", by=cast.superintendent)

    assert (len(done.ended), done.moved, done.passed_over) == (2, [], 0)
    assert places_of(training) == {"Rosa": "cancelled", "Ana": "seated", "Bea": "seated", "Cleo": "cancelled"}


def test_who_has_no_place_any_more_is_counted_honestly(cast, sign_in, training, given):
    actions.cancel(given[0], why="ill", by=cast.superintendent)

    done = actions.give_up(training, registrations=given[:2], why="ill", by=cast.superintendent)

    assert ([one.person.given_name for one in done.ended], done.passed_over) == (["Ana"], 1)
    with pytest.raises(ActionError, match="None of those chosen"):
        actions.give_up(training, registrations=given[:2], why="ill", by=cast.superintendent)


def test_nothing_happens_where_one_of_them_cannot_end(cast, training, given, monkeypatch):
    real = seats.end

    def breaking(one, **more):
        if one == given[1]:
            raise ActionError("broken")
        return real(one, **more)

    monkeypatch.setattr(seats, "end", breaking)
    with pytest.raises(ActionError, match="broken"):
        actions.give_up(training, registrations=given[:2], why="ill", by=cast.superintendent)

    assert places_of(training)["Rosa"] == "seated"
    assert not Entry.objects.exists() and not Letter.objects.exists()


def test_nobody_ticked_is_told(cast, sign_in, training, given):
    text = sign_in(cast.superintendent).get(give_up_url(training), follow=True).content.decode()

    assert "Tick at least one person who has a place." in text


def test_without_a_reason_nobody_gives_up(cast, sign_in, training, given):
    answer = sign_in(cast.superintendent).post(give_up_url(training, given[0]), {"why": ""})

    assert "Choose the reason." in answer.content.decode()
    assert places_of(training)["Rosa"] == "seated"


@pytest.mark.parametrize(("name", "status"), [("coach", 403), ("bureau", 403), ("other_superintendent", 302)])
def test_others_places_are_not_given_up(cast, sign_in, training, given, name, status):
    answer = sign_in(getattr(cast, name)).post(give_up_url(training, *given), {"why": "ill"})

    assert answer.status_code == status
    assert places_of(training)["Rosa"] == "seated"


@pytest.mark.parametrize("name", ["coach", "teacher", "leader"])
def test_who_may_not_sees_no_boxes(cast, sign_in, training, given, name):
    page = sign_in(getattr(cast, name)).get(f"{training.get_absolute_url()}registrations/").content.decode()

    assert 'name="seat"' not in page


def test_declining_leads_to_the_places_instead_of_a_circle(cast, sign_in, training, given):
    client, invitation = sign_in(cast.superintendent), training.invitations.get(organization=b.district())

    page = client.get(f"{invitation.get_absolute_url()}decline/").content.decode()

    assert "4 people of Cloudcroft are registered. Give up their places first, then decline." in page
    assert "Why not this time?" not in page
    assert f"registrations/?at={b.district().pk}&amp;place=live&amp;show=1" in page
    client.post(give_up_url(training, *given), {"why": "weather"})
    assert "Why not this time?" in client.get(f"{invitation.get_absolute_url()}decline/").content.decode()
