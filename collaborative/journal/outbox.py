"""Writing letters. Sending them is delivery.py's work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from collaborative.celery import hand_over
from collaborative.journal.models import Letter
from collaborative.journal.refs import ref
from collaborative.registry import Registry


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter: two text files `letters/<name>_subject.txt` and `_body.txt`, and how it behaves.

    `held`: tells many people, so it lies ten minutes in which undo can stop it. `secret`: sent at once, the body erased
    after sending. `wanted(letter)` is asked again just before sending: False stops the letter.
    """

    name: str
    why: str  # «You get this because …», printed at the foot of the letter
    held: bool = False
    secret: bool = False
    wanted: Any = None


kinds: Registry[LetterKind] = Registry("kind of letter")


def letter_kind(name: str, why: str, **behaviour: Any) -> LetterKind:
    return kinds.add(name, LetterKind(name, why, **behaviour))


def write(
    kind: str,
    *,
    about: models.Model,
    to: Iterable[models.Model],
    context: dict[str, Any],
    due: datetime | None = None,
    calendar: tuple[str, str] | Callable[[models.Model], tuple[str, str]] | None = None,
    per_person: Any = None,
    now: datetime | None = None,
) -> list[Letter]:
    """Write one letter to each person who has an address, and hand the due ones to Celery after commit.

    `due` is part of a letter's identity: the same (kind, about, recipient, due) is written once, whoever asks again.
    `calendar` is (METHOD, ics), or a function that gives them for one reader. `per_person(person)` adds to the context
    of one copy. A person without an address gets none: the caller says so where it matters.
    """
    rules = kinds[kind]
    now = now or timezone.now()
    if due is None:
        due = now + timedelta(minutes=settings.LETTER_HOLD_MINUTES) if rules.held else now
    letters = []
    for person in dict.fromkeys(to):
        if not person.address:
            continue
        words = {**context, "person": person, "why": rules.why, "site_url": settings.SITE_URL}
        if per_person:
            words |= per_person(person)
        method, ics = calendar(person) if callable(calendar) else calendar or ("", "")
        letters.append(
            Letter(
                kind=kind,
                about=ref(about),
                recipient=person,
                due=due,
                address=person.address,
                subject=_render(f"letters/{kind}_subject.txt", words).replace("\n", " ")[:250],
                body=_render(f"letters/{kind}_body.txt", words),
                calendar=ics,
                calendar_method=method,
                data=words.get("data", {}),
                written_at=now,
            )
        )
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    letters = list(
        Letter.objects.filter(kind=kind, about=ref(about), due=due, recipient__in=[one.recipient_id for one in letters])
    )
    if due <= timezone.now() and letters:
        from collaborative.journal.tasks import deliver_letters

        hand_over(deliver_letters, [letter.pk for letter in letters])
    return letters


def stop(letters: models.QuerySet, *, why: str, now: datetime | None = None) -> int:
    """Stop letters that still wait; those that went stay as they are."""
    return letters.waiting().filter(claimed_at__isnull=True).update(stopped_at=now or timezone.now(), why=why[:500])


def _render(template: str, words: dict[str, Any]) -> str:
    return render_to_string(template, words, using="letters").strip()
