from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from collaborative.letters import delivery
from collaborative.letters.delivery import MOST_ATTEMPTS, PAUSES, deliver, deliver_all
from collaborative.letters.models import CLAIM_MINUTES, Letter, Pulse
from collaborative.letters.outbox import stop, write
from collaborative.letters.tasks import sweep_letters
from tests import builders
from tests.racing import at_once
from tests.sink import free_port

NOW = datetime(2027, 1, 14, 16, tzinfo=UTC)


def letter_to(person, *, kind="address_changed", due=NOW, **context) -> Letter:
    (letter,) = write(kind, about=person, to=[person], context={"email": "x@example.org", **context}, due=due, now=due)
    return letter


@pytest.fixture
def ana(db):
    return builders.person("Ana", "Lucero")


@pytest.fixture
def letter(ana):
    return letter_to(ana)


def test_a_letter_goes_over_smtp_once(letter, smtp_sink):
    assert deliver(letter.pk, now=NOW) == "sent"
    assert deliver(letter.pk, now=NOW) == "not due"

    (received,) = smtp_sink.to("ana.lucero@example.org")
    letter.refresh_from_db()
    assert received.message["Message-ID"] == letter.message_id
    assert received.message["Auto-Submitted"] == "auto-generated"
    assert (letter.sent_at, letter.attempts, letter.why, letter.claimed_at) == (NOW, 1, "", None)


def test_an_address_the_server_refuses_is_said_so(letter, smtp_sink):
    smtp_sink.refused.add("ana.lucero@example.org")

    assert deliver(letter.pk, now=NOW) == "refused"

    letter.refresh_from_db()
    assert letter.why == "550 No such person here"
    assert deliver(letter.pk, now=NOW + timedelta(days=1)) == "not due"


def test_a_busy_server_is_asked_again_with_the_same_message_id(letter, smtp_sink):
    smtp_sink.busy.add("ana.lucero@example.org")
    assert deliver(letter.pk, now=NOW) == "held"
    letter.refresh_from_db()
    first, again = letter.message_id, letter.try_again_at
    assert "451" in letter.why
    assert again == NOW + timedelta(minutes=PAUSES[0])
    assert deliver(letter.pk, now=NOW) == "not due"

    smtp_sink.busy.clear()
    assert deliver(letter.pk, now=again) == "sent"

    assert smtp_sink.to("ana.lucero@example.org")[0].message["Message-ID"] == first


def test_a_dead_server_is_tried_for_two_days_and_then_given_up(letter, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    now, tries = NOW, 0

    while letter.state == "held" and tries < 50:
        assert deliver(letter.pk, now=now) == "unreachable"
        tries += 1
        letter.refresh_from_db()
        now = letter.try_again_at

    assert tries == letter.attempts == MOST_ATTEMPTS
    assert letter.given_up_at - NOW > timedelta(days=1)
    assert letter.state == "refused"
    assert deliver(letter.pk, now=now + timedelta(days=9)) == "not due"


def test_one_dead_server_does_not_cost_every_letter_a_try(ana, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    letters = [letter_to(ana, due=NOW - timedelta(minutes=number)) for number in range(5)]

    assert deliver_all([one.pk for one in letters], now=NOW) == {"unreachable": 1}

    assert sum(Letter.objects.values_list("attempts", flat=True)) == 1


def test_a_crash_between_the_ok_and_the_record_is_visible_and_repeats_the_message_id(letter, smtp_sink, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(delivery, "_end", killed)
        with pytest.raises(Killed):
            deliver(letter.pk, now=NOW)
    letter.refresh_from_db()
    assert letter.claimed_at == NOW
    assert "no answer" in letter.why
    assert deliver(letter.pk, now=NOW + timedelta(minutes=CLAIM_MINUTES - 1)) == "not due"

    assert deliver(letter.pk, now=NOW + timedelta(minutes=CLAIM_MINUTES + 1)) == "sent"

    twice = smtp_sink.to("ana.lucero@example.org")
    assert len(twice) == 2
    assert len({one.message["Message-ID"] for one in twice}) == 1


def test_a_letter_whose_sender_always_dies_is_given_up(letter, smtp_sink, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*args):
        raise Killed

    now = NOW
    with monkeypatch.context() as patch:
        patch.setattr(delivery, "as_mail", killed)
        for _attempt in range(MOST_ATTEMPTS):
            with pytest.raises(Killed):
                deliver(letter.pk, now=now)
            now += timedelta(minutes=CLAIM_MINUTES + 1)

    deliver(letter.pk, now=now)

    letter.refresh_from_db()
    assert letter.given_up_at == now
    assert "whether it arrived is not known" in letter.why


def test_one_letter_that_breaks_does_not_keep_the_others(ana, smtp_sink):
    broken, well = letter_to(ana, due=NOW - timedelta(minutes=1)), letter_to(ana)
    Letter.objects.filter(pk=broken.pk).update(kind="gone")

    assert deliver_all([broken.pk, well.pk], now=NOW) == {"broken off": 1, "sent": 1}


@pytest.mark.parametrize("ending", ["sent", "refused", "too late"])
def test_a_secret_is_kept_by_no_letter_that_has_ended(ana, smtp_sink, ending):
    letter = letter_to(ana, kind="sign_in_code", code="483920")
    assert "483920" in letter.subject + letter.body
    if ending == "refused":
        smtp_sink.refused.add("ana.lucero@example.org")

    if ending == "too late":
        assert deliver(letter.pk, now=NOW + timedelta(minutes=16)) == "not due"
        delivery.give_up_too_late(now=NOW + timedelta(minutes=16))
    else:
        deliver(letter.pk, now=NOW)

    letter.refresh_from_db()
    assert "483920" not in letter.subject + letter.body + str(letter.data) + letter.why
    assert letter.state == ("sent" if ending == "sent" else "refused")


def test_a_stopped_letter_never_goes(letter, smtp_sink):
    assert stop(Letter.objects.all(), why="Undone", now=NOW) == 1

    assert deliver(letter.pk, now=NOW) == "not due"
    assert smtp_sink.messages == []


def test_a_held_letter_waits_for_its_moment(ana, smtp_sink):
    moment = NOW + timedelta(minutes=10)
    letter = letter_to(ana, due=moment)

    assert deliver(letter.pk, now=moment - timedelta(seconds=1)) == "not due"
    assert smtp_sink.messages == []

    assert deliver(letter.pk, now=moment) == "sent"
    assert len(smtp_sink.to("ana.lucero@example.org")) == 1
    letter.refresh_from_db()
    assert letter.sent_at == moment


def test_the_same_letter_exists_once(ana, letter):
    assert letter_to(ana) == letter
    assert Letter.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(
            kind=letter.kind, about=letter.about, recipient=ana, due=NOW, address="a@b.org", written_at=NOW
        )


@pytest.mark.parametrize(
    ("one", "other"), [("sent_at", "refused_at"), ("stopped_at", "given_up_at"), ("refused_at", "given_up_at")]
)
def test_a_letter_ends_in_one_way(letter, one, other):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**{one: NOW, other: NOW})


def test_the_sweep_sends_what_is_due_and_says_that_it_ran(letter, smtp_sink):
    Letter.objects.update(due=NOW - timedelta(days=400))

    sweep_letters()

    assert len(smtp_sink.messages) == 1
    assert Pulse.objects.filter(name="letters").exists()


def test_many_workers_send_a_letter_once(cloned_db, smtp_sink):
    letters = [letter_to(builders.person("Ana", f"Number {number}"), due=NOW) for number in range(6)]

    outcomes = at_once([lambda: deliver_all([one.pk for one in letters], now=NOW)] * 6)

    assert sum(outcome["sent"] for outcome in outcomes) == 6
    assert len(smtp_sink.messages) == 6
