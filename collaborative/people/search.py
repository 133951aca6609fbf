from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from collaborative.database.compiled_queries import prepared
from collaborative.database.search_keys import plain
from collaborative.people.models import Hat, Organization, Person
from collaborative.plugs.search import Hit, search_source


@prepared
def _people(person: Person, words: list[str], *, limit: int) -> QuerySet[Person]:
    hats = Hat.objects.today().select_related("organization").order_by("starts_on", "id")
    worn = Prefetch("hats", hats, to_attr="worn")
    return Person.objects.active().visible_to(person).matching(" ".join(words)).prefetch_related(worn)[:limit]


@prepared
def _organizations(person: Person, words: str, *, limit: int) -> QuerySet[Organization]:
    rows = Organization.objects.active().of_kind("rec", "district", "school").visible_to(person)
    return rows.matching(words).select_related("parent")[:limit]


search_source(
    "people",
    _("People"),
    find=lambda person, words, limit: _people(person, plain(words).split(), limit=limit),
    show=lambda one: Hit(str(one), ", ".join(map(str, one.worn)), one.get_absolute_url()),
    list_name="people",
    whole=_("All people with “%(words)s”"),
    order=30,
)
search_source(
    "organizations",
    _("Districts, schools and RECs"),
    find=lambda person, words, limit: _organizations(person, plain(words), limit=limit),
    show=lambda one: Hit(one.name, one.parent.short_name if one.parent else "", one.get_absolute_url()),
    list_name="districts",
    whole=_("All districts with “%(words)s”"),
    order=20,
)
