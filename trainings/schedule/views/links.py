"""Where to join on line: the link set or changed once the training is published."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.people.permissions import requires
from collaborative.web.act_page import ActPage
from trainings.models import Training
from trainings.schedule.actions import links
from trainings.schedule.actions.moves import when_text
from trainings.schedule.edits import refuse_if_over
from trainings.schedule.forms.drafts import LinkForm
from trainings.schedule.views.drafts import ABOVE, RELATED
from trainings.schedule.views.publication_words import people_text


@requires("trainings.run", Training, related=RELATED)
class OnlineLink(ActPage[Training]):
    """Where to join on line: asked before publication with the times, and here afterwards."""

    form_class = LinkForm
    action = links.set_link
    template_name = "generic/check.html"
    parents = ABOVE
    title = gettext_lazy("Online link")
    subtitle = "%(title)s"
    message = gettext_lazy("The link is saved.")
    next_text = gettext_lazy("Who leads and who is registered is told of it.")

    def before(self) -> HttpResponse | None:
        refuse_if_over(self.object)
        links.refuse_on_site(self.object)
        return None if self.object.is_published else redirect("training-times", self.object.pk)

    def form_kwargs(self) -> dict[str, Any]:
        return {"initial": {"revision": self.object.revision, "online_link": self.object.online_link}}

    def context(self, form: LinkForm) -> dict[str, Any]:
        told = len([person for person in links.link_goes_to(self.object) if person.address])
        return {
            "rows": [(_("When"), when_text(self.object), "")],
            "tells": _(
                "Who has a seat and who leads gets the link by letter; who waits gets it with a seat. Times and place "
                "stay."
            ),
            "button": _("Save and tell %(people)s") % {"people": people_text(told)} if told else _("Save the link"),
        }
