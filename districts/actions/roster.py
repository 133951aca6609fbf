"""Who works where in a district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.journal.recording import action, record
from collaborative.people.changing import field_words, write_record
from collaborative.people.models import Hat, Organization, Person, RecordChange
from collaborative.people.staffing import Newcomer, give_places, make_people
from collaborative.periods import today
from collaborative.refusals import Refused


@dataclass
class Added:
    district: Organization
    people: list[Person]
    asked: RecordChange | None = None  # what waits for a second yes

    def get_absolute_url(self) -> str:
        return f"/districts/{self.district.pk}/staff/"


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

    Places elsewhere stay: one person may work in two districts. Who has this place already is passed over. `position` is
    for all; `positions`, and those of newcomers, go before it.
    """
    now = now or timezone.now()
    there = set(
        Hat.objects.roster().filter(organization=place.pk, person__in=people).values_list("person_id", flat=True)
    )
    new = [one for one in people if one.pk not in there]
    if people and not new and not newcomers:
        names = ", ".join(str(one) for one in people)
        raise Refused(_("%(names)s: on the roster of %(place)s already.") % {"names": names, "place": place.short_name})
    if not new and not newcomers:
        raise Refused(_("Nobody is left to be added."))
    made = make_people(newcomers, made_for=place)
    everybody = [*new, *made]
    own = {**(positions or {}), **{one: newcomer.position for one, newcomer in zip(made, newcomers, strict=True)}}
    source = _("put on the roster by %(name)s") % {"name": by}
    give_places(everybody, at=place, starts_on=today(now), by=by, source=source, position=position, positions=own)
    text = ngettext(
        "%(n)s person was put on the roster of %(place)s.",
        "%(n)s people were put on the roster of %(place)s.",
        len(everybody),
    ) % {"n": len(everybody), "place": place.short_name}
    record("roster.added", district, text=text, by=by, also=[place, *everybody], now=now)
    return Added(district, everybody)


@action
def correct_staff(
    place: Hat, *, district: Organization, facts: Facts, seen: str, by: Person, now: datetime | None = None
) -> Added:
    """Put right how somebody of the roster is called, what they are and where letters go. `seen`: the facts that the editor
    saw; who was faster is told.

    The position is the district's own affair. Name and contact address are the person's: written at once, or asked for,
    as people/owners.py judges. The address to sign in with is not touched here.
    """
    places = Hat.objects.roster().select_for_update(no_key=True, of=("self", "person"))
    place = places.select_related("person", "organization").filter(pk=place.pk).first()
    if place is None:
        raise Refused(_("This person no longer works here."))
    person, before = place.person, Facts.of(place)
    if before.seen != seen:
        raise Refused(_("Somebody else corrected this meanwhile. Open the page again and make your change there."))
    if facts == before:
        raise Refused(_("Nothing is different yet."))
    was = str(person)
    wanted = {"given_name": facts.given, "family_name": facts.family, "contact_email": facts.address}
    asked = write_record(person, wanted, by=by, now=now)
    if facts.position != before.position:
        place.position = facts.position
        place.save(update_fields=["position"])
    text = _corrected_words(was, person, before, Facts.of(place), place)
    if asked:
        said = {"name": person, "fields": field_words(asked.after)}
        text = f"{text} {_('A change of the record of %(name)s was asked for: %(fields)s.') % said}".strip()
    record("roster.corrected", person, text=text, by=by, also=[district, place.organization], now=now)
    return Added(district, [person], asked)


def _corrected_words(was: str, person: Person, before: Facts, after: Facts, place: Hat) -> str:
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
    return " ".join(parts)
