"""Where to join on line: the link set or changed once the training is published."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.forms import sent
from collaborative.web.messages import answer_refused, say
from trainings.models import Training
from trainings.schedule.actions import links
from trainings.schedule.actions.moves import when_text
from trainings.schedule.edits import refuse_if_over
from trainings.schedule.forms.drafts import LinkForm
from trainings.schedule.views.drafts import RELATED
from trainings.schedule.views.publication import way_up
from trainings.schedule.views.publication_words import people_text


@requires("trainings.run", Training, related=RELATED)
@answer_refused
def link(request: PersonRequest, training: Training) -> HttpResponse:
    """Where to join on line: asked before publication with the times, and here afterwards."""
    refuse_if_over(training)
    links.refuse_on_site(training)
    if not training.is_published:
        return redirect("training-times", training.pk)
    initial = {"revision": training.revision, "online_link": training.online_link}
    form = LinkForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        done = form.run(
            lambda: links.set_link(
                training,
                online_link=form.cleaned_data["online_link"],
                revision=form.cleaned_data["revision"],
                by=request.user,
                once=form.once,
            )
        )
        if done:
            say(request, _("The link is saved."), next_text=_("Who leads and who is registered is told of it."))
            return redirect(training)
    told = len([person for person in links.link_goes_to(training) if person.address])
    context = {
        "form": form,
        "title": _("Online link"),
        "subtitle": training.title,
        "breadcrumbs": way_up(training),
        "rows": [(_("When"), when_text(training), "")],
        "tells": _(
            "Who has a seat and who leads gets the link by letter; who waits gets it with a seat. Times and place stay."
        ),
        "button": _("Save and tell %(people)s") % {"people": people_text(told)} if told else _("Save the link"),
        "cancel_url": training.get_absolute_url(),
    }
    return render(request, "generic/check.html", context)
