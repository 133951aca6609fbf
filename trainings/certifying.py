"""Certificates and certifications: plain functions for the actions that close and correct a training."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from collaborative.addresses import absolute, absolute_url
from collaborative.journal.outbox import write
from collaborative.people.links import link_kind
from collaborative.people.models import Organization, Person
from collaborative.periods import month_bounds
from collaborative.sure import sure
from trainings.enums import Kind
from trainings.hours_words import in_hours
from trainings.models import Certificate, ExpertCertification, Training
from trainings.roll import Roll

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


def certify(training: Training, roll: Roll, *, now: datetime, only: Person | None = None) -> list[ExpertCertification]:
    """Whoever came to every meeting of a train-the-expert session is certified for the version that was taught."""
    if training.kind != Kind.TRAIN_THE_EXPERT:
        return []
    standing = set(training.certifications.filter(revoked_at__isnull=True).values_list("person", flat=True))
    attended = list(roll.at_all_meetings())
    attended = [(person, place) for person, place in attended if only in (None, person)]
    attended = [(person.merged_into or person, place) for person, place in attended]
    attended = [(person, place) for person, place in attended if person.pk not in standing]
    recs, day = _recs_of(place for _person, place in attended), sure(training.last_day)
    return ExpertCertification.objects.bulk_create(
        ExpertCertification(
            person=person,
            initiative_id=training.initiative_id,
            version_id=training.version_id,
            training=training,
            organization=recs.get(place.pk, place),
            valid_from=day,
            valid_until=months_after(day, training.version.expert_valid_months),
        )
        for person, place in attended
    )


def _recs_of(places: Iterable[Organization]) -> dict[int, Organization]:
    """The REC of each place: itself, or the one above it."""
    known = {place.pk: place for place in places}
    above = {pk for place in known.values() for pk in place.lineage}
    recs = {rec.pk: rec for rec in Organization.objects.of_kind("rec").filter(pk__in=above)}
    return {
        pk: next(recs[above] for above in place.lineage if above in recs)
        for pk, place in known.items()
        if any(above in recs for above in place.lineage)
    }


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, month_bounds(first)[1].day))
