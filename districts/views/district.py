from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.hats.granting import roles_to_give
from collaborative.people.models import Affiliation, Hat, Organization
from collaborative.people.permissions import AccessRule, requires
from collaborative.people.policy import reaches
from collaborative.people.requests import PersonRequest
from collaborative.plugs.panels import panels_for
from collaborative.web.addresses import path_to
from collaborative.web.choice_filters import OfferedFilter
from collaborative.web.forms import FilterForm
from collaborative.web.statuses import STATUSES
from collaborative.web.views import ListPage
from districts.models import LOCALES, SIZE_CLASSES, District, Membership, School

STAFF_SHOWN = 8


class DistrictFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name or town"), method="by_words")
    rec = OfferedFilter(
        label=gettext_lazy("REC"),
        field_name="parent",
        queryset=Organization.objects.of_kind("rec"),
        empty_label=gettext_lazy("All RECs"),
    )
    size = django_filters.ChoiceFilter(
        label=gettext_lazy("Size"),
        empty_label=gettext_lazy("All sizes"),
        choices=[
            ("XS", gettext_lazy("under 200 students")),
            ("S", gettext_lazy("200 to 3,999")),
            ("M", gettext_lazy("4,000 to 9,999")),
            ("L", gettext_lazy("10,000 to 49,999")),
            ("XL", gettext_lazy("50,000 and more")),
        ],
        method="by_size",
    )

    class Meta:
        model = District
        fields = ("words", "rec", "size")
        form = FilterForm

    def by_words(self, rows, name, value):
        return rows.matching(value)

    def by_size(self, rows, name, value):
        names = [size for size, _below in SIZE_CLASSES]
        above = SIZE_CLASSES[names.index(value) - 1][1] if value != names[0] else 0
        return rows.filter(enrollment__gte=above, enrollment__lt=dict(SIZE_CLASSES)[value])


class DistrictList(ListPage):
    access_rule = AccessRule("role")
    title = gettext_lazy("Districts")
    template_name = "districts/district_list.html"
    filterset_class = DistrictFilter
    remembered = "districts"
    columns = (
        gettext_lazy("District"),
        gettext_lazy("REC"),
        gettext_lazy("Office"),
        gettext_lazy("Students"),
        gettext_lazy("Membership"),
    )
    export = (
        (gettext_lazy("PED code"), "ped_code"),
        (gettext_lazy("District"), "name"),
        (gettext_lazy("REC"), "parent.name"),
        (gettext_lazy("Office"), "office_city"),
        (gettext_lazy("County"), "county"),
        (gettext_lazy("Students"), "enrollment"),
        (gettext_lazy("Students in"), "enrollment_year"),
        (gettext_lazy("Membership"), lambda row: str(STATUSES[row.membership or "unknown"].word)),
    )
    export_name = "districts"

    def rows(self):
        status = Membership.objects.filter(district=OuterRef("pk"), ends_on__isnull=True).values("status")[:1]
        at = self.request.user.organization_ids
        mine = Organization.objects.filter(Q(pk=OuterRef("pk")) | Q(parent=OuterRef("pk")), pk__in=at)
        rows = District.objects.visible_to(self.request.user).select_related("parent")
        rows = rows.annotate(membership=Subquery(status), is_mine=Exists(mine))
        return rows.order_by("-is_mine", "sort_key", "id")

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s district", "%(count)s districts", count) % {"count": count}

    def extra(self) -> dict[str, Any]:
        return {
            "subtitle": _(
                "Every district has one inviting REC. Membership is a fact of its own, shown where a source names it."
            )
        }


@requires("districts.view", District, related=("parent",))
def district(request: PersonRequest, district: District) -> HttpResponse:
    membership = Membership.objects.filter(district=district, ends_on__isnull=True).select_related("rec").first()
    may_see_staff = request.user.has_perm("districts.view_roster", district)
    history = history_of(district, request) if may_see_staff else []
    response = render(
        request,
        "districts/district.html",
        {
            "title": district.name,
            "subtitle": _("%(town)s, %(county)s County · invited by %(rec)s")
            % {"town": district.office_city, "county": district.county, "rec": district.parent},
            "breadcrumbs": [(_("Districts"), path_to("districts"))],
            "district": district,
            "leaders": _leaders(district),
            "may_name_delegate": "delegate" in roles_to_give(request.user)
            and request.user.has_perm("people.give_hats", district),
            "may_open_people": reaches(request.user, district),
            "facts": _facts(district, membership),
            "schools": School.objects.filter(parent=district),
            "panels": panels_for("district", request, district),
            "may_see_staff": may_see_staff,
            "may_change_region": request.user.has_perm("districts.change_region", district),
            "history": history,
        },
    )
    if may_see_staff:
        looked_at(response, request, about=district)
    return response


def _leaders(district: District) -> QuerySet[Hat]:
    hats = Hat.objects.today().filter(organization=district, role__in=("superintendent", "delegate"))
    return hats.select_related("person").order_by("-role", "person__sort_key")


def _facts(district: District, membership: Membership | None) -> list[tuple[str, Any]]:
    # That of today; a region that begins later is not cited yet.
    region = Affiliation.objects.filter(organization=district, starts_on__lte=today()).first()
    students = ""
    if district.enrollment is not None:
        students = _("%(count)s (%(year)s)") % {"count": f"{district.enrollment:,}", "year": district.enrollment_year}
    return [
        (_("Inviting REC"), district.parent),
        (_("How that is known"), region.source if region else ""),
        (_("Membership"), _membership(membership)),
        (_("Students"), students),
        (_("Locale (NCES)"), LOCALES.get(district.locale, "")),
        (_("PED code"), district.ped_code),
        (_("NCES number"), district.nces_id),
    ]


def _membership(membership: Membership | None) -> str:
    """In words, with the source; nothing where nothing is known."""
    if membership is None:
        return ""
    words = _("%(status)s of %(rec)s") % {
        "status": membership.get_status_display().capitalize(),
        "rec": membership.rec.short_name,
    }
    since = f" {_('since %(day)s') % {'day': short_day(membership.starts_on)}}" if membership.starts_on else ""
    return f"{words}{since}. {_('Source')}: {membership.source}"


@requires("districts.view", School, related=("parent",))
def school(request: PersonRequest, school: School) -> HttpResponse:
    at, may_see_staff = sure(school.parent), request.user.has_perm("districts.view_roster", school)
    staff = Hat.objects.roster().filter(organization=school.pk).select_related("person").order_by("person__sort_key")
    response = render(
        request,
        "districts/school.html",
        {
            "title": school.name,
            "subtitle": at.name,
            "breadcrumbs": [(_("Districts"), path_to("districts")), (at.short_name, at.get_absolute_url())],
            "facts": [(_("District"), at), (_("Level"), school.get_level_display())],
            "staff": list(staff[: STAFF_SHOWN * 5]) if may_see_staff else [],
            "staff_count": staff.count() if may_see_staff else 0,
            "may_see_staff": may_see_staff,
            "roster_url": f"{path_to('roster', school.parent_id)}?school={school.pk}",
            "panels": panels_for("school", request, school),
        },
    )
    if may_see_staff:
        looked_at(response, request, about=school)
    return response
