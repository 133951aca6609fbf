"""Sending letters: claimed, sent, recorded. A crash between the mail server's OK and our record is visible and bounded."""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from collaborative.journal.models import Letter
from collaborative.journal.outbox import kinds
from collaborative.journal.querysets import MOST_ATTEMPTS

log = logging.getLogger(__name__)


def deliver(letter_id: int, *, now: datetime | None = None) -> str:
    """Send one letter if its moment has come and nobody else is at it. Returns its state afterwards, or «not due».

    The claim is one UPDATE, so that two workers never send the same letter. The Message-ID is fixed by the first try:
    a letter sent again after a crash carries the same one, and mail servers can tell.
    """
    now = now or timezone.now()
    claimed = Letter.objects.due(now=now).filter(pk=letter_id).update(claimed_at=now)
    if not claimed:
        return "not due"
    letter = Letter.objects.select_related("recipient").get(pk=letter_id)
    rules = kinds[letter.kind]
    if rules.wanted and not rules.wanted(letter):
        return _end(letter, "stopped_at", "No longer wanted when its moment came.", now)
    letter.attempts += 1
    letter.message_id = letter.message_id or message_id(letter)
    letter.save(update_fields=["attempts", "message_id"])
    try:
        as_mail(letter).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        return _end(letter, "refused_at", _server_words(refusal), now)
    except smtplib.SMTPResponseException as answer:
        words = f"{answer.smtp_code} {_text(answer.smtp_error)}"
        return _end(letter, "refused_at", words, now) if answer.smtp_code >= 550 else _later(letter, words, now)
    except Exception as problem:
        log.warning("Letter %s could not be sent: %s", letter.pk, problem)
        return _later(letter, str(problem), now)
    letter.sent_at, letter.claimed_at = timezone.now() if now is None else now, None
    if rules.secret:
        letter.body = ""
    letter.save(update_fields=["sent_at", "claimed_at", "body"])
    return "sent"


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
    setattr(letter, fact, now)
    letter.why, letter.claimed_at = why[:500], None
    letter.save(update_fields=[fact, "why", "claimed_at"])
    return letter.state


def _later(letter: Letter, why: str, now: datetime) -> str:
    """Try again after 1, 2, 4, 8 … minutes; after the last attempt it is given up and shown so."""
    if letter.attempts >= MOST_ATTEMPTS:
        return _end(letter, "given_up_at", why, now)
    letter.try_again_at, letter.claimed_at, letter.why = now + timedelta(minutes=2**letter.attempts), None, why[:500]
    letter.save(update_fields=["try_again_at", "claimed_at", "why"])
    return "held"


def _server_words(refusal: smtplib.SMTPRecipientsRefused) -> str:
    return "; ".join(f"{code} {_text(words)}" for code, words in refusal.recipients.values())


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else str(words)
