from typing import Any

from django.utils.translation import gettext_lazy as _

from collaborative.people.models import Organization, Person
from collaborative.people.policy import allow


def _host(thing: Any) -> list[int]:
    """The host of a training, or of what belongs to one. What a vendor hosts is run by the initiative's lead as well."""
    training = getattr(thing, "training", thing)
    if training.host.kind == Organization.Kind.VENDOR:
        return [*training.host.ancestors, *training.initiative.lead.ancestors]
    return training.host.ancestors


def _organization(thing: Any) -> list[int]:
    return thing.organization.ancestors


def _leads(person: Person, thing: Any) -> bool:
    training = getattr(thing, "training", thing)
    return training.trainers.filter(person__in=Person.objects.records_of(person.pk)).exists()


def _seat(thing: Any) -> list[int]:
    """Who answers for the person, and who runs the training."""
    return [*thing.organization.ancestors, *_host(thing)]


def _is_registered_or_leads(person: Person, registration: Any) -> bool:
    return _is_registered(person, registration) or _leads(person, registration)


def _is_registered(person: Person, registration: Any) -> bool:
    return registration.person_id == person.pk or registration.person.merged_into_id == person.pk


allow("trainings.view", _("see trainings within reach"))
allow("trainings.schedule", _("draft and schedule trainings"))
allow("trainings.run", _("change, publish, move, cancel and close a training"), at=_host, state=False)
allow("trainings.override_leader", _("let somebody uncertified lead, with a reason"), at=_host, state=False)
allow("trainings.keep_door", _("keep the roster and attendance at the door"), at=_host, own=_leads, state=False)
allow("trainings.keep_ledger", _("see who was invited and how, log phone calls"), at=_host)
allow("trainings.answer", _("accept or decline an invitation"), at=_organization, state=False)
allow("trainings.register", _("register people of one’s organization"), at=_organization, state=False)
allow("trainings.view_experts", _("see who is certified for what"))
allow("trainings.view_seats", _("see who is registered"), at=_seat, own=_is_registered_or_leads, former=_is_registered)
allow("trainings.hand_on_seats", _("hand a seat on to a colleague"), at=_seat, state=False)
allow("trainings.change_seats", _("give seats up and take held ones"), at=_seat, own=_is_registered, state=False)
