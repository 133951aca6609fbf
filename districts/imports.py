"""Files of a district's staff: what each row becomes on its roster."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.imports.ids import learn_people
from collaborative.imports.kinds import ImportKind, Verdict, kinds
from collaborative.imports.models import Import, ImportRow
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.staffing import Newcomer, give_places, make_people
from collaborative.periods import today
from districts.importing.judging import Judge
from districts.importing.places import Places

STAFF = "staff of a district"


def judge(upload: Import, rows: Sequence[ImportRow], *, by: Person) -> list[Verdict]:
    judging = Judge(upload, rows, by=by)
    return [judging.verdict(row) for row in rows]


def missing(upload: Import, named: Collection[int]) -> Sequence[Person]:
    """Whoever works at the schools of which the file speaks, and is not in it."""
    places = Places(upload)
    spoken_of = {
        place.pk for row in upload.rows.filter(number__gt=0).exclude(key="").iterator() for place in places.of(row)
    }
    hats = Hat.objects.roster().filter(organization__in=spoken_of).exclude(person__in=named)
    people = Person.objects.active().filter(pk__in=hats.values("person"))
    return list(people.order_by("sort_key", "pk"))


def apply(upload: Import, judged: Sequence[tuple[ImportRow, Verdict]], *, by: Person, now: datetime) -> dict[str, int]:
    """Records for the new, places for all, corrections where the record is ours to correct."""
    made = _make(upload, [row for row, verdict in judged if verdict.person is None], judged)
    at: dict[Organization, dict[Person, str]] = {}
    for row, verdict in judged:
        row.person = verdict.person or made[row]
        for place in verdict.places:
            at.setdefault(place, {})[row.person] = row.position
    source = _("put on the roster by %(name)s, from the file “%(file)s”") % {"name": by, "file": upload.file_name}
    placed = 0
    for place, positions in at.items():
        there = {"starts_on": today(now), "by": by, "source": source, "position": upload.position}
        placed += len(give_places(positions, at=place, positions=positions, **there))
    corrected = [_corrected(verdict) for _row, verdict in judged if verdict.corrects]
    Person.objects.bulk_update(
        corrected, ["given_name", "family_name", "contact_email", "sort_key", "search_key"], batch_size=500
    )
    learn_people(upload, {row: row.person for row, _verdict in judged}, now=now)
    return {"new": len(set(made.values())), "places": placed, "corrected": len(corrected)}


def words(upload: Import, counts: dict[str, int]) -> str:
    said = {"file": upload.file_name, "district": upload.organization.short_name}
    parts = [_("From the file “%(file)s” for the roster of %(district)s:") % said]
    for name, one, many in (
        ("new", "%(n)s new person", "%(n)s new people"),
        ("places", "%(n)s place", "%(n)s places"),
        ("corrected", "%(n)s record corrected", "%(n)s records corrected"),
    ):
        if counts[name]:
            parts.append(ngettext(one, many, counts[name]) % {"n": f"{counts[name]:,}"})
    return f"{parts[0]} {', '.join(parts[1:]) or _('nothing new')}."


def _make(
    upload: Import, new: Sequence[ImportRow], judged: Sequence[tuple[ImportRow, Verdict]]
) -> dict[ImportRow, Person]:
    """A record for each person, however many lines name them."""
    groups: list[list[ImportRow]] = []
    of_key: dict[str, list[ImportRow]] = {}
    for row in new:
        keys = row.keys
        group = next((of_key[key] for key in keys if key in of_key), None)
        if group is None:
            groups.append(group := [])
        group.append(row)
        of_key.update(dict.fromkeys(keys, group))
    places = {row: verdict.places for row, verdict in judged}
    at: dict[Organization, list[list[ImportRow]]] = {}
    for group in groups:
        at.setdefault(places[group[0]][0], []).append(group)
    made = {}
    for place, there in at.items():
        newcomers = [Newcomer(group[0].given, group[0].family, group[0].email) for group in there]
        for group, person in zip(there, make_people(newcomers, made_for=place), strict=True):
            made.update(dict.fromkeys(group, person))
    return made


def _corrected(verdict: Verdict) -> Person:
    person = verdict.person
    person.given_name, person.family_name, person.contact_email = verdict.corrects
    person.set_keys()
    return person


kinds.add(
    STAFF,
    ImportKind(STAFF, "roster.imported", "districts.keep_roster", judge, missing, apply, words),
)
