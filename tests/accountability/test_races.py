"""Two people at once, on two real connections."""

from decimal import Decimal

from accountability import actions
from accountability.models import Submission
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from tests import builders
from tests.accountability.making import deliverable
from tests.cast import make_cast
from tests.racing import at_once, refusals

ROUNDS = 5


def test_two_who_submit_at_once_submit_once(cloned_db):
    cast = make_cast()
    initiative = builders.initiative(by=cast.bureau)
    for number in range(ROUNDS):
        owed = deliverable(initiative, due_in=50 + number)

        answers = at_once(
            [
                lambda owed=owed: actions.submit(owed, note="", seen=Decimal(0), by=cast.director),
                lambda owed=owed: actions.submit(owed, note="", seen=Decimal(0), by=cast.coordinator),
            ]
        )

        told = refusals(answers)
        assert [type(one) for one in told] == [ActionError]
        assert "submitted it" in told[0].message
    assert Submission.objects.count() == ROUNDS
    assert Duty.objects.open().filter(kind="accountability.review").count() == ROUNDS
    assert Letter.objects.filter(kind="deliverable_submitted").count() == ROUNDS


def test_accepted_and_returned_at_once_ends_one_way(cloned_db):
    cast = make_cast()
    initiative = builders.initiative(by=cast.bureau)
    for number in range(ROUNDS):
        owed = deliverable(initiative, due_in=50 + number)
        submission = actions.submit(owed, note="", seen=Decimal(0), by=cast.director)

        answers = at_once(
            [
                lambda one=submission: actions.accept(one, by=cast.bureau),
                lambda one=submission: actions.return_(one, reason="Count again.", by=cast.leader),
            ]
        )

        told = refusals(answers)
        assert [type(one) for one in told] == [ActionError]
        submission.refresh_from_db()
        assert submission.state in ("accepted", "returned")
        assert Entry.objects.about(owed).filter(verb=f"deliverable.{submission.state}").count() == 1
    verbs = ["deliverable.accepted", "deliverable.returned"]
    assert Entry.objects.filter(verb__in=verbs).count() == ROUNDS


def test_the_same_form_sent_twice_submits_once(cloned_db):
    cast = make_cast()
    owed = deliverable(builders.initiative(by=cast.bureau))

    def send():
        return actions.submit(owed, note="", seen=Decimal(0), by=cast.director, once="the-same-key")

    told = refusals(at_once([send, send]))

    assert [type(one).__name__ for one in told] == ["AlreadyDone"]
    assert told[0].url == owed.get_absolute_url()
    assert Submission.objects.count() == 1
