"""Who says the second yes to a role, and who names their own successor."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from collaborative.people.hats.granting import giving_hat, leads_beside
from collaborative.people.models import Hat, Organization, Person, RoleProposal

AHEAD = timedelta(days=3)  # from then on a successor needs nobody's yes: all who are concerned can stop it meanwhile
OWN = ("superintendent",)  # roles whose holder names the next one


def may_name_own(person: Person, hat: Hat) -> bool:
    return hat.person_id == person.pk and hat.role in OWN and any(worn.pk == hat.pk for worn in person.hats_today)


def may_answer(person: Person, proposal: RoleProposal, *, now: datetime | None = None) -> bool:
    """Neither who proposed it nor who gets it. To leadership of PED a second leader says yes, whose own role is at least
    seven days old and was not given by the first."""
    if person.pk in (proposal.proposed_by_id, proposal.person_id):
        return False
    if proposal.role != "ped_leader":
        return giving_hat(person, proposal.role, proposal.organization) is not None
    return leads_beside(person, proposal.proposed_by, now=now or timezone.now()) is not None


def answers_proposals(person: Person) -> bool:
    return any(hat.role in ("ped_leader", "rec_director") for hat in person.hats_today)


def waiting_for(person: Person) -> list[RoleProposal]:
    """What counts with this person's yes."""
    if not answers_proposals(person):
        return []
    return [proposal for proposal in open_proposals() if may_answer(person, proposal)]


def open_proposals() -> QuerySet[RoleProposal]:
    """Few at any time."""
    return RoleProposal.objects.filter(answer="").select_related("organization", "person", "proposed_by")


def hears_of(organization: Organization, *, but: str) -> list[Person]:
    """The directors above an organization; PED's leadership where a director's role itself goes on."""
    role = "ped_leader" if but == "rec_director" else "rec_director"
    hats = Hat.objects.today().filter(role=role, person__is_active=True, person__merged_into__isnull=True)
    if role == "rec_director":
        hats = hats.filter(organization__in=organization.ancestors)
    return [hat.person for hat in hats.select_related("person").order_by("id")]
