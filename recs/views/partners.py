import django_filters
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.database.search_keys import plain
from collaborative.people.permissions import AccessRule
from collaborative.web.addresses import path_to
from collaborative.web.forms import FilterForm
from collaborative.web.views import ListPage
from recs.models import PartnerAgency


class PartnerFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name or what you need"), method="by_words")

    class Meta:
        model = PartnerAgency
        fields = ("words",)
        form = FilterForm

    def by_words(self, rows, name, value):
        return rows.filter(Q(search_key__contains=plain(value)) | Q(scope__icontains=value))


class PartnerList(ListPage):
    """The agencies to which a request for support can be referred: a directory to read."""

    access_rule = AccessRule("role")
    title = gettext_lazy("Partner agencies")
    template_name = "recs/partner_list.html"
    filterset_class = PartnerFilter
    columns = (gettext_lazy("Agency"), gettext_lazy("What it can be asked for"), gettext_lazy("How to reach it"))
    export = (
        (gettext_lazy("Agency"), "name"),
        (gettext_lazy("What it can be asked for"), "scope"),
        (gettext_lazy("Phone"), "phone"),
        (gettext_lazy("Address"), "contact_email"),
        (gettext_lazy("Website"), "website"),
        (gettext_lazy("Source"), "source"),
    )
    export_name = "partner-agencies"

    def rows(self):
        return PartnerAgency.objects.filter(closed_on__isnull=True)

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s agency", "%(count)s agencies", count) % {"count": count}

    def extra(self):
        return {
            "subtitle": _(
                "A request is referred to one of them once the district has agreed. No student is ever named."
            ),
            "breadcrumbs": [(_("Requests"), path_to("requests"))],
            "section": "requests",
        }
