from django.utils.translation import gettext_lazy as _

from collaborative.people.models import Person
from collaborative.plugs.search import Hit, search_source
from support.models import SupportRequest


def find(person: Person, words: str, limit: int) -> list[SupportRequest]:
    found = SupportRequest.objects.visible_to(person).matching(words).select_related("district")
    return list(found.only("number", "what", "district__short_name")[:limit])


def show(request: SupportRequest) -> Hit:
    return Hit(request.number, f"{request.district.short_name}: {request.what[:90]}", request.get_absolute_url())


search_source(
    "requests",
    _("Requests for support"),
    find=find,
    show=show,
    list_name="requests",
    whole=_("All requests with “%(words)s”"),
    order=60,
)
