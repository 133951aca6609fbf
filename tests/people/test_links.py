"""Every kind of link in a letter × what ends its power."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import get_resolver

from collaborative.people.hats.actions import hats as hat_actions
from collaborative.people.links import link_kinds
from collaborative.people.merges import actions as merge_actions
from collaborative.people.models import Person
from collaborative.people.sign_in.actions import account as account_actions
from collaborative.people.sign_in.actions import locking as lock_actions
from tests import builders as b
from tests.cast import Cast

get_resolver().url_patterns  # noqa: B018  (the views' modules name their kinds)

KINDS = [
    "people.answer_change",
    "people.answer_claim",
    "people.answer_merge",
    "people.confirm_address",
    "people.stop_change",
    "people.stop_succession",
    "trainings.answer",
    "trainings.certificate",
    "trainings.own_feed",
]


def _merge(person: Person, cast: Cast) -> None:
    twin = b.staff(cast.school, "Rosa", "Montoya", email="rosa@example.org")
    merge_actions.merge(person, gone=twin, name_of=person, by=cast.superintendent)


def _end_role(person: Person, cast: Cast) -> None:
    hat_actions.end_hat(b.hat(person, "delegate", b.district()), by=cast.superintendent)


EVENTS = {
    "another address": lambda person, cast: account_actions.change_address(person, email="new@example.org", by=person),
    "merge": _merge,
    "end of a role": _end_role,
    "lock": lambda person, cast: lock_actions.lock(person, why="Lost the telephone.", by=cast.leader),
    "signed out everywhere": lambda person, cast: account_actions.sign_out_everywhere(person, by=person),
}


def test_these_are_all_the_kinds_of_link():
    assert [name for name in sorted(link_kinds) if not name.startswith("tests.")] == KINDS


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_link_is_dead_after(kind, event, cast):
    token = link_kinds[kind].sign(cast.teacher, 7)
    assert link_kinds[kind].read(token) == (cast.teacher, [7])

    EVENTS[event](Person.objects.get(pk=cast.teacher.pk), cast)

    assert link_kinds[kind].read(token) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_has_a_last_day(kind, cast):
    token = link_kinds[kind].sign(cast.teacher, 7)

    assert timedelta(0) < link_kinds[kind].good_for <= timedelta(days=400)
    assert replace(link_kinds[kind], good_for=timedelta(seconds=-1)).read(token) is None


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_opens_nothing_of_another_kind(kind, cast):
    token = link_kinds[kind].sign(cast.teacher, 7)

    assert [other for other in KINDS if link_kinds[other].read(token)] == [kind]


def test_a_link_of_somebody_who_has_left_is_dead(cast):
    token = link_kinds["trainings.certificate"].sign(cast.teacher, "CODE")
    Person.objects.filter(pk=cast.teacher.pk).update(is_active=False)

    assert link_kinds["trainings.certificate"].read(token) is None
