"""Files of a district's staff: what each row becomes on its roster."""

from collections.abc import Collection, Sequence
from datetime import datetime

from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.imports.ids import learn_people
from collaborative.imports.kinds import ImportKind, Verdict, kinds
from collaborative.imports.models import Import, ImportRow
from collaborative.people.claims.services import place_or_ask
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.records.services import write_record
from collaborative.people.rosters import Newcomer, make_people
from collaborative.web.sentences import Sentence, joined, of_the_day
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from districts.staff_import.decisions import Judge
from districts.staff_import.places import Places

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
    people: dict[ImportRow, Person] = {}
    for row, verdict in judged:
        people[row] = row.person = verdict.person or made[row]
        for place in verdict.places:
            at.setdefault(place, {})[people[row]] = row.position
    source = of_the_day(
        _("put on the roster by %(name)s, from the file “%(file)s”") % {"name": by, "file": upload.file_name}
    )
    places, asked = 0, set()
    for place, positions in at.items():
        placed = place_or_ask(
            positions,
            at=place,
            strict=False,
            position=upload.position,
            positions=positions,
            by=by,
            source=source,
            now=now,
        )
        places += len(placed.people)
        asked.update(placed.asked)
    changed = _change_records(judged, by=by, now=now)
    learn_people(upload, people, now=now)
    return {"new": len(set(made.values())), "places": places, "asked": len(asked), **changed}


def _change_records(judged: Sequence[tuple[ImportRow, Verdict]], *, by: Person, now: datetime) -> dict[str, int]:
    """What differs is written where one may, else asked for; what cannot be is told on the row."""
    wanted = {sure(verdict.person).pk: (row, verdict) for row, verdict in judged if verdict.wanted}
    counts = {"corrected": 0, "proposed": 0}
    for person in Person.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"):
        row, verdict = wanted[person.pk]
        try:
            change = write_record(person, verdict.wanted, by=by, now=now)
        except ActionError as refused:
            row.words = f"{row.words} {refused.message}"
            continue
        counts["proposed" if change else "corrected"] += 1
    return counts


def words(upload: Import, counts: dict[str, int]) -> Sentence:
    new, places, asked, corrected, proposed = (
        counts[name] for name in ("new", "places", "asked", "corrected", "proposed")
    )
    each = (
        (new, ngettext("%(n)s new person", "%(n)s new people", new)),
        (places, ngettext("%(n)s place", "%(n)s places", places)),
        (
            asked,
            ngettext("%(n)s person of another organization asked", "%(n)s people of other organizations asked", asked),
        ),
        (corrected, ngettext("%(n)s record corrected", "%(n)s records corrected", corrected)),
        (proposed, ngettext("%(n)s change of a record asked for", "%(n)s changes of records asked for", proposed)),
    )
    parts = [text % {"n": f"{number:,}"} for number, text in each if number]
    return _("From the file “%(file)s” for the roster of %(district)s: %(what)s.") % {
        "file": upload.file_name,
        "district": upload.organization.short_name,
        "what": joined(*parts, by=", ") if parts else _("nothing new"),
    }


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


kinds.add(
    STAFF,
    ImportKind(STAFF, "roster.imported", "districts.keep_roster", judge, missing, apply, words),
)
