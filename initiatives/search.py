from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.people.models import Person
from collaborative.plugs.search import Hit, search_source
from initiatives.models import Initiative


def find(person: Person, words: str, limit: int) -> list[Initiative]:
    if not person.has_perm("initiatives.view"):
        return []
    return list(Initiative.objects.visible_to(person).matching(words).select_related("lead")[:limit])


def show(initiative: Initiative) -> Hit:
    words = initiative.lead.name if initiative.is_published else _("%(lead)s, draft") % {"lead": initiative.lead.name}
    return Hit(initiative.title, words, initiative.get_absolute_url())


search_source(
    "initiatives",
    gettext_lazy("Initiatives"),
    find=find,
    show=show,
    list_name="initiatives",
    whole=gettext_lazy("All initiatives with “%(words)s”"),
    order=30,
)
