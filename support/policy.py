from django.utils.translation import gettext_lazy as _

from collaborative.people.models import Organization
from collaborative.people.policy import allow


def _queue(request) -> list[int]:
    return request.rec.ancestors


def _district(thing) -> list[int]:
    """Of a request, an entry of the assistance log, or the district itself."""
    return (thing if isinstance(thing, Organization) else thing.district).ancestors


def _district_or_rec(thing) -> list[int]:
    """The district, who stands above it today, and the REC to whose queue it went."""
    rec_id = getattr(thing, "rec_id", None)
    return [*_district(thing), *([rec_id] if rec_id else [])]


def _owns(person, thing) -> bool:
    """Who answers a request, or logged an entry."""
    return person.pk in (getattr(thing, "owner_id", None), getattr(thing, "by_id", None))


allow("support.view", _("see support requests of one’s district or region"), at=_district_or_rec, own=_owns)
allow("support.ask", _("ask for support for one’s district"), at=_district, state=False)
allow("support.answer", _("answer, hand over and close requests of the region"), at=_queue, state=False)
allow("support.rate", _("say whether the answer helped"), at=_district, state=False)
allow("support.log_assistance", _("log technical assistance"), at=_district_or_rec, state=False)
