"""Possible twins: pairs of records of one organization that look like one person, for who keeps its records."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collaborative.journal.access_log import looked_at
from collaborative.people.merges import actions as merge_actions
from collaborative.people.merges.twins import Twins
from collaborative.people.models import Organization, Person
from collaborative.people.models.merge import Merge
from collaborative.people.permissions import get_visible_or_404, requires
from collaborative.people.requests import PersonRequest
from collaborative.web.messages import say

PER_PAGE = 25
LATEST = 10


@requires("people.keep_records", Organization, among="within_reach")
def twins(request: PersonRequest, organization: Organization) -> HttpResponse:
    page = Paginator(Twins(organization), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Possible twins of %(organization)s") % {"organization": organization.short_name},
        "subtitle": _(
            "Pairs with the same name or the same address. One person: merge them. Two people: say so, once."
        ),
        "breadcrumbs": [(organization.short_name, organization.get_absolute_url())],
        "section": "-",
        "organization": organization,
        "page_obj": page,
        "querystring": "",
        "merges": Merge.objects.filter(asked_by=request.user).select_related("kept")[:LATEST],
    }
    response = render(request, "people/merging/twins.html", context)
    looked_at(response, request, about=organization)
    return response


@require_POST
@requires("people.keep_records", Organization, among="within_reach")
def two_people(request: PersonRequest, organization: Organization) -> HttpResponse:
    ids = [request.POST.get(name, "") for name in ("first", "second")]
    if not all(one.isdecimal() and len(one) < 19 for one in ids) or not Twins(organization).has(*map(int, ids)):
        raise Http404
    first, second = (get_visible_or_404(Person, request.user, int(one)) for one in ids)
    merge_actions.say_two_people(first, second=second, at=organization, by=request.user)
    say(request, _("%(name)s and %(other)s are two people.") % {"name": first, "other": second})
    return redirect("twins", pk=organization.pk)
