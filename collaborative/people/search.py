from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collaborative.database.search_keys import plain
from collaborative.people.models import Organization, Person
from collaborative.people.queries import people_found
from collaborative.plugs.search import Hit, search_source


def _organizations(person: Person, words: str) -> QuerySet[Organization]:
    rows = Organization.objects.active().of_kind("rec", "district", "school").visible_to(person)
    return rows.matching(words).select_related("parent")


search_source(
    "people",
    _("People"),
    find=lambda person, words, limit: people_found(person, plain(words).split(), limit=limit),
    show=lambda one: Hit(str(one), ", ".join(map(str, one.worn)), one.get_absolute_url()),
    list_name="people",
    whole=_("All people with “%(words)s”"),
    order=30,
)
search_source(
    "organizations",
    _("Districts, schools and RECs"),
    find=lambda person, words, limit: _organizations(person, words)[:limit],
    show=lambda one: Hit(one.name, one.parent.short_name if one.parent else "", one.get_absolute_url()),
    list_name="districts",
    whole=_("All districts with “%(words)s”"),
    order=20,
)
