from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind

duty_kind(
    "initiatives.acknowledge",
    _("read a published initiative and say so for the REC"),
    before=(3,),
    after=(3,),
    escalates_after=7,
    escalates_to="rec_director",
)
duty_kind(
    "initiatives.deliverable",
    _("submit what the REC owes under an initiative"),
    before=(30, 7),
    after=(3, 14),
)
