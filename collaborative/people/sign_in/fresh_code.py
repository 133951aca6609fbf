"""«Confirm that it is you»: a second code by letter before a weighty act, for whoever sits at a session left open.

@with_fresh_code           above a view: who has not confirmed within the last minutes is asked first, and led back
is_fresh(request)          where only some of those who come need it; `ask(request)` leads to the question
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from collaborative.letters.outbox import write
from collaborative.people.models import FreshCode, Person
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to

GOOD_FOR = timedelta(minutes=15)  # of a code, and of the confirmation in its session
MOST_TRIES = 5
NOT_AGAIN_WITHIN = timedelta(minutes=1)
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no words
KEY = "confirmed_at"


def with_fresh_code(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_fresh(request) else ask(request)

    return asking


def is_fresh(request: HttpRequest) -> bool:
    kept = request.session.get(KEY)
    if not kept or kept[0] != request.user.pk:
        return False
    return timezone.now() - datetime.fromisoformat(kept[1]) < GOOD_FOR


def ask(request: HttpRequest) -> HttpResponse:
    return redirect(f"{path_to('confirm-it-is-you')}?{urlencode({'next': request.get_full_path()})}")


def send_code(person: Person, *, now: datetime | None = None) -> None:
    """A letter with a new code. Within a minute, the one that was sent is the one to type, while it can be used."""
    now = now or timezone.now()
    with transaction.atomic():
        known = FreshCode.objects.select_for_update().filter(person=person).first()
        if known and known.tries < MOST_TRIES and now - known.sent_at < NOT_AGAIN_WITHIN:
            return
        code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
        fresh = {"code_hash": _hash(person, code), "sent_at": now, "tries": 0}
        FreshCode.objects.update_or_create(person=person, defaults=fresh)
        write(
            "confirm_it_is_you", about=person, to=[person], address=person.email or "", context={"code": code}, now=now
        )


def confirm(request: PersonRequest, typed: str) -> bool:
    """Whether it is the code; then this session is confirmed for a while. A code works once, and dies of wrong tries."""
    person, now = request.user, timezone.now()
    with transaction.atomic():
        known = FreshCode.objects.select_for_update().filter(person=person).first()
        if known is None or known.tries >= MOST_TRIES or now - known.sent_at >= GOOD_FOR:
            return False
        if not constant_time_compare(known.code_hash, _hash(person, typed)):
            known.tries += 1
            known.save(update_fields=["tries"])
            return False
        known.tries = MOST_TRIES
        known.save(update_fields=["tries"])
    request.session[KEY] = [person.pk, now.isoformat()]
    return True


def _hash(person: Person, typed: str) -> str:
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    return salted_hmac(f"people.fresh_code.{person.pk}", code, algorithm="sha256").hexdigest()
