from typing import Any

from django.utils.translation import gettext_lazy as _

from collaborative.people.models import Organization, Person
from collaborative.people.policy import allow


def _district(thing: Any) -> list[int]:
    """Of a cycle, a step, a visit, or of a district or REC itself."""
    if isinstance(thing, Organization):
        return thing.ancestors
    return thing.district.ancestors


def _is_coach(person: Person, thing: Any) -> bool:
    cycle = getattr(thing, "cycle", thing)
    return getattr(cycle, "coach_id", None) == person.pk


def _coaches_or_is_coached(person: Person, thing: Any) -> bool:
    """The coach of a cycle, a step or a visit; of a visit also the people visited, and whoever has a note of it."""
    if _is_coach(person, thing):
        return True
    return hasattr(thing, "people") and (
        thing.people.filter(pk=person.pk).exists() or thing.private_notes.filter(coached=person).exists()
    )


def _is_coached_or_wrote(person: Person, thing: Any) -> bool:
    """Of a visit: whom it was made to, and whoever has a note of it, to them or by them."""
    return hasattr(thing, "people") and (
        thing.people.filter(pk=person.pk).exists() or thing.private_notes.visible_to(person).exists()
    )


allow(
    "coaching.view_follow_ups",
    _("see follow-up cycles and visits of one’s districts"),
    at=_district,
    own=_coaches_or_is_coached,
    former=_is_coached_or_wrote,
)
allow("coaching.arrange_follow_ups", _("name the coach of a cycle"), at=_district, state=False)
allow("coaching.log_visits", _("plan and log visits, finish or waive steps"), at=_district, own=_is_coach, state=False)
allow(
    "coaching.keep_steps",
    _("finish the steps that the district owes, move the day of a step with a reason"),
    at=_district,
    own=_is_coach,
    state=False,
)
