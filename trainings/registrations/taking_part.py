"""How one comes to take part: who may register people for a training, and whom all others ask."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Organization, Person
from trainings.enums import Audience
from trainings.models import Invitation, Training

REGISTER = "trainings.register"


def may_register(person: Person, training: Training) -> bool:
    """Whether one of those invited is an organization whose people this person registers."""
    at = person.organizations_with(REGISTER)
    return bool(at) and training.is_open and bool(_invited_under(training.pk, at))


def how_to_take_part(person: Person | None, training: Training) -> str:
    """A word for those who register nobody; the others have a button. Empty where there is nothing to be done."""
    if not training.is_open or (person and person.has_perm(REGISTER)):
        return ""
    for_recs = training.audience == Audience.ALL_RECS
    asks = _("Your REC registers you.") if for_recs else _("Your superintendent registers you.")
    if person is None or not person.hats_today:
        return asks
    kinds = (Organization.Kind.REC,) if for_recs else (Organization.Kind.DISTRICT, Organization.Kind.SCHOOL)
    above = [pk for hat in person.hats_today if hat.organization.kind in kinds for pk in hat.organization.ancestors]
    if not above:
        return ""
    return asks if _invited(training.pk, above) else not_invited_text(training)


def not_invited_text(training: Training) -> str:
    if training.audience == Audience.ALL_RECS:
        return _("Held for the RECs’ own people.")
    if training.audience == Audience.REGION:
        return _("Held for the districts of %(rec)s; yours is not invited.") % {"rec": training.host.short_name}
    return _("Held for other districts; yours is not invited.")


@prepared
def _invited_under(training: int, organizations: list[int]) -> QuerySet[Invitation]:
    rows = Invitation.objects.standing().filter(training=training, organization__ancestors__overlap=organizations)
    return rows.only("pk").order_by()[:1]


@prepared
def _invited(training: int, organizations: list[int]) -> QuerySet[Invitation]:
    return Invitation.objects.standing().filter(training=training, organization__in=organizations).only("pk").order_by()
