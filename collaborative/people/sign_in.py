"""Sign-in by a code: allauth's flow, our outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from collaborative.journal.outbox import write
from collaborative.people.models import Person


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The code goes through the outbox as a secret letter, to the sign-in address alone. Other mails of allauth's are
        not ours and not sent."""
        person = context.get("user") or Person.objects.may_enter().filter(email=email).first()
        if person and template_prefix == "account/email/login_code":
            code = {"code": context["code"]}
            write("sign_in_code", about=person, to=[person], address=email, context=code, now=timezone.now())
