"""Who works where in a district."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaborative.journal.recording import action, record
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.staffing import Newcomer, give_places, make_people
from collaborative.periods import today
from collaborative.refusals import Refused


@dataclass
class Added:
    district: Organization
    people: list[Person]

    def get_absolute_url(self) -> str:
        return f"/districts/{self.district.pk}/staff/"


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
    made = make_people(newcomers)
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
