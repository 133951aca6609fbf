from collaborative.files.attaching import attachable
from collaborative.people.policy import allow
from initiatives.models import Initiative, InitiativeVersion


def _lead(initiative: Initiative) -> list[int]:
    return [*initiative.lead.lineage]


allow("initiatives.view", "see published initiatives")
allow("initiatives.draft", "draft and revise initiatives of one’s bureau", at=_lead, state=False)
allow("initiatives.publish", "publish initiatives of one’s bureau", at=_lead, state=False)
allow(
    "initiatives.acknowledge",
    "say for the REC that a version was read",
    at=lambda row: row.rec.lineage,
    state=False,
)

attachable.add("initiatives.initiativeversion", lambda person: InitiativeVersion.objects.visible_to(person))
