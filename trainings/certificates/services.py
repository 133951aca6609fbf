"""Certificates and certifications: plain functions for the actions that close and correct a training."""

import secrets
from datetime import datetime, timedelta
from decimal import Decimal

from collaborative.calendar.hours import in_hours
from collaborative.letters.outbox import write
from collaborative.people.links import link_kind
from collaborative.people.models import Person
from collaborative.web.addresses import absolute, absolute_url
from trainings.models import Certificate, Training

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 and O, no 1, I and L, no U: what people mistake on paper
LENGTH = 12  # 30 ** 12 codes: not to be guessed
LINK = link_kind("trainings.certificate", good_for=timedelta(days=90))


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def typed(code: str) -> str:
    """A code as somebody types it from paper: with hyphens, spaces or in small letters."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[:40]


def issue(training: Training, hours: dict[Person, Decimal], *, now: datetime) -> list[Certificate]:
    """A certificate for each person, and the letter that brings it to those who have an address."""
    certificates = Certificate.objects.bulk_create(
        Certificate(code=new_code(), person=person, training=training, name=str(person), hours=amount, issued_at=now)
        for person, amount in hours.items()
        if amount > 0
    )
    by_person = {certificate.person_id: certificate for certificate in certificates}
    write(
        "certificate",
        about=training,
        to=[certificate.person for certificate in certificates],
        context={"training": training},
        per_person=lambda person: {
            "hours": in_hours(by_person[person.pk].hours),
            "data": {"code": by_person[person.pk].code},
            "pdf_link": letter_link(by_person[person.pk]),
            "verify_link": absolute(by_person[person.pk].get_absolute_url()),
        },
        now=now,
    )
    return certificates


def letter_link(certificate: Certificate) -> str:
    """Opens this one certificate without signing in, for a season: many of those who get it never sign in."""
    token = LINK.sign(certificate.person, certificate.code)
    return absolute_url("certificate-from-letter", token)


def code_of_link(token: str) -> str:
    """Empty where the link is not ours, too old or used up."""
    found = LINK.read(token)
    return found[1][0] if found else ""


def revoke_standing(training: Training, person: Person, *, why: str, now: datetime) -> int:
    standing = Certificate.objects.standing().filter(training=training, person=person)
    return standing.update(revoked_at=now, revoked_why=why[:200])
