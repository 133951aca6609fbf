from collections import defaultdict
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar.days import long_day, short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.journal.history import history_of
from collaborative.people.models import Organization, Person
from collaborative.people.permissions import AccessRule, requires
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage
from collaborative.web.addresses import Link, path_to
from collaborative.web.choice_filters import OfferedFilter
from collaborative.web.forms import FilterForm
from collaborative.web.views import ListPage
from initiatives.models import Initiative
from trainings.certificates.forms import ReasonForm
from trainings.experts import actions as experts
from trainings.models import ExpertCertification
from trainings.schedule.duties import led_uncertified_without


class ExpertFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name"), method="by_words")
    initiative = OfferedFilter(
        label=gettext_lazy("Initiative"),
        queryset=Initiative.objects.published(),
        empty_label=gettext_lazy("All initiatives"),
    )
    rec = OfferedFilter(
        label=gettext_lazy("REC"),
        field_name="organization",
        queryset=Organization.objects.of_kind("rec"),
        empty_label=gettext_lazy("All RECs"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        empty_label=gettext_lazy("All"),
        method="by_state",
        choices=[
            ("valid", gettext_lazy("Valid today")),
            ("expiring", gettext_lazy("Expires soon")),
            ("expired", gettext_lazy("Expired")),
            ("revoked", gettext_lazy("Revoked")),
        ],
    )

    class Meta:
        model = ExpertCertification
        fields = ("words", "initiative", "rec", "state")
        form = FilterForm

    def by_words(self, rows, name, value):
        return rows.filter(person__in=Person.objects.matching(value))

    def by_state(self, rows, name, value):
        if value == "revoked":
            return rows.filter(revoked_at__isnull=False)
        return getattr(rows, value)()


class ExpertList(ListPage):
    """Who is certified for what, until when."""

    access_rule = AccessRule("permission", "trainings.view_experts")
    title = gettext_lazy("Experts")
    template_name = "trainings/experts/list.html"
    filterset_class = ExpertFilter
    remembered = "experts"
    names_people = True
    columns = (
        gettext_lazy("Expert"),
        gettext_lazy("Initiative"),
        gettext_lazy("REC"),
        gettext_lazy("Certified by"),
        gettext_lazy("Valid until"),
        gettext_lazy("Status"),
    )
    export = (
        (gettext_lazy("Expert"), "person"),
        (gettext_lazy("Initiative"), "initiative.title"),
        (gettext_lazy("Version"), "version.number"),
        (gettext_lazy("REC"), "organization.name"),
        (gettext_lazy("Certified by"), "training.title"),
        (gettext_lazy("From"), "valid_from"),
        (gettext_lazy("Until"), "valid_until"),
        (gettext_lazy("Status"), "state"),
    )
    export_name = "experts"

    def rows(self) -> QuerySet[ExpertCertification]:
        rows = ExpertCertification.objects.visible_to(self.request.user)
        rows = rows.select_related("person", "initiative", "version", "organization", "training")
        return rows.order_by("initiative__sort_key", "organization__sort_key", "person__sort_key", "id")

    def default_filters(self) -> dict[str, str]:
        return {"state": "valid"}

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s certification", "%(count)s certifications", count) % {"count": f"{count:,}"}

    def extra(self) -> dict[str, Any]:
        return {
            "subtitle": _("Who is certified for which initiative, by which session, until when."),
            "action": Link(_("Show the gaps"), path_to("expert-gaps")),
            "section": "trainings",
        }


class GapFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Initiative"), method="by_words")

    class Meta:
        model = Initiative
        fields = ("words",)
        form = FilterForm

    def by_words(self, rows, name, value):
        return rows.matching(value)


class GapList(ListPage):
    """Initiatives × RECs: where somebody is certified today, and where nobody is."""

    access_rule = AccessRule("permission", "trainings.view_experts")
    title = gettext_lazy("Experts: gaps")
    template_name = "trainings/experts/gaps.html"
    filterset_class = GapFilter

    def rows(self) -> QuerySet[Initiative]:
        visible = Initiative.objects.visible_to(self.request.user).published()
        return visible.filter(level__in=("state", "federal")).order_by("sort_key", "id")

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s initiative", "%(count)s initiatives", count) % {"count": count}

    def context(self, page: Any, chosen: Any) -> dict[str, Any]:
        recs = list(Organization.objects.of_kind("rec").active().only("pk", "kind", "short_name", "sort_key"))
        found: dict[int, dict[int, int]] = defaultdict(dict)
        page.object_list = list(page.object_list)
        certified = ExpertCertification.objects.valid().filter(initiative__in=page.object_list).per_rec()
        for initiative, rec, number in certified:
            found[initiative][rec] = number
        for initiative in page.object_list:
            counts = [(rec, found[initiative.pk].get(rec.pk, 0)) for rec in recs]
            initiative.by_rec = counts
            initiative.nobody = sum(1 for _rec, number in counts if not number)
        return {
            **super().context(page, chosen),
            "recs": recs,
            "subtitle": _(
                "How many people of each REC are certified today. Zero: nobody there can lead its trainings."
            ),
            "breadcrumbs": [(_("Experts"), path_to("experts"))],
            "section": "trainings",
        }


RELATED = ("person", "initiative__lead", "version", "organization", "training__host", "training__initiative__lead")


@requires("trainings.view_experts", ExpertCertification, related=RELATED)
def expert(request: PersonRequest, certification: ExpertCertification) -> HttpResponse:
    training = certification.training
    facts = [
        (_("Initiative"), certification.initiative.title),
        (_("Version"), certification.version.number),
        (_("REC"), certification.organization.name),
        (_("Certified by"), training.title),
        (_("From"), long_day(certification.valid_from)),
        (_("Until"), long_day(certification.valid_until)),
    ]
    if certification.is_revoked:
        facts.append((_("Revoked on"), long_day(sure(certification.revoked_at))))
        facts.append((_("Reason"), certification.revoked_why))
    sees_person = Person.objects.visible_to(request.user).filter(pk=certification.person_id).exists()
    context = {
        "title": str(certification.person),
        "subtitle": _("Expert for %(initiative)s") % {"initiative": certification.initiative},
        "breadcrumbs": [(_("Experts"), path_to("experts"))],
        "certification": certification,
        "facts": facts,
        "sees_person": sees_person,
        "may_revoke": not certification.is_revoked and request.user.has_perm("trainings.run", certification),
        "history": history_of(certification, request),
        "section": "trainings",
    }
    return render(request, "trainings/experts/expert.html", context)


def _loss(certification: ExpertCertification) -> str:
    names = {"name": certification.person, "initiative": certification.initiative}
    words = _("%(name)s may then no longer lead trainings of %(initiative)s, and is told so with the reason.") % names
    planned = list(led_uncertified_without(certification, on=today()).order_by("first_day", "pk"))
    if planned:
        titles = "; ".join(f"{training.title}, {short_day(sure(training.first_day))}" for training in planned)
        words += " " + _("Planned with this leader: %(titles)s. Their hosts are asked to name another.") % {
            "titles": titles
        }
    return words


@requires("trainings.run", ExpertCertification, related=RELATED)
class Revoke(ActPage[ExpertCertification]):
    form_class = ReasonForm
    action = experts.revoke
    template_name = "generic/confirm.html"
    parents = ((gettext_lazy("Experts"), "experts"),)
    crumb = "%(person)s"
    title = gettext_lazy("Revoke the certification of %(person)s")
    subtitle = "%(initiative.title)s"
    submit_label = gettext_lazy("Revoke the certification")
    message = gettext_lazy("The certification is revoked.")

    @property
    def loss(self) -> str:
        return _loss(self.object)
