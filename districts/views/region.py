"""Another REC invites a district: typed, looked at with all that follows, done."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaborative.calendar.days import long_day
from collaborative.journal.dry_runs import dry_run
from collaborative.people.permissions import requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say
from districts.actions.region import change_region
from districts.forms.region import RegionForm
from districts.models import District


@requires("districts.change_region", District, related=("parent",))
def region(request: PersonRequest, district: District) -> HttpResponse:
    form = RegionForm(sent(request))
    form.cancel_url = district.get_absolute_url()
    context = {
        "title": _("Another REC for %(district)s") % {"district": district.short_name},
        "subtitle": _("Invited by %(rec)s today.") % {"rec": district.parent},
        "breadcrumbs": [(_("Districts"), path_to("districts")), (district.short_name, district.get_absolute_url())],
        "form": form,
    }
    if not form.is_valid():
        return render(request, "generic/form.html", context)
    facts = {name: form.cleaned_data[name] for name in ("rec", "starts_on", "source")}
    if form.cleaned_data["sure"]:
        if form.run(lambda: change_region(district, **facts, by=request.user, once=form.once)):
            say(request, _("Kept. Planned trainings follow; who is concerned is told."))
            return redirect(district)
    elif rehearsed := form.run(lambda: dry_run(lambda: change_region(district, **facts, by=request.user), str)):
        _district, entry = rehearsed
        return render(request, "generic/check.html", {**context, **_check(form, facts, entry.sentence())})
    return render(request, "generic/form.html", context)


def _check(form: RegionForm, facts: dict[str, Any], follows: str) -> dict[str, Any]:
    form.hide()
    return {
        "title": _("Check before the region changes"),
        "rows": [
            (_("Inviting REC"), facts["rec"].name, ""),
            (_("From"), long_day(facts["starts_on"]), ""),
            (_("How that is known"), facts["source"], ""),
            (_("What follows"), follows, ""),
        ],
        "tells": _("Superintendents hear of each invitation that comes or is withdrawn. Letters wait ten minutes."),
        "button": _("Change the region"),
        "cancel_url": form.cancel_url,
    }
