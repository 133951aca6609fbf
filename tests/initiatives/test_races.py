"""Two people at once, on two real connections."""

from datetime import timedelta

from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.errors import ActionError
from collaborative.journal.models import Entry
from collaborative.letters.models import Letter
from initiatives import actions
from initiatives.models import Acknowledgment, Initiative
from tests import builders
from tests.cast import make_cast
from tests.initiatives.conftest import a_measure
from tests.racing import at_once, refusals

ROUNDS = 5


def test_two_who_publish_at_once_publish_once(cloned_db):
    cast = make_cast()
    for number in range(ROUNDS):
        draft = builders.initiative(f"Initiative {number}", published=False, by=cast.bureau, asks=[(a_measure(), 1)])

        answers = at_once(
            [
                lambda draft=draft: actions.publish(draft, by=cast.bureau, revision=0),
                lambda draft=draft: actions.publish(draft, by=cast.leader, revision=0),
            ]
        )

        refused = refusals(answers)
        assert [type(one) for one in refused] == [ActionError]
        assert " published version 1." in refused[0].message
    assert Acknowledgment.objects.count() == 9 * ROUNDS
    assert Letter.objects.count() == 3 * ROUNDS
    assert Duty.objects.open().count() == 18 * ROUNDS
    assert Entry.objects.filter(verb="initiative.published").count() == ROUNDS


def test_two_who_save_at_once_do_not_overwrite_each_other(cloned_db):
    cast = make_cast()
    for number in range(ROUNDS):
        draft = builders.initiative(f"Initiative {number}", published=False, by=cast.bureau)

        def save(person, purpose, draft=draft):
            return actions.save_draft(
                draft,
                by=person,
                revision=0,
                purpose=purpose,
                audience_roles=["teacher"],
                audience_grades=[],
                starts_on=today(),
                ends_on=today() + timedelta(days=9),
                expert_valid_months=12,
            )

        answers = at_once([lambda: save(cast.bureau, "of the bureau"), lambda: save(cast.leader, "of the leader")])

        refused = refusals(answers)
        assert len(refused) == 1
        assert isinstance(refused[0], ActionError)
        assert " saved this draft at " in refused[0].message
        assert Initiative.objects.get(pk=draft.pk).revision == 1


def test_two_who_revise_at_once_begin_one_draft(cloned_db):
    cast = make_cast()
    published = builders.initiative(by=cast.bureau)

    answers = at_once(
        [lambda: actions.revise(published, by=cast.bureau), lambda: actions.revise(published, by=cast.leader)]
    )

    assert [type(one) for one in refusals(answers)] == [ActionError]
    assert published.versions.count() == 2
