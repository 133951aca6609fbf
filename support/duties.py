from django.utils.translation import gettext_lazy as _

from collaborative.duties.kinds import duty_kind

duty_kind(
    "support.answer",
    _("answer a support request"),
    before=(1,),
    after=(1, 3),
    escalates_after=5,
    escalates_to="rec_director",
)
duty_kind(
    "support.finish",
    _("bring a support request to its end"),
    before=(3,),
    after=(7,),
    escalates_after=14,
    escalates_to="rec_director",
)
duty_kind("support.rate", _("say whether a request’s outcome helped"), before=(), after=(7,))
