"""By which ids of other programs people and places are known inside an organization."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from collaborative.database.sure import sure
from collaborative.imports.models import ExternalId, Import, ImportRow
from collaborative.imports.schemes import EMPLOYEE, LINE, SCHEMES
from collaborative.people.models import Organization, Person


def ids_of(upload: Import, row: ImportRow) -> list[tuple[str, str]]:
    """Scheme and value of each id that a row carries."""
    found = [(upload.scheme, row.external_id), (EMPLOYEE, row.employee_id)]
    return list(dict.fromkeys((scheme, value) for scheme, value in found if scheme and value))


def _all_ids(upload: Import, row: ImportRow) -> list[tuple[str, str]]:
    return [*ids_of(upload, row), (LINE, row.key)]


def known_people(upload: Import, rows: Iterable[ImportRow]) -> dict[tuple[str, str], Person]:
    """Whose the ids are, in this organization; of two records that became one, the one that stays."""
    asked = {one for row in rows for one in _all_ids(upload, row)}
    if not asked:
        return {}
    found = ExternalId.objects.filter(
        organization=upload.organization_id,
        scheme__in={scheme for scheme, _value in asked},
        value__in={value for _scheme, value in asked},
        person__isnull=False,
    ).select_related("person__merged_into")
    people = [(one, sure(one.person)) for one in found]
    return {(one.scheme, one.value): person.merged_into or person for one, person in people}


def known_places(upload: Import) -> dict[str, int]:
    """What somebody chose once for the places of such files."""
    found = ExternalId.objects.filter(
        organization=upload.organization_id, scheme=upload.place_scheme, place__isnull=False
    )
    return dict(found.values_list("value", "place"))


def learn_people(upload: Import, people: Mapping[ImportRow, Person], *, now: datetime) -> None:
    """The next file knows them by these. An id that is somebody's already stays theirs, save where somebody said who the
    line means: that is not asked again."""
    decided = {one: person for row, person in people.items() if row.decision for one in _all_ids(upload, row)}
    learned = {one: person for row, person in people.items() for one in ids_of(upload, row)} | decided
    ours = ExternalId.objects.filter(organization=upload.organization_id, person__isnull=False)
    for scheme in {scheme for scheme, _value in decided}:
        ours.filter(scheme=scheme, value__in=[value for other, value in decided if other == scheme]).delete()
    new = [
        ExternalId(organization_id=upload.organization_id, scheme=scheme, value=value, person=person, learned_at=now)
        for (scheme, value), person in learned.items()
        if not SCHEMES[scheme].statewide
    ]
    ExternalId.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)


def learn_place(upload: Import, value: str, place: Organization, *, now: datetime) -> None:
    ExternalId.objects.update_or_create(
        organization_id=upload.organization_id,
        scheme=upload.place_scheme,
        value=value,
        defaults={"place_id": place.pk, "learned_at": now},
    )
