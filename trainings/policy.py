from typing import Any

from django.utils.translation import gettext_lazy as _

from collaborative.people.models import Organization, Person
from collaborative.people.policy import allow


def _host(thing: Any) -> list[int]:
    """The host of a training, or of what belongs to one. What a vendor hosts is run by the initiative's lead as well."""
    training = getattr(thing, "training", thing)
    if training.host.kind == Organization.Kind.VENDOR:
        return [*training.host.lineage, *training.initiative.lead.lineage]
    return training.host.lineage


def _organization(thing: Any) -> list[int]:
    return thing.organization.lineage


def _district(thing: Any) -> list[int]:
    """Of a cycle, a step, a visit, or of a district or REC itself."""
    if isinstance(thing, Organization):
        return thing.lineage
    return thing.district.lineage


def _leads(person: Person, thing: Any) -> bool:
    training = getattr(thing, "training", thing)
    return training.trainers.filter(person__in=Person.objects.records_of(person.pk)).exists()


def _seat(thing: Any) -> list[int]:
    """Who answers for the person, and who runs the training."""
    return [*thing.organization.lineage, *_host(thing)]


def _is_registered_or_leads(person: Person, registration: Any) -> bool:
    return _is_registered(person, registration) or _leads(person, registration)


def _is_registered(person: Person, registration: Any) -> bool:
    return registration.person_id == person.pk or registration.person.merged_into_id == person.pk


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


allow("trainings.view", _("see trainings within reach"))
allow("trainings.schedule", _("draft and schedule trainings"))
allow("trainings.run", _("change, publish, move, cancel and close a training"), at=_host, state=False)
allow("trainings.override_leader", _("let somebody uncertified lead, with a reason"), at=_host, state=False)
allow("trainings.keep_door", _("keep the roster and attendance at the door"), at=_host, own=_leads, state=False)
allow("trainings.keep_ledger", _("see who was invited and how, log phone calls"), at=_host)
allow("trainings.answer", _("accept or decline an invitation"), at=_organization, state=False)
allow("trainings.register", _("register people of one’s organization"), at=_organization, state=False)
allow("trainings.view_experts", _("see who is certified for what"))
allow(
    "trainings.view_follow_ups",
    _("see follow-up cycles and visits of one’s districts"),
    at=_district,
    own=_coaches_or_is_coached,
    former=_is_coached_or_wrote,
)
allow("trainings.arrange_follow_ups", _("name the coach of a cycle"), at=_district, state=False)
allow("trainings.log_visits", _("plan and log visits, finish or waive steps"), at=_district, own=_is_coach, state=False)
allow(
    "trainings.keep_steps",
    _("finish the steps that the district owes, move the day of a step with a reason"),
    at=_district,
    own=_is_coach,
    state=False,
)
allow("trainings.view_seats", _("see who is registered"), at=_seat, own=_is_registered_or_leads, former=_is_registered)
allow("trainings.hand_on_seats", _("hand a seat on to a colleague"), at=_seat, state=False)
allow("trainings.change_seats", _("give seats up and take held ones"), at=_seat, own=_is_registered, state=False)
