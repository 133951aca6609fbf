"""Sending letters: claimed, sent, recorded. A crash between the mail server's OK and our record is visible and bounded."""

import logging
import smtplib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.letters.kinds import kinds
from collaborative.letters.models import CLAIM_MINUTES, Letter

log = logging.getLogger(__name__)

PAUSES = (1, 2, 5, 15, 30, 60, 180, 360, 720, 1440)  # minutes before the next try: two days in all
MOST_ATTEMPTS = len(PAUSES) + 1
UNREACHABLE = "unreachable"
NO_ANSWER = (  # the server, not this letter, is at fault
    smtplib.SMTPConnectError,
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPSenderRefused,
)


def deliver_all(letter_ids: Iterable[int], *, now: datetime | None = None) -> Counter:
    """Send letters one after another. When the mail server does not answer, the rest waits for the next sweep; a letter
    that breaks is logged and does not keep the others waiting."""
    outcomes: Counter = Counter()
    for letter_id in letter_ids:
        try:
            outcome = deliver(letter_id, now=now)
        except Exception:
            log.exception("Letter %s broke off; it is tried again in %s minutes.", letter_id, CLAIM_MINUTES)
            outcome = "broken off"
        outcomes[outcome] += 1
        if outcome == UNREACHABLE:
            break
    return outcomes


def deliver(letter_id: int, *, now: datetime | None = None) -> str:
    """Send one letter if its moment has come and nobody else is at it. Returns its state afterwards, «not due», or
    «unreachable» where the mail server did not answer.

    The claim is one UPDATE, so that two workers never send the same letter; it counts the attempt and says so, so that a
    sender that dies is seen and bounded. The Message-ID is fixed by the first try: a letter sent again after a crash
    carries the same one, and mail servers can tell.
    """
    now = now or timezone.now()
    words = _("Sending began; no answer from the mail server is recorded yet.")
    claimed = (
        Letter.objects.due(now=now).filter(pk=letter_id).update(claimed_at=now, attempts=F("attempts") + 1, why=words)
    )
    if not claimed:
        return "not due"
    letter = Letter.objects.select_related("recipient").get(pk=letter_id)
    if letter.attempts > MOST_ATTEMPTS:
        return _end(letter, "given_up_at", _("Sending broke off too often; whether it arrived is not known."), now)
    rules = kinds[letter.kind]
    if rules.wanted and not rules.wanted(letter):
        return _end(letter, "stopped_at", _("No longer wanted when its moment came."), now)
    letter.message_id = letter.message_id or message_id(letter)
    letter.save(update_fields=["message_id"])
    try:
        as_mail(letter).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = [code for code, _said in refusal.recipients.values()]
        final = bool(codes) and min(codes) >= 500
        return (
            _end(letter, "refused_at", _server_words(refusal), now)
            if final
            else _later(letter, _server_words(refusal), now)
        )
    except NO_ANSWER as silence:
        log.warning("The mail server did not take letter %s: %s", letter.pk, silence)
        return _later(letter, str(silence), now, outcome=UNREACHABLE)
    except smtplib.SMTPResponseException as answer:
        words = f"{answer.smtp_code} {_text(answer.smtp_error)}"
        return _end(letter, "refused_at", words, now) if answer.smtp_code >= 550 else _later(letter, words, now)
    except OSError as silence:
        log.warning("The mail server did not answer for letter %s: %s", letter.pk, silence)
        return _later(letter, str(silence), now, outcome=UNREACHABLE)
    except Exception as problem:
        log.exception("Letter %s could not be sent.", letter.pk)
        return _later(letter, str(problem), now)
    return _end(letter, "sent_at", "", now)


def give_up_too_late(*, now: datetime) -> int:
    """End the letters that are of no use any more, save those that fold into another."""
    folding = [kind.name for kind in kinds.values() if kind.folds]
    late = list(Letter.objects.too_late(now=now).exclude(kind__in=folding))
    for letter in late:
        _end(letter, "given_up_at", _("It came too late to be of use."), now)
    return len(late)


def message_id(letter: Letter) -> str:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<letter-{letter.pk}-{int(letter.written_at.timestamp())}@{host}>"


def as_mail(letter: Letter) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=settings.EMAIL_SUBJECT_PREFIX + letter.subject,
        body=letter.body,
        to=[letter.address],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
        connection=get_connection(fail_silently=False),
    )
    if letter.calendar:
        message.attach_alternative(letter.calendar, f"text/calendar; method={letter.calendar_method}; charset=utf-8")
    return message


def _end(letter: Letter, fact: str, why: str, now: datetime) -> str:
    """Sent, refused, stopped or given up: one of them, once. A secret is kept by none."""
    setattr(letter, fact, now)
    letter.why, letter.claimed_at = why[:500], None
    if kinds[letter.kind].secret:
        letter.subject, letter.body = _("(erased: a secret letter)"), ""
    letter.save(update_fields=[fact, "why", "claimed_at", "subject", "body"])
    return letter.state


def _later(letter: Letter, why: str, now: datetime, *, outcome: str = "held") -> str:
    """Try again after a pause that grows; after the last attempt it is given up and shown so."""
    if letter.attempts >= MOST_ATTEMPTS:
        _end(letter, "given_up_at", why, now)
        return outcome if outcome == UNREACHABLE else letter.state
    letter.try_again_at = now + timedelta(minutes=PAUSES[letter.attempts - 1])
    letter.claimed_at, letter.why = None, why[:500]
    letter.save(update_fields=["try_again_at", "claimed_at", "why"])
    return outcome


def _server_words(refusal: smtplib.SMTPRecipientsRefused) -> str:
    return "; ".join(f"{code} {_text(words)}" for code, words in refusal.recipients.values())


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)
