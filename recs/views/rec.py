from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.journal.history import history_of
from collaborative.people.models import Hat, Organization
from collaborative.people.permissions import AccessRule, requires
from collaborative.people.policy import reaches
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import panels_for
from collaborative.web.addresses import path_to
from collaborative.web.views import ListPage
from recs.models import Rec, Venue

STAFF_ROLES = ("rec_director", "rec_coordinator", "coach")


class RecList(ListPage):
    access_rule = AccessRule("role")
    title = gettext_lazy("Regional Education Cooperatives")
    template_name = "recs/rec_list.html"
    columns = (gettext_lazy("REC"), gettext_lazy("Office"), gettext_lazy("Districts"), gettext_lazy("Director"))
    export = (
        (gettext_lazy("Number"), "number"),
        (gettext_lazy("REC"), "name"),
        (gettext_lazy("Office"), "office_city"),
        (gettext_lazy("Districts"), "district_count"),
        (gettext_lazy("How that is known"), "source"),
    )
    export_name = "recs"

    def rows(self):
        counted = (
            Organization.objects.of_kind("district")
            .filter(parent=OuterRef("pk"))
            .order_by()
            .values("parent")
            .annotate(n=Count("pk"))
        )
        director = Hat.objects.today().filter(organization=OuterRef("pk"), role="rec_director").order_by("starts_on")
        return Rec.objects.visible_to(self.request.user).annotate(
            district_count=Subquery(counted.values("n"), output_field=IntegerField()),
            director_given=Subquery(director.values("person__given_name")[:1]),
            director_family=Subquery(director.values("person__family_name")[:1]),
        )

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s REC", "%(count)s RECs", count) % {"count": count}

    def extra(self) -> dict[str, Any]:
        return {"subtitle": _("Each invites the districts of its region, members or not."), "section": "districts"}


@requires("recs.view", Rec, among="for_page")
def rec(request: PersonRequest, rec: Rec) -> HttpResponse:
    hats = Hat.objects.today().filter(organization=rec, role__in=(*STAFF_ROLES, "council_member"))
    hats = hats.select_related("person").order_by("person__sort_key")
    may_open_people = reaches(request.user, rec)
    order = {role: number for number, role in enumerate(STAFF_ROLES)}
    return render(
        request,
        "recs/rec.html",
        {
            "title": rec.name,
            "subtitle": _("%(town)s, %(county)s County") % {"town": rec.office_city, "county": rec.county},
            "breadcrumbs": [(_("Districts"), path_to("districts")), (_("RECs"), path_to("recs"))],
            "section": "districts",
            "rec": rec,
            "staff": sorted((hat for hat in hats if hat.role in order), key=lambda hat: order[hat.role]),
            "council": [hat for hat in hats if hat.role == "council_member"],
            "venues": Venue.objects.open().filter(keeper=rec)[:6],
            "facts": [(_("Web site"), rec.website), (_("How that is known"), rec.source)],
            "panels": panels_for("rec", request, rec),
            "may_open_people": may_open_people,
            "history": history_of(rec, request) if may_open_people else [],
        },
    )
