from django.utils.translation import gettext_lazy as _

from collaborative.files.access import attachable
from collaborative.people.models import Person
from collaborative.people.policy import allow
from initiatives.models import Initiative, InitiativeVersion


def _bureau(initiative: Initiative) -> list[int]:
    return [] if initiative.is_local else [*initiative.lead.ancestors]


def _rec(initiative: Initiative) -> list[int]:
    """Whoever stands above the REC has no say in what is its own."""
    return [initiative.lead_id] if initiative.is_local else []


allow("initiatives.view", _("see published initiatives"))
allow("initiatives.draft", _("draft and revise initiatives of one’s bureau"), at=_bureau, state=False)
allow("initiatives.publish", _("publish initiatives of one’s bureau"), at=_bureau, state=False)
allow("initiatives.draft_local", _("draft and revise local initiatives of one’s REC"), at=_rec, state=False)
allow("initiatives.publish_local", _("publish local initiatives of one’s REC"), at=_rec, state=False)
allow(
    "initiatives.acknowledge",
    _("say for the REC that a version was read"),
    at=lambda row: row.rec.ancestors,
    state=False,
)

attachable.add("initiatives.initiativeversion", lambda person: InitiativeVersion.objects.visible_to(person))


DRAFT = ("initiatives.draft", "initiatives.draft_local")
PUBLISH = ("initiatives.publish", "initiatives.publish_local")


def may_draft(person: Person, initiative: Initiative | None = None) -> bool:
    return any(person.has_perm(name, initiative) for name in DRAFT)


def may_publish(person: Person, initiative: Initiative) -> bool:
    return any(person.has_perm(name, initiative) for name in PUBLISH)


def sees_acknowledgments(person: Person) -> bool:
    """PED sees who has read what, RECs see their own; to schools and vendors it is nothing."""
    return person.reach.state or person.has_perm("initiatives.acknowledge")
