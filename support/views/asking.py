from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from collaborative.days import long_day, short_day
from collaborative.forms import sent
from collaborative.people.doors import door, require
from collaborative.periods import today
from collaborative.saying import say
from support import actions, clock
from support.choosing import districts_of
from support.forms import AskForm


@door("support.ask")
def ask(request: HttpRequest) -> HttpResponse:
    districts = districts_of(request.user, "support.ask").select_related("under")
    mine = list(districts[:2])
    one = mine[0] if len(mine) == 1 else None
    form = AskForm(sent(request), districts=districts, one=one is not None)
    form.cancel_url = "/requests/"
    if request.method == "POST" and form.is_valid():
        answers = form.answers
        district = answers.pop("district", one)
        require(request.user, "support.ask", district)
        made = form.carry_out(lambda: actions.ask(district, **answers, by=request.user, once=form.once))
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
            "rec": one.under.name if one.under else _("its REC"),
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
            "title": _("Ask for support"),
            "lede": tells,
            "up": [(_("Requests"), "/requests/")],
            "form": form,
        },
    )
