from django.shortcuts import render
from django.urls import path

from collaborative.people.models import Organization
from collaborative.people.permissions import signed_in
from collaborative.urls import *  # noqa: F403
from collaborative.urls import urlpatterns


@signed_in
def bare(request):
    """What any Django page costs here: the same middleware, a signed-in person, one query, a plain template with as many
    rows as the page it is measured beside."""
    rows = Organization.objects.order_by("sort_key")[: int(request.GET.get("rows", 25))]
    return render(request, "bench/bare.html", {"rows": rows})


urlpatterns = [*urlpatterns, path("bench/bare/", bare)]
