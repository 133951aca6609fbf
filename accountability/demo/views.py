"""The demo's two doors: signing in as anybody of the cast, and the mailbox. Neither exists where DEMO is off, nor where
anybody is that the demo did not make: whoever reads the mailbox could sign in as them."""

from collections.abc import Callable
from functools import wraps

import django_filters
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accountability.demo.cast import CAST
from collaborative.letters.models import Delivered
from collaborative.people.models import Person
from collaborative.people.permissions import AccessRule, public
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import path_to
from collaborative.web.forms import FilterForm
from collaborative.web.views import ListPage


def only_in_demo(view: Callable) -> Callable:
    @wraps(view)
    def entering(request: PersonRequest, *args, **kwargs) -> HttpResponse:
        if not settings.DEMO or Person.objects.active().filter(is_demo=False).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return entering


@public
@only_in_demo
def doors(request: HttpRequest) -> HttpResponse:
    people = {
        person.handle: person
        for person in Person.objects.active().filter(is_demo=True, handle__in=[p.handle for p in CAST])
    }
    context = {
        "title": _("Sign in as …"),
        "subtitle": _("A demo year on the real regions and districts. All people are invented."),
        "parts": [(part, people[part.handle]) for part in CAST if part.handle in people],
        "section": "-",
    }
    return render(request, "demo/doors.html", context)


@public
@only_in_demo
@require_POST
def enter(request: HttpRequest, handle: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.active().filter(is_demo=True), handle=handle)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("today")


class LetterFilter(django_filters.FilterSet):
    to = django_filters.CharFilter(label=gettext_lazy("To"), lookup_expr="icontains")
    subject = django_filters.CharFilter(label=gettext_lazy("Subject"), lookup_expr="icontains")

    class Meta:
        model = Delivered
        fields = ("to", "subject")
        form = FilterForm


@method_decorator(only_in_demo, name="dispatch")
class Mailbox(ListPage):
    """Every letter that was sent, newest first. Open to all: sign-in codes arrive here, too."""

    access_rule = AccessRule("public")
    title = gettext_lazy("Mailbox")
    template_name = "demo/mailbox.html"
    filterset_class = LetterFilter
    columns = (gettext_lazy("Subject"), gettext_lazy("To"), gettext_lazy("Sent"))
    export = ((gettext_lazy("Subject"), "subject"), (gettext_lazy("To"), "to"), (gettext_lazy("Sent"), "at"))
    export_name = "letters"

    def rows(self):
        return Delivered.objects.defer("body", "calendar")

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s letter", "%(count)s letters", count) % {"count": f"{count:,}"}

    def extra(self) -> dict:
        return {"subtitle": _("What the mail server would have received."), "section": "-"}


@public
@only_in_demo
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delivered, pk=pk)
    context = {
        "title": found.subject,
        "breadcrumbs": [(_("Mailbox"), path_to("mailbox"))],
        "letter": found,
        "section": "-",
    }
    return render(request, "demo/letter.html", context)
