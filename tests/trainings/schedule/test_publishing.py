from datetime import timedelta

import pytest
from django.utils import timezone

from collaborative.calendar.days import long_day
from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.duties.services import close_duty, open_duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from collaborative.people.affiliations import affiliate
from collaborative.people.models import Organization
from districts.actions.region import change_region
from tests import builders
from tests.trainings.schedule.planning import drafted, published
from trainings.invitations.actions import accept
from trainings.invitations.services import ANSWER
from trainings.models import Invitation, Training
from trainings.schedule.actions import drafts
from trainings.schedule.actions.publication import publish, undo_publish


def districts_of(rec):
    return set(Organization.objects.of_kind("district").filter(parent=rec).values_list("pk", flat=True))


def test_publishing_invites_every_district_of_the_region_member_or_not(cast):
    training = published(cast)

    assert set(training.invitations.values_list("organization", flat=True)) == districts_of(builders.rec())
    assert training.published_at
    assert Duty.objects.open().filter(kind=ANSWER).count() == training.invitations.count()


def test_letters_are_held_and_go_to_superintendent_and_delegate_with_a_calendar_part(cast):
    training = published(cast)

    letters = Letter.objects.filter(kind="invitation")
    assert {letter.recipient for letter in letters} == {cast.superintendent, cast.delegate}
    assert all(letter.due > timezone.now() + timedelta(minutes=9) for letter in letters)
    assert all("METHOD:REQUEST" in letter.calendar for letter in letters)
    invitation = training.invitations.get(organization=builders.district())
    assert invitation.addressee == cast.superintendent
    assert invitation.letter.recipient == cast.superintendent
    assert training.invitations.filter(addressee=None).count() == training.invitations.count() - 1


def test_who_answers_for_two_districts_gets_one_letter_that_names_both(cast):
    second = (
        Organization.objects.of_kind("district").filter(parent=builders.rec()).exclude(short_name="Cloudcroft").first()
    )
    builders.hat(cast.superintendent, "superintendent", second)

    training = published(cast)

    letter = Letter.objects.get(kind="invitation", recipient=cast.superintendent)
    assert letter.body.count("/trainings/answer/") == 2
    assert training.invitations.filter(letter=letter).count() == 2


def test_a_train_the_expert_session_invites_the_nine_recs(cast):
    training = drafted(cast, kind="train_the_expert", audience="region", host=builders.bureau())
    training = publish(training, by=cast.bureau)

    assert training.audience == "all_recs"
    assert training.invitations.count() == 9
    assert {letter.recipient for letter in Letter.objects.filter(kind="invitation")} == {
        cast.director,
        cast.coordinator,
        cast.other_coordinator,
    }
    assert set(Duty.objects.filter(kind=ANSWER).values_list("role", flat=True)) == {"rec_coordinator"}


def test_the_audience_is_that_of_the_first_day(cast):
    comes = builders.district("Texico")
    affiliate(comes, parent=builders.rec(), starts_on=today() + timedelta(days=20), source="a decision")

    training = published(cast)

    assert training.invitations.filter(organization=comes).exists()
    assert comes.pk not in districts_of(builders.rec())


def test_a_second_publishing_is_refused_and_changes_nothing(cast):
    training = published(cast)
    entries = Entry.objects.count()

    with pytest.raises(ActionError):
        publish(training, by=cast.director)

    assert Entry.objects.count() == entries


def test_a_save_from_an_old_page_is_refused_with_who_changed_it(cast):
    training = drafted(cast)

    with pytest.raises(ActionError, match="Carla Ortiz"):
        publish(training, by=cast.director, revision=training.revision - 1)


@pytest.mark.parametrize("lacking", ["trainers", "meetings"])
def test_a_draft_that_lacks_something_is_not_published(cast, lacking):
    training = drafted(cast)
    getattr(training, lacking).all().delete()
    if lacking == "meetings":
        Training.objects.update(first_day=None, starts_at=None, published_at=None)

    with pytest.raises(ActionError):
        publish(training, by=cast.coordinator)

    assert not Invitation.objects.filter(training=training).exists()


def test_undo_takes_back_invitations_letters_and_duties(cast):
    training = undo_publish(published(cast), by=cast.coordinator)

    assert not training.is_published
    assert not training.invitations.exists()
    assert {letter.state for letter in Letter.objects.filter(kind="invitation")} == {"stopped"}
    assert not Duty.objects.open().exists()
    assert publish(training, by=cast.coordinator).is_published


def test_a_draft_can_be_thrown_away_whatever_was_once_owed_about_it(cast):
    training = undo_publish(published(cast), by=cast.coordinator)
    open_duty(
        "trainings.close", about=training, text="Close it", due_on=today(), at=training.host, role="rec_coordinator"
    )
    close_duty(training, why="dropped")

    drafts.discard(training, by=cast.coordinator)

    assert list(Training.objects.values_list("title", flat=True)) == ["Train-the-expert session"]
    assert not Duty.objects.exists()


def test_undo_comes_too_late_after_ten_minutes_or_an_answer(cast):
    training = published(cast)
    with pytest.raises(ActionError):
        undo_publish(training, by=cast.coordinator, now=timezone.now() + timedelta(minutes=11))

    accept(training.invitations.get(organization=builders.district()), by=cast.superintendent)
    with pytest.raises(ActionError):
        undo_publish(training, by=cast.coordinator)


def test_undo_is_refused_when_a_letter_is_on_its_way(cast):
    training = published(cast)
    Letter.objects.filter(kind="invitation", recipient=cast.delegate).update(claimed_at=timezone.now())

    with pytest.raises(ActionError):
        undo_publish(training, by=cast.coordinator)

    training.refresh_from_db()
    assert training.is_published
    assert Letter.objects.filter(kind="invitation", stopped_at=None).count() == 2


def test_another_closing_day_moves_the_day_by_which_answers_are_owed(cast):
    training = published(cast)
    closes_on = today() + timedelta(days=10)

    drafts.set_seats(training, room_capacity=20, registration_closes_on=closes_on, by=cast.coordinator)

    assert set(Duty.objects.open().filter(kind=ANSWER).values_list("due_on", flat=True)) == {closes_on}
    (letter,) = Letter.objects.filter(kind="invitation", recipient=cast.superintendent).waiting()
    assert long_day(closes_on) in letter.body


def test_a_change_of_region_adds_and_withdraws_invitations_and_says_so(cast):
    training = published(cast)
    goes, comes = builders.district("Cloudcroft"), builders.district("Texico")

    change_region(goes, rec=builders.rec(6), starts_on=today(), source="a decision", by=cast.leader)
    change_region(comes, rec=builders.rec(), starts_on=today(), source="a decision", by=cast.leader)

    assert training.invitations.get(organization=goes).withdrawn_at
    assert training.invitations.filter(organization=comes, withdrawn_at=None).exists()
    assert set(training.invitations.standing().values_list("organization", flat=True)) == districts_of(builders.rec())
    assert Letter.objects.filter(kind="invitation_withdrawn", recipient=cast.superintendent).exists()
    assert Letter.objects.filter(kind="invitation", recipient=cast.other_superintendent).exists()
    assert "1 invitation was withdrawn" in Entry.objects.about(goes).first().text


def test_statements_do_not_grow_with_the_region(cast, django_assert_max_num_queries):
    training = drafted(cast, audience="state")

    with django_assert_max_num_queries(45):
        publish(training, by=cast.coordinator)

    assert training.invitations.count() == 89
