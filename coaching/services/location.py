"""Where a visit is: a school or venue that is known by its name, or whatever words say it."""

from collections.abc import Iterator

from django.db.models import CharField, Value

from coaching.models import Visit
from collaborative.database.search_keys import plain
from collaborative.people.models import Organization
from recs.models import Venue


def set_location(visit: Visit, location: str) -> None:
    """The words as they were typed. What stands before a comma may name a school of the district or a venue of its REC:
    «Sacramento Elementary, room 12»."""
    named = plain(location.partition(",")[0]).strip()
    known = {plain(name): (kind, pk) for kind, pk, name in _known(visit.district, visit.rec_id)}
    kind, pk = known.get(named, ("", None))
    visit.location = location
    visit.school_id = pk if kind == "school" else None
    visit.venue_id = pk if kind == "venue" else None


def places_to_visit(district: Organization, rec_id: int) -> list[str]:
    """Names to choose from while typing: the schools first."""
    return [name for _kind, _pk, name in _known(district, rec_id)]


def _known(district: Organization, rec_id: int) -> Iterator[tuple[str, int, str]]:
    schools = Organization.objects.of_kind("school").active().under(district).order_by()
    venues = Venue.objects.open().filter(keeper=rec_id).order_by()
    kind = {name: Value(name, CharField()) for name in ("school", "venue")}
    rows = schools.values_list(kind["school"], "pk", "name").union(venues.values_list(kind["venue"], "pk", "name"))
    yield from sorted(rows, key=lambda row: (row[0], row[2]))
