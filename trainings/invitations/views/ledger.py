"""The ledger: one line for every invited organization, with the proof of how it was reached."""

from functools import cached_property
from typing import Any

import django_filters
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.people.permissions import AccessRule, get_visible_or_404, requires
from collaborative.web.act_page import ActPage, Breadcrumbs
from collaborative.web.addresses import path_to
from collaborative.web.forms import FilterForm
from collaborative.web.views import Empty, ListPage
from trainings.invitations import actions
from trainings.invitations.forms import CallForm
from trainings.invitations.queries import ledger_counts
from trainings.models import Invitation, Training
from trainings.models.invitation import LEDGER_FILTERS, InvitationQuerySet

WORDS = {
    "reached": gettext_lazy("Reached"),
    "not_reached": gettext_lazy("Not reached yet"),
    "held": gettext_lazy("Letter held"),
    "to_phone": gettext_lazy("To be phoned"),
    "no_address": gettext_lazy("No address"),
    "refused": gettext_lazy("Refused by their mail server"),
    "seen": gettext_lazy("Seen in the app"),
    "unanswered": gettext_lazy("No answer yet"),
    "accepted": gettext_lazy("Accepted"),
    "declined": gettext_lazy("Declined"),
    "phoned": gettext_lazy("Phoned"),
}
TILES = ("reached", "not_reached", "accepted", "declined", "unanswered")


def file_name(what: str, training: Training) -> str:
    """«ledger-structured-literacy-part-1-2027-01-14»."""
    return "-".join(
        part for part in (what, slugify(training.title)[:50].strip("-"), str(training.first_day or "")) if part
    )


class LedgerFilter(django_filters.FilterSet):
    which = django_filters.ChoiceFilter(
        label=gettext_lazy("Which"),
        choices=list(WORDS.items()),
        empty_label=gettext_lazy("All invited"),
        method="by_which",
    )

    class Meta:
        model = Invitation
        fields = ("which",)
        form = FilterForm

    def by_which(self, rows: InvitationQuerySet, name: str, value: str) -> InvitationQuerySet:
        return rows.filter(LEDGER_FILTERS[value])


class Ledger(ListPage):
    access_rule = AccessRule("permission", "trainings.keep_ledger", Training)
    template_name = "trainings/invitations/ledger.html"
    filterset_class = LedgerFilter
    title = gettext_lazy("Who was invited, and how it reached them")
    columns = (
        gettext_lazy("Invited"),
        gettext_lazy("Letter"),
        gettext_lazy("Seen in the app"),
        gettext_lazy("Answer"),
        gettext_lazy("Phoned"),
        gettext_lazy("Registered"),
    )
    export = (
        (gettext_lazy("Invited"), "organization.name"),
        (gettext_lazy("Invited on"), "invited_at"),
        (gettext_lazy("To"), "addressee"),
        (gettext_lazy("Letter"), "letter_state"),
        (gettext_lazy("What the server said"), "letter_why"),
        (gettext_lazy("Accepted by mail server at"), "letter.sent_at"),
        (gettext_lazy("Seen in the app at"), "seen_at"),
        (gettext_lazy("Answer"), "get_answer_display"),
        (gettext_lazy("Answered at"), "answered_at"),
        (gettext_lazy("Answered by"), "answered_by"),
        (gettext_lazy("Reason"), lambda row: row.decline_words or row.get_decline_reason_display()),
        (gettext_lazy("Phoned at"), "phoned_at"),
        (gettext_lazy("Phoned by"), "phoned_by"),
        (gettext_lazy("What was said"), "phone_note"),
        (gettext_lazy("Registered"), "seats"),
        (gettext_lazy("Reached"), lambda row: _("yes") if row.is_reached else _("no")),
    )
    names_people = True
    per_page = 100

    @cached_property
    def training(self) -> Training:
        return get_visible_or_404(Training, self.request.user, self.kwargs["pk"], related=("host", "initiative__lead"))

    @property
    def export_name(self) -> str:
        return file_name("ledger", self.training)

    def thing(self) -> Training:
        return self.training

    def rows(self) -> InvitationQuerySet:
        rows = Invitation.objects.filter(training=self.kwargs["pk"]).with_ledger()
        related = ("organization", "letter", "addressee", "answered_by", "phoned_by")
        return (
            rows.select_related(*related).defer("letter__body", "letter__calendar").order_by("organization__sort_key")
        )

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s invitation", "%(count)s invitations", count) % {"count": f"{count:,}"}

    def extra(self) -> dict[str, Any]:
        training = self.training
        counts = ledger_counts(training)
        return {
            "training": training,
            "subtitle": training.title,
            "breadcrumbs": [(_("Trainings"), path_to("trainings")), (training.title, training.get_absolute_url())],
            "counts": counts,
            "tiles": [
                (WORDS[name], counts[name], f"?which={name}&show=1")
                for name in TILES
                if counts[name] or name == "reached"
            ],
            "silent": _silent_text(counts),
            "may_phone": self.request.user.has_perm("trainings.keep_ledger", training),
            "section": "trainings",
        }

    def empty(self) -> Empty:
        if not self.training.is_published:
            return Empty(
                _("Nobody is invited before the training is published."),
                _("To the training"),
                path_to("training", self.training.pk),
            )
        return super().empty()


def _silent_text(counts: dict[str, int]) -> str:
    """Why those who are to be phoned have heard nothing."""
    parts = [
        (counts["silent_no_address"], _("no address: %(n)s")),
        (counts["silent_refused"], _("refused by their mail server: %(n)s")),
    ]
    return "; ".join(words % {"n": n} for n, words in parts if n)


@requires("trainings.keep_ledger", Invitation, related=("training__host", "training__initiative__lead", "organization"))
class LogCall(ActPage[Invitation]):
    form_class = CallForm
    action = actions.log_call
    title = gettext_lazy("A call to %(organization.short_name)s")
    subtitle = "%(training.title)s"
    message = gettext_lazy("The call to %(object.organization.short_name)s is logged.")

    def breadcrumbs(self) -> Breadcrumbs:
        of = self.object.training
        ledger = path_to("training-ledger", of.pk)
        above = [(_("Trainings"), path_to("trainings")), (of.title, of.get_absolute_url())]
        return [*above, (_("Who was invited"), ledger)]

    def success_url(self, done: Invitation) -> str:
        return self.cancel_url
