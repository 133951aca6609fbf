"""Every kind of link in a letter × what ends its power."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import get_resolver

from collaborative.people import actions
from collaborative.people.links import link_kinds
from collaborative.people.models import Person
from collaborative.people.sessions import renew_nonce

get_resolver().url_patterns  # noqa: B018  (the views' modules name their kinds)

KINDS = [
    "claim",
    "people.answer_change",
    "people.confirm_address",
    "people.stop_change",
    "trainings.answer",
    "trainings.certificate",
    "trainings.own_feed",
]

EVENTS = {
    "another address": lambda person: actions.change_address(person, email="new@example.org", by=person),
    "merge": renew_nonce,
    "end of a role": renew_nonce,
    "lock": renew_nonce,
    "signed out everywhere": lambda person: actions.sign_out_everywhere(person, by=person),
}


def test_these_are_all_the_kinds_of_link():
    assert sorted(link_kinds) == KINDS


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_link_is_dead_after(kind, event, cast):
    token = link_kinds[kind].sign(cast.teacher, 7)
    assert link_kinds[kind].read(token) == (cast.teacher, [7])

    EVENTS[event](Person.objects.get(pk=cast.teacher.pk))

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
