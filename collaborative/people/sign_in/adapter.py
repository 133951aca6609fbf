"""Sign-in by a code: allauth's flow, our outbox.

Who asks is counted by allauth (ACCOUNT_RATE_LIMITS, by the visitor's address); who is written to is counted here. A
person who is asked for too often gets no further letter for a while, but is never shut out: whoever asks then may enter
any code that came within its life, and one came within the last ten minutes.
"""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from collaborative.journal.refs import ref
from collaborative.letters.models import Letter
from collaborative.letters.outbox import write
from collaborative.people.models import Person
from collaborative.people.sign_in.session_store import remember

CODE_LIFE = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
IN_A_BREATH, BREATH = 3, timedelta(minutes=5)
IN_AN_HOUR, PAUSE = 12, timedelta(minutes=10)  # beyond so many letters one goes in each pause
ASKED = "sign_in_asked"  # in the session: what the first step chose, and marks of the codes that it may enter


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The code goes through the outbox as a secret letter, to the sign-in address alone. Other mails of allauth's are
        not ours and not sent."""
        person = context.get("user") or Person.objects.may_enter().filter(email=email).first()
        if person and template_prefix == "account/email/login_code":
            send_code(person, email, context["code"], session=self.request.session, now=timezone.now())

    def login(self, request: HttpRequest, user: Person) -> None:
        asked = request.session.pop(ASKED, {})
        super().login(request, user)
        remember(request.session, stays=bool(asked.get("stay")))


def begin(session: SessionBase, *, stay: bool) -> None:
    """The first step, each time anew: codes that were sent for another address are worth nothing from here on."""
    session[ASKED] = {"stay": stay, "codes": []}


def send_code(person: Person, address: str, code: str, *, session: SessionBase, now: datetime) -> None:
    """A letter with the code; or none, where too many went, and then the codes that came are good in this session, too."""
    sent = [pair for pair in cache.get(_key(person), []) if pair[1] > now.timestamp()]
    asked = session.get(ASKED, {"stay": False, "codes": []})
    if another_letter(person, now=now):
        write("sign_in_code", about=person, to=[person], address=address, context={"code": code}, now=now)
        new = [mark_of(code), (now + CODE_LIFE).timestamp()]
        cache.set(_key(person), [*sent, new], CODE_LIFE.total_seconds())
        asked["codes"].append(new)
    else:
        asked["codes"].extend(sent)
    session[ASKED] = asked


def another_letter(person: Person, *, now: datetime) -> bool:
    """Whether one more letter may go. Where not, the code of the last one has at least five minutes left."""
    letters = Letter.objects.filter(kind="sign_in_code", about=ref(person), recipient=person)
    times = letters.filter(written_at__gt=now - timedelta(hours=1)).values_list("written_at", flat=True)
    if sum(at > now - BREATH for at in times) >= IN_A_BREATH:
        return False
    return len(times) < IN_AN_HOUR or max(times) <= now - PAUSE


def was_sent(code: str, session: SessionBase, *, now: datetime) -> bool:
    """Whether this code came by a letter that this session may use, and is still good."""
    mark = mark_of(code)
    return any(mark == sent and until > now.timestamp() for sent, until in session.get(ASKED, {}).get("codes", []))


def use_once(code: str) -> bool:
    """Whether this code is used for the first time: several who asked for one person may hold the same."""
    return cache.add(f"sign-in-code-used:{mark_of(code)}", 1, CODE_LIFE.total_seconds())


def mark_of(code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac("people.sign_in.code", plain, algorithm="sha256").hexdigest()


def _key(person: Person) -> str:
    return f"sign-in-codes:{person.pk}"
