from django.utils.translation import gettext_lazy as _

from collaborative.files.access import attachable
from collaborative.people.models import Person
from collaborative.people.policy import allow
from initiatives.models import Initiative, InitiativeVersion


def _lead(initiative: Initiative) -> list[int]:
    return [*initiative.lead.ancestors]


allow("initiatives.view", _("see published initiatives"))
allow("initiatives.draft", _("draft and revise initiatives of one’s bureau"), at=_lead, state=False)
allow("initiatives.publish", _("publish initiatives of one’s bureau"), at=_lead, state=False)
allow(
    "initiatives.acknowledge",
    _("say for the REC that a version was read"),
    at=lambda row: row.rec.ancestors,
    state=False,
)

attachable.add("initiatives.initiativeversion", lambda person: InitiativeVersion.objects.visible_to(person))


def sees_acknowledgments(person: Person) -> bool:
    """PED sees who has read what, RECs see their own; to schools and vendors it is nothing."""
    return person.reach.state or person.has_perm("initiatives.acknowledge")
