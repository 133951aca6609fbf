"""Search, and the pages of words: help, privacy, accessibility."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from collaborative.people.permissions import public, signed_in
from collaborative.people.policy import permissions
from collaborative.people.requests import PersonRequest
from collaborative.people.roles import ROLES
from collaborative.plugs.search import LEAST, search


@signed_in
def find(request: PersonRequest) -> HttpResponse:
    words = " ".join(request.GET.get("words", "").split())[:80]
    found = search(request.user, words) if len(words) >= LEAST and request.user.hats_today else []
    context = {
        "title": _("Search"),
        "subtitle": _(
            "People, trainings, districts, initiatives and request numbers within your reach. Accents do not matter."
        ),
        "words": words,
        "too_short": bool(words) and len(words) < LEAST,
        "least": LEAST,
        "found": found,
        "nothing": not any(one.hits for one in found),
        "section": "-",
    }
    return render(request, "people/search.html", context)


@public
def help_page(request: HttpRequest) -> HttpResponse:
    roles = [
        (role, [permissions[name].words for name in sorted(role.permissions) if name in permissions])
        for role in ROLES.values()
    ]
    return render(request, "people/help.html", {"title": _("Help"), "roles": roles, "section": "-"})


@public
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "people/privacy.html", {"title": _("Privacy"), "section": "-"})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "people/accessibility.html", {"title": _("Accessibility"), "section": "-"})
