"""Who works where in a district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.claims.services import Placed, place_or_ask
from collaborative.people.models import Hat, Organization, Person, RecordChange
from collaborative.people.records.services import field_names, write_record
from collaborative.people.rosters import Newcomer, make_people
from collaborative.web.addresses import path_to
from collaborative.web.sentences import Saying, Sentence, joined, of_the_day
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext


@dataclass
class Added:
    district: Organization
    people: list[Person]
    asked: list[Person] = field(default_factory=list)  # of other organizations: on the roster once somebody says yes
    change: RecordChange | None = None  # of a record: waits for a second yes

    def get_absolute_url(self) -> str:
        return path_to("roster", self.district.pk)


@dataclass(frozen=True)
class Facts:
    """What a district keeps about somebody on its roster."""

    given: str
    family: str
    position: str
    address: str  # where letters go, where that is not the address to sign in with

    @classmethod
    def of(cls, place: Hat) -> "Facts":
        person = place.person
        return cls(person.given_name, person.family_name, place.position, person.contact_email)

    @property
    def seen(self) -> str:
        """Known again by the form that showed them."""
        return f"{crc32(repr(self).encode()):x}"


@action
def add_staff(
    place: Organization,
    *,
    district: Organization,
    people: Sequence[Person] = (),
    newcomers: Sequence[Newcomer] = (),
    position: str = "",
    positions: Mapping[Person, str] | None = None,
    by: Person,
    now: datetime | None = None,
) -> Added:
    """Give people a place at a school of the district, or at the district itself. The unknown get a record.

    Places elsewhere stay: one person may work in two districts. Who has this place already is passed over; who has a place
    that somebody else keeps is asked first. `position` is for all; `positions`, and those of newcomers, go before it.
    """
    now = now or timezone.now()
    there = set(
        Hat.objects.roster().filter(organization=place.pk, person__in=people).values_list("person_id", flat=True)
    )
    new = [one for one in people if one.pk not in there]
    if people and not new and not newcomers:
        names = ", ".join(str(one) for one in people)
        raise ActionError(
            _("%(names)s: on the roster of %(place)s already.") % {"names": names, "place": place.short_name}
        )
    if not new and not newcomers:
        raise ActionError(_("Nobody is left to be added."))
    made = make_people(newcomers, made_for=place)
    everybody = [*new, *made]
    own = {**(positions or {}), **{one: newcomer.position for one, newcomer in zip(made, newcomers, strict=True)}}
    source = of_the_day(_("put on the roster by %(name)s") % {"name": by})
    placed = place_or_ask(everybody, at=place, by=by, source=source, now=now, position=position, positions=own)
    record("roster.added", district, text=_added_text(placed, place), by=by, also=[place, *everybody], now=now)
    return Added(district, placed.people, placed.asked)


def _added_text(placed: Placed, place: Organization) -> Saying:
    """«2 people were put on the roster of Cloudcroft. 1 person of another organization was asked.»"""
    here, asked = len(placed.people), len(placed.asked)
    words = ngettext(
        "%(n)s person was put on the roster of %(place)s.", "%(n)s people were put on the roster of %(place)s.", here
    ) % {"n": here, "place": place.short_name}
    if not asked:
        return words
    more = ngettext(
        "%(n)s person of another organization was asked for %(place)s.",
        "%(n)s people of other organizations were asked for %(place)s.",
        asked,
    ) % {"n": asked, "place": place.short_name}
    return joined(words, more) if here else more


@action
def correct_staff(
    place: Hat, *, district: Organization, facts: Facts, seen: str, by: Person, now: datetime | None = None
) -> Added:
    """Put right how somebody of the roster is called, what they are and where letters go. `seen`: the facts that the editor
    saw; who was faster is told.

    The position is the district's own affair. Name and contact address are the person's: written at once, or asked for,
    as people/records/write_access.py judges. The address to sign in with is not touched here.
    """
    places = Hat.objects.roster().select_for_update(no_key=True, of=("self", "person"))
    found = places.select_related("person", "organization").filter(pk=place.pk).first()
    if found is None:
        raise ActionError(_("This person no longer works here."))
    place = found
    person, before = place.person, Facts.of(place)
    if before.seen != seen:
        raise ActionError(_("Somebody else corrected this meanwhile. Open the page again and make your change there."))
    if facts == before:
        raise ActionError(_("Nothing is different yet."))
    was = str(person)
    wanted = {"given_name": facts.given, "family_name": facts.family, "contact_email": facts.address}
    change = write_record(person, wanted, by=by, now=now)
    if facts.position != before.position:
        place.position = facts.position
        place.save(update_fields=["position"])
    text = _corrected(was, person, before, Facts.of(place), place)
    if change:
        said = {"name": person, "fields": field_names(change.after)}
        text.append(_("A change of the record of %(name)s was asked for: %(fields)s.") % said)
    record("roster.corrected", person, text=joined(*text), by=by, also=[district, place.organization], now=now)
    return Added(district, [person], change=change)


def _corrected(was: str, person: Person, before: Facts, after: Facts, place: Hat) -> list[Sentence]:
    """«Rosa Montoia is Rosa Montoya; Rosa Montoya is Teacher at Sacramento Elementary; …»"""
    parts = [_("Corrected: %(was)s is called %(name)s.") % {"was": was, "name": person}] if was != str(person) else []
    said = {
        "name": person,
        "position": after.position or _("without a position"),
        "place": place.organization.short_name,
    }
    if after.position != before.position:
        parts.append(_("Position of %(name)s at %(place)s: %(position)s.") % said)
    if after.address != before.address:
        parts.append(_("Letters to %(name)s go to another address.") % said)
    return parts
