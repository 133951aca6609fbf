"""Reminders under random due days, random sweeps, long outages, a mail server that fails, and both clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from collaborative.calendar.periods import at_local
from collaborative.duties.kinds import duty_kind, duty_kinds
from collaborative.duties.models import Duty
from collaborative.duties.reminders import remind
from collaborative.duties.services import close_duty, open_duty
from collaborative.letters.delivery import deliver_all
from collaborative.letters.models import Letter
from tests import builders
from tests.depth import DEEP

KIND = "tests.property"
if KIND not in duty_kinds:
    duty_kind(KIND, "for tests", before=(7, 1), after=(1, 7), escalates_after=14, escalates_to="rec_director")
GRACE = timedelta(days=duty_kinds[KIND].grace)
START = date(2026, 10, 20)  # the clocks go back on 1 November, forward on 14 March
LAST = date(2027, 3, 25)

days = st.integers(0, 120)
duties = st.lists(st.tuples(days, st.integers(0, 40), st.none() | days), min_size=1, max_size=4)
# hours between two sweeps: mostly minutes, sometimes an outage of weeks
gaps = st.lists(st.one_of(st.floats(0.02, 1.5), st.floats(1.5, 60), st.floats(60, 900)), min_size=4, max_size=25)
mail_works = st.lists(st.booleans(), min_size=25, max_size=25)


@pytest.mark.django_db
@settings(max_examples=150 if DEEP else 8)
@given(duties=duties, gaps=gaps, mail_works=mail_works)
def test_nothing_is_said_twice_lost_or_late(cast, monkeypatch, duties, gaps, mail_works):
    from collaborative.letters import delivery

    with transaction.atomic():
        begun = {}
        closing = {}
        for number, (begins, takes, closes) in enumerate(duties):
            opened = datetime.combine(START + timedelta(begins), time(17), tzinfo=UTC)
            about = builders.person("Ana", f"Number {number}")
            due_on = START + timedelta(begins + takes)
            open_duty(
                KIND,
                about=about,
                text=f"Duty {number}",
                due_on=due_on,
                at=builders.district(),
                person=cast.coach,
                now=opened,
            )
            duty = Duty.objects.latest("pk")
            begun[duty.pk] = opened
            if closes is not None:
                closing[about] = opened + timedelta(days=closes)

        now, gaps = datetime.combine(START, time(12), tzinfo=UTC), list(gaps)
        end = at_local(LAST, time(12))
        step = 0
        while now < end:
            works = mail_works[step % len(mail_works)]
            monkeypatch.setattr(delivery, "as_mail", _sends if works else _fails)
            for about, when in list(closing.items()):
                if when <= now:
                    close_duty(about, KIND, now=now)
                    del closing[about]
            remind(now=now)
            deliver_all(Letter.objects.due(now=now).order_by("due", "id").values_list("pk", flat=True), now=now)
            now += timedelta(hours=gaps[step % len(gaps)] if step < 60 else 24)
            step += 1
        monkeypatch.setattr(delivery, "as_mail", _sends)
        remind(now=end)
        deliver_all(Letter.objects.due(now=end).values_list("pk", flat=True), now=end)
        remind(now=end)

        _check(begun, end)
        transaction.set_rollback(True)


class _Mail:
    def send(self):
        pass


def _sends(letter):
    return _Mail()


def _fails(letter):
    raise ConnectionRefusedError("the server is down")


def _check(begun: dict, end: datetime) -> None:
    sent: dict[tuple, int] = {}
    sent_at: dict[int, list[datetime]] = {}
    told_in_catch_up: dict[int, list[datetime]] = {}
    for letter in Letter.objects.exclude(sent_at=None).filter(kind__startswith="duty_"):
        if letter.kind == "duty_catch_up":
            for key in letter.data["duties"]:
                told_in_catch_up.setdefault(key, []).append(letter.sent_at)
            continue
        (key,) = letter.data["duties"]
        sent[key, letter.due, letter.recipient_id] = sent.get((key, letter.due, letter.recipient_id), 0) + 1
        sent_at.setdefault(key, []).append(letter.sent_at)
        # never alone beyond its grace, never before its moment, never of a time before the duty began
        assert letter.due <= letter.sent_at < letter.due + GRACE
        assert letter.due > begun[key]
    assert all(times == 1 for times in sent.values())

    for duty in Duty.objects.filter(kind=KIND):
        moments = [when for when, _which in duty.rules.moments(duty.due_on) if begun[duty.pk] < when <= end]
        if duty.closed_at:
            assert all(at <= duty.closed_at for at in sent_at.get(duty.pk, []))  # a closed duty stops its letters
            continue
        if not moments:
            continue
        # the latest moment of an open duty is told: alone, or in a catch-up letter after it, or waits in one
        latest = moments[-1]
        alone = [due for key, due, _recipient in sent if key == duty.pk and due == latest]
        folded = [when for when in told_in_catch_up.get(duty.pk, []) if when >= latest]
        waiting = [
            letter
            for letter in Letter.objects.waiting().filter(kind__startswith="duty_").exclude(not_after__lte=end)
            if duty.pk in letter.data["duties"] and letter.due >= latest
        ]
        given_up = Letter.objects.filter(kind="duty_catch_up", given_up_at__isnull=False)
        visible = [letter for letter in given_up if duty.pk in letter.data["duties"]]
        assert alone or folded or waiting or visible, (duty, duty.due_on, latest)
