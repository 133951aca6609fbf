from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaborative.calendar.days import long_day, short_day
from collaborative.calendar.periods import today
from collaborative.people.models import Organization
from collaborative.people.permissions import require, requires
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import sent
from collaborative.web.messages import say
from support import actions, clock
from support.forms import AskForm
from support.models import SupportRequest
from support.queries import districts_of


@requires("support.ask")
def ask(request: PersonRequest) -> HttpResponse:
    districts = districts_of(request.user, "support.ask").select_related("parent")
    mine = list(districts[:2])
    one = mine[0] if len(mine) == 1 else None
    before = _asked_before(request, districts)
    told = {name: getattr(before, name) for name in ("what", "for_whom", "topic", "district")} if before else {}
    form = AskForm(sent(request), districts=districts, one=one is not None, initial=told)
    form.cancel_url = path_to("requests")
    if request.method == "POST" and form.is_valid():
        answers = form.answers
        district = answers.pop("district", one)
        require(request.user, "support.ask", district)
        made = form.run(lambda: actions.ask(district, **answers, before=before, by=request.user, once=form.once))
        if made:
            say(
                request,
                _("Sent as %(number)s.") % {"number": made.number},
                next_text=_("%(owner)s answers by %(day)s.")
                % {"owner": made.owner or made.rec, "day": long_day(made.answer_by)},
            )
            return redirect(made)
    day = short_day(clock.answer_by(today()))
    if one:
        tells = _("Your request for %(district)s goes to %(rec)s, with a number, at once. They answer by %(day)s.") % {
            "district": one.name,
            "rec": one.parent.name if one.parent else _("its REC"),
            "day": day,
        }
    else:
        tells = _("Your request goes to the district’s REC, with a number, at once. They answer by %(day)s.") % {
            "day": day
        }
    return render(
        request,
        "support/ask.html",
        {
            "title": _("Ask again: %(number)s") % {"number": before.number} if before else _("Ask for support"),
            "subtitle": tells,
            "breadcrumbs": [(_("Requests"), path_to("requests"))],
            "form": form,
        },
    )


def _asked_before(request: PersonRequest, districts: QuerySet[Organization]) -> SupportRequest | None:
    """?again=…: an earlier request of one's own that brought no help."""
    if not (pk := request.GET.get("again", "")).isdecimal():
        return None
    earlier = SupportRequest.objects.filter(district__in=districts).select_related("district").filter(pk=pk).first()
    return earlier if earlier and earlier.can_be_asked_again else None
