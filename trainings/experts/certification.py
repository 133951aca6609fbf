"""Certifications: plain functions for the actions that close and correct a training."""

from collections.abc import Iterable
from datetime import date

from collaborative.calendar.periods import month_bounds
from collaborative.database.sure import sure
from collaborative.people.models import Organization, Person
from trainings.enums import Kind
from trainings.models import ExpertCertification, Training


def certify(
    training: Training, attended: Iterable[tuple[Person, Organization]], *, only: Person | None = None
) -> list[ExpertCertification]:
    """Whoever came to every meeting of a train-the-expert session is certified for the version that was taught."""
    if training.kind != Kind.TRAIN_THE_EXPERT:
        return []
    standing = set(training.certifications.filter(revoked_at__isnull=True).values_list("person", flat=True))
    attended = [(person.merged_into or person, place) for person, place in attended if only in (None, person)]
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
    above = {pk for place in known.values() for pk in place.ancestors}
    recs = {rec.pk: rec for rec in Organization.objects.of_kind("rec").filter(pk__in=above)}
    return {
        pk: next(recs[above] for above in place.ancestors if above in recs)
        for pk, place in known.items()
        if any(above in recs for above in place.ancestors)
    }


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, month_bounds(first)[1].day))
