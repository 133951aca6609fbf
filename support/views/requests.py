from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.days import long_day, short_day
from collaborative.calendar.periods import today
from collaborative.people.models import Organization
from collaborative.people.permissions import require, requires
from collaborative.web.act_page import ActPage
from collaborative.web.messages import say
from support import actions, clock
from support.forms import AskForm
from support.models import SupportRequest
from support.queries import districts_of


@requires("support.ask")
class Ask(ActPage[None]):
    form_class = AskForm
    template_name = "support/ask.html"
    parents = ((gettext_lazy("Requests"), "requests"),)

    def before(self) -> None:
        self.districts = districts_of(self.request.user, "support.ask").select_related("parent")
        mine = list(self.districts[:2])
        self.one: Organization | None = mine[0] if len(mine) == 1 else None

    @cached_property
    def earlier(self) -> SupportRequest | None:
        """?again=…: an earlier request of one's own that brought no help."""
        if not (pk := self.request.GET.get("again", "")).isdecimal():
            return None
        asked = SupportRequest.objects.filter(district__in=self.districts).select_related("district")
        earlier = asked.filter(pk=pk).first()
        return earlier if earlier and earlier.can_be_asked_again else None

    def form_kwargs(self) -> dict[str, Any]:
        kept = ("what", "for_whom", "topic", "district") if self.earlier else ()
        told = {name: getattr(self.earlier, name) for name in kept}
        return {"districts": self.districts, "one": self.one is not None, "initial": told}

    def run(self, form: AskForm) -> SupportRequest:
        answers = form.answers
        district = answers.pop("district", self.one)
        require(self.request.user, "support.ask", district)
        return actions.ask(district, **answers, before=self.earlier, by=self.request.user, once=form.once)

    def tell(self, form: AskForm, done: SupportRequest) -> None:
        words = _("%(owner)s answers by %(day)s.") % {"owner": done.answered_by, "day": long_day(done.answer_by)}
        say(self.request, _("Sent as %(number)s.") % {"number": done.number}, next_text=words)

    @property
    def title(self) -> str:
        return _("Ask again: %(number)s") % {"number": self.earlier.number} if self.earlier else _("Ask for support")

    @property
    def subtitle(self) -> str:
        day = short_day(clock.answer_by(today()))
        if self.one is None:
            words = _("Your request goes to the district’s REC, with a number, at once. They answer by %(day)s.")
            return words % {"day": day}
        return _("Your request for %(district)s goes to %(rec)s, with a number, at once. They answer by %(day)s.") % {
            "district": self.one.name,
            "rec": self.one.parent.name if self.one.parent else _("its REC"),
            "day": day,
        }
