"""Writing letters. Sending them is delivery.py's work."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from collaborative.journal.refs import ref
from collaborative.letters.kinds import LetterKind, kinds
from collaborative.letters.models import Letter, LetterQuerySet
from collaborative.letters.tasks import deliver_letters
from collaborative.ops.celery import hand_over
from collaborative.web.languages import speaking_to
from collaborative.web.text import Words

AT_ONCE = 50  # letters handed to Celery as one task


def letter_kind(name: str, why: Words, **behaviour: Any) -> LetterKind:
    return kinds.add(name, LetterKind(name, why, **behaviour))


def write(kind: str, **parts: Any) -> list[Letter]:
    """Write one letter to each person who has an address, and hand the due ones to Celery after commit.

    `due` is part of a letter's identity: the same (kind, about, recipient, due) is written once, whoever asks again.
    The parts are those of `draft`.
    """
    return post(draft(kind, **parts))


def draft(
    kind: str,
    *,
    about: models.Model,
    to: Iterable[Any],
    context: dict[str, Any],
    due: datetime | None = None,
    calendar: tuple[str, str] | Callable[[Any], tuple[str, str]] | None = None,
    per_person: Any = None,
    not_after: datetime | None = None,
    address: str = "",
    now: datetime | None = None,
) -> list[Letter]:
    """Letters not yet in the outbox; a sweep drafts many and posts them together.

    `calendar` is (METHOD, ics), or a function that gives them for one reader. `per_person(person)` adds to the context
    of one copy. A person without an address gets none: the caller says so where it matters. `address` is another one
    than the person's own, where it is to be confirmed. Each letter is written in the language of its reader: what stands in
    the context is a thing, a day or a text that is put into words only when it is shown; a `partial` is called once for each.
    """
    rules = kinds[kind]
    now = now or timezone.now()
    if due is None:
        due = now + timedelta(minutes=settings.LETTER_HOLD_MINUTES) if rules.held else now
    if not_after is None and rules.good_for:
        not_after = due + rules.good_for
    letters = []
    for person in dict.fromkeys(to):
        reader = _record_kept(person)
        if not (goes_to := address or reader.address):
            continue
        words = {**context, "person": reader, "why": rules.why, "site_url": settings.SITE_URL}
        with speaking_to(reader):
            words |= {name: value() for name, value in context.items() if isinstance(value, partial)}
            if per_person:
                words |= per_person(person)
            method, ics = (calendar(person) if callable(calendar) else calendar) or ("", "")
            subject = " ".join(_render(f"letters/{kind}_subject.txt", words).split())[:250]
            body = _render(f"letters/{kind}_body.txt", words)
        letters.append(
            Letter(
                kind=kind,
                about=ref(about),
                recipient=reader,
                due=due,
                address=goes_to,
                subject=subject,
                body=body,
                calendar=ics,
                calendar_method=method,
                data=words.get("data", {}),
                written_at=now,
                not_after=not_after,
            )
        )
    return letters


def _record_kept(person: Any) -> Any:
    """Of two records that became one, that which was kept; where the row was read without it, nobody asks."""
    return person.merged_into if person.__dict__.get("merged_into_id") else person


def post(letters: list[Letter]) -> list[Letter]:
    """Put drafted letters into the outbox and hand the due ones to Celery after commit. What is there already stays."""
    if not letters:
        return []
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)
    wanted = {_identity(letter) for letter in letters}
    found = Letter.objects.filter(
        **{f"{field}__in": {getattr(letter, field) for letter in letters} for field in ("kind", "about", "due")},
        recipient__in={letter.recipient_id for letter in letters},
    )
    letters = [letter for letter in found if _identity(letter) in wanted]
    now = timezone.now()
    if ready := [letter.pk for letter in letters if letter.due <= now]:
        for start in range(0, len(ready), AT_ONCE):  # in parts, so that all workers share the work
            hand_over(deliver_letters, ready[start : start + AT_ONCE])
    return letters


def _identity(letter: Letter) -> tuple:
    return letter.kind, letter.about, letter.recipient_id, letter.due


def stop(letters: LetterQuerySet, *, why: Words, now: datetime | None = None) -> int:
    """Stop letters that still wait; those that went stay as they are."""
    return (
        letters.waiting().filter(claimed_at__isnull=True).update(stopped_at=now or timezone.now(), why=str(why)[:500])
    )


def _render(template: str, words: dict[str, Any]) -> str:
    return render_to_string(template, words, using="letters").strip()
