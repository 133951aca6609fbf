from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from collaborative.people.models import Hat, Organization, Person
from collaborative.search import Hit, search_source


def _people(person: Person, words: str, limit: int):
    worn = Prefetch("hats", Hat.objects.today().select_related("organization"), to_attr="worn")
    return Person.objects.active().visible_to(person).matching(words).prefetch_related(worn)[:limit]


def _organizations(person: Person, words: str, limit: int):
    kinds = ("rec", "district", "school")
    return (
        Organization.objects.active().of_kind(*kinds).visible_to(person).matching(words).select_related("under")[:limit]
    )


search_source(
    "people",
    _("People"),
    find=_people,
    show=lambda one: Hit(str(one), ", ".join(map(str, one.worn)), one.get_absolute_url()),
    more=lambda words: f"/people/?words={words}",
    order=30,
)
search_source(
    "organizations",
    _("Districts, schools and RECs"),
    find=_organizations,
    show=lambda one: Hit(one.name, one.under.short_name if one.under else "", one.get_absolute_url()),
    more=lambda words: f"/districts/?words={words}",
    order=20,
)
