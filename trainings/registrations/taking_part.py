"""How one comes to take part: who may register people for a training, and whom all others ask."""

from django.utils.translation import gettext as _

from collaborative.people.enums import HAVE_ROSTERS, OrganizationKind
from collaborative.people.models import Person
from trainings.enums import Audience
from trainings.models import Invitation, Training

REGISTER = "trainings.register"


def may_register(person: Person, training: Training) -> bool:
    """Whether one of those invited is an organization whose people this person registers."""
    at = person.organizations_with(REGISTER)
    invited = Invitation.objects.standing().filter(training=training, organization__ancestors__overlap=at)
    return bool(at) and training.is_open and invited.exists()


def how_to_take_part(person: Person | None, training: Training) -> str:
    """A word for those who register nobody; the others have a button. Empty where there is nothing to be done."""
    if not training.is_open or (person and person.has_perm(REGISTER)):
        return ""
    for_recs = training.audience == Audience.ALL_RECS
    asks = _("Your REC registers you.") if for_recs else _("Your superintendent registers you.")
    if person is None or not person.hats_today:
        return asks
    kinds = (OrganizationKind.REC,) if for_recs else HAVE_ROSTERS
    above = [pk for hat in person.hats_today if hat.organization.kind in kinds for pk in hat.organization.ancestors]
    if not above:
        return ""
    invited = Invitation.objects.standing().filter(training=training, organization__in=above)
    return asks if invited.exists() else not_invited_text(training)


def not_invited_text(training: Training) -> str:
    if training.audience == Audience.ALL_RECS:
        return _("Held for the RECs’ own people.")
    if training.audience == Audience.REGION:
        return _("Held for the districts of %(rec)s; yours is not invited.") % {"rec": training.host.short_name}
    return _("Held for other districts; yours is not invited.")
