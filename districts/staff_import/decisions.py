"""What a row of a file becomes on a district's roster. Nothing is written, and nothing told that the file does not say."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.calendar.days import short_day
from collaborative.database.search_keys import plain
from collaborative.database.sure import sure
from collaborative.imports.enums import Decision, RowOutcome
from collaborative.imports.ids import ids_of, known_people
from collaborative.imports.kinds import Verdict
from collaborative.imports.models import Import, ImportRow
from collaborative.imports.schemes import LINE
from collaborative.lists.list_reader import Listed
from collaborative.people.claims.services import MOST_OPEN, root_of, sort_out
from collaborative.people.matching.recognition import Recognized, recognize
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.models.claim import Claim
from collaborative.people.records.write_access import WriteAccess, write_access
from districts.staff_import.places import Places


class Judge:
    """A batch of rows and what our records know about them: a fixed number of statements, save for those that differ."""

    def __init__(self, upload: Import, rows: Sequence[ImportRow], *, by: Person) -> None:
        self.upload, self.district, self.by = upload, upload.organization, by
        self.places = Places(upload)
        self.by_id = known_people(upload, rows)
        found = recognize([_listed(row) for row in rows], self.district, by=by)
        self.found: dict[ImportRow, Recognized] = dict(zip(rows, found, strict=True))
        self.made_by_file = _made_by(upload, {person.pk for one in found for person in one.candidates})
        said = [row.person_id for row in rows if row.decision in (Decision.PERSON, Decision.ASK)]
        self.chosen = Person.objects.in_bulk(said)
        self._look_up({*self.by_id.values(), *self.chosen.values(), *(one.person for one in found if one.person)})
        self.named = _named_before(upload, rows)

    def verdict(self, row: ImportRow) -> Verdict:
        if row.decision == Decision.SKIP:
            return Verdict(RowOutcome.LEFT_OUT, _("You left this line out."))
        if row.places and not self.places.ours(row):
            return Verdict(RowOutcome.LEFT_OUT, _("No school of this district: %(names)s.") % self._names(row.places))
        if unknown := self.places.unknown(row):
            return Verdict(
                RowOutcome.ASKED, _("Which school is %(names)s? Choose it above the list.") % self._names(unknown)
            )
        person, question = self._person(row)
        if question:
            return question
        return self._known(row, person) if person else self._new(row)

    def _person(self, row: ImportRow) -> tuple[Person | None, Verdict | None]:
        """Whom the row means; or the question."""
        if row.decision in (Decision.PERSON, Decision.ASK) and row.person_id in self.chosen:
            return self.chosen[row.person_id], None
        found = self.found[row]
        if row.decision == Decision.NEW and not found.person:
            return None, None
        ids = {person.pk: person for one in ids_of(self.upload, row) if (person := self.by_id.get(one))}
        if len(ids) > 1:
            return None, self._ask(row, _("Its two numbers belong to two people."), list(ids.values()))
        if ids:
            [person] = ids.values()
            if not person.is_here:
                return None, self._ask(row, _("%(name)s has left our records.") % {"name": person}, [])
            if not _agrees(row, person):
                words = _("In an earlier file this number was that of %(name)s.") % {"name": person}
                return None, self._ask(row, words, [person])
            return person, None
        if said := self.by_id.get((LINE, row.key)):
            return said, None
        if found.person and (row.name or found.hat):
            return found.person, None
        candidates = [one for one in found.candidates if one.pk not in self.made_by_file]
        return None, self._ask(row, _("Name or address is on record."), candidates) if candidates else None

    def _known(self, row: ImportRow, person: Person) -> Verdict:
        if person.pk in self.others:
            return self._elsewhere(row, person)
        places = [place for place in self.places.of(row) if place.pk not in self.placed[person.pk]]
        self.placed[person.pk] |= {place.pk for place in places}
        wanted = self._wanted(row, person)
        said = [_("Gets a place at %(places)s.") % {"places": _names(places)}] if places else []
        outcome, writes = RowOutcome.PLACE if places else RowOutcome.KNOWN, False
        if wanted:
            grade = write_access(person, by=self.by)
            writes = grade.writes or (row.decision == Decision.ASK and grade is not WriteAccess.NOT_OURS)
            outcome = RowOutcome.CHANGES if grade.writes else RowOutcome.DIFFERS
            said.append(_differs_text(row, person, wanted, grade, asks=row.decision == Decision.ASK))
        words = " ".join(said) or _("On the roster already; nothing changes.")
        acts = bool(places) or writes
        return Verdict(outcome, words, person, places=places, wanted=wanted if writes else {}, acts=acts)

    def _elsewhere(self, row: ImportRow, person: Person) -> Verdict:
        """A place of somebody of another organization is asked for, once somebody says so; it is never taken."""
        if person.pk in self.waiting:
            return Verdict(RowOutcome.WAITING, _("Was asked for a place here and has not answered yet."), person)
        if person.pk in self.said_no:
            day = short_day(sure(self.said_no[person.pk]))
            words = _("A place here was answered with no; it can be asked for anew after %(day)s.") % {"day": day}
            return Verdict(RowOutcome.LEFT_OUT, words, person)
        if row.decision != Decision.ASK:
            words = _("Has a place at another organization. Say whether to ask for one here, too.")
            if place := self.found[row].works_at:
                words = _("Works at %(place)s. Say whether to ask for a place here, too.") % {"place": place}
            return Verdict(RowOutcome.ELSEWHERE, words, person)
        if self.room <= 0:
            words = _("At most %(most)s people of other organizations may be asked at a time: wait for answers.")
            return Verdict(RowOutcome.ELSEWHERE, words % {"most": MOST_OPEN}, person)
        self.room -= 1
        words = _(
            "Is asked, and who keeps the place they have; is on the roster of %(places)s once one of them says yes."
        )
        places = self.places.of(row)
        self.waiting.add(person.pk)
        return Verdict(RowOutcome.ELSEWHERE, words % {"places": _names(places)}, person, places=places, acts=True)

    def _new(self, row: ImportRow) -> Verdict:
        said = {"name": row.name, "number": row.number}
        if not (row.given and row.family):
            return Verdict(RowOutcome.REFUSED, _("Write first and last name, and upload the file again."))
        if not row.email and row.decision != Decision.NEW:
            words = _("No address, and nobody here is called so. Say whether %(name)s is somebody new.") % said
            return Verdict(RowOutcome.ASKED, words)
        if row.is_off and row.decision != Decision.NEW:
            words = _("The other program has switched this account off. Say whether %(name)s works here.") % said
            return Verdict(RowOutcome.ASKED, words)
        places = self.places.of(row)
        first = next((self.named[key] for key in row.keys if key in self.named), None)
        if first is None:
            self.named.update(dict.fromkeys(row.keys, row.number))
            words = _("Is put on the roster of %(places)s.") % {"places": _names(places)}
            return Verdict(RowOutcome.NEW, words, places=places, acts=True)
        words = _("The same person as on line %(line)s.") % {"line": first}
        return Verdict(RowOutcome.REPEATED, words, places=places, acts=True)

    def _ask(self, row: ImportRow, words: str, candidates: list[Person]) -> Verdict:
        question = _("%(words)s Say who %(name)s is.") % {"words": words, "name": row.name or row.email}
        return Verdict(RowOutcome.ASKED, question, candidates=candidates)

    def _wanted(self, row: ImportRow, person: Person) -> dict[str, str]:
        """What the file says of the record otherwise than it stands."""
        wanted: dict[str, str] = {}
        if row.given and row.family and not _same_name(row, person):
            wanted |= {"given_name": row.given, "family_name": row.family}
        if row.email and row.email not in (person.email, person.contact_email):
            wanted["contact_email"] = row.email
        return wanted

    def _look_up(self, people: set[Person]) -> None:
        """Where they have a place of this district, and who of them somebody else keeps."""
        found = sort_out(people, at=self.district, by=self.by)
        self.others = {one.pk for one in [*found.kept, *found.others]}
        ids = {one.pk for one in people}
        self.placed: dict[int, set[int]] = defaultdict(set)
        hats = Hat.objects.roster().filter(person__in=ids, organization__ancestors__contains=[self.district.pk])
        for person, place in hats.values_list("person", "organization"):
            self.placed[person].add(place)
        claims = Claim.objects.under(root_of(self.district)).filter(role="staff")
        self.waiting = set(claims.open().filter(person__in=self.others).values_list("person", flat=True))
        refused = claims.blocking(now=timezone.now()).filter(person__in=self.others)
        self.said_no = {one.person_id: one.blocks_until for one in refused}
        self.room = MOST_OPEN - claims.open().count()

    def _names(self, values: Sequence[str]) -> dict[str, str]:
        return {"names": self.places.names(values)}


def _named_before(upload: Import, rows: Sequence[ImportRow]) -> dict[str, int]:
    """On which line before this batch a new person was named, by what tells them apart."""
    ids = {row.external_id for row in rows if row.external_id}
    keys = {row.key for row in rows}
    before = upload.rows.filter(
        Q(external_id__in=ids) | Q(key__in=keys), outcome=RowOutcome.NEW, applied_at__isnull=True
    )
    found: dict[str, int] = {}
    for row in before.filter(number__lt=min((row.number for row in rows), default=0)):
        for key in row.keys:
            found.setdefault(key, row.number)
    return found


def _made_by(upload: Import, people: set[int]) -> set[int]:
    """Of these people those whom an earlier batch of this file made: they were other lines of it when somebody said yes."""
    if not people:
        return set()
    made = upload.rows.filter(outcome=RowOutcome.NEW, applied_at__isnull=False, person__in=people)
    return set(made.values_list("person", flat=True))


def _listed(row: ImportRow) -> Listed:
    return Listed(row.number, given=row.given, family=row.family, email=row.email, position=row.position)


def _agrees(row: ImportRow, person: Person) -> bool:
    """Name or address: of a number that was given to somebody else neither does."""
    if row.email and row.email in (person.email, person.contact_email):
        return True
    return not row.name or _same_name(row, person) or _shares_a_name(row, person)


def _same_name(row: ImportRow, person: Person) -> bool:
    return plain(row.name) in (plain(str(person)), plain(f"{person.family_name} {person.given_name}"))


def _shares_a_name(row: ImportRow, person: Person) -> bool:
    """Who marries keeps the given name; who was mistyped keeps most of both."""
    return bool({plain(row.given), plain(row.family)} & {plain(person.given_name), plain(person.family_name)})


def _differs_text(row: ImportRow, person: Person, wanted: dict[str, str], grade: WriteAccess, *, asks: bool) -> str:
    parts = []
    if "family_name" in wanted:
        parts.append(_("the file says %(name)s, our record %(known)s") % {"name": row.name, "known": person})
    if "contact_email" in wanted:
        parts.append(_("the file says %(email)s, our record another address") % {"email": row.email})
    said = {"parts": "; ".join(parts)}
    if grade.writes:
        return _("Is corrected: %(parts)s.") % said
    if grade is WriteAccess.NOT_OURS:
        return _("Differs: %(parts)s. Not changed: the record is kept elsewhere.") % said
    if asks:
        return _("Differs: %(parts)s. Is asked for, and changed once the person says yes, or who may.") % said
    return _("Differs: %(parts)s. Not changed: the person says yes to that, or who may.") % said


def _names(places: Sequence[Organization]) -> str:
    return ", ".join(place.short_name for place in places)
