from collections.abc import Callable, Collection

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from collaborative.people.holdings import holding
from trainings.models import Certificate, HoursEntry, PrivateNote, Registration


def _who(model: type[Model], *fields: str) -> Callable[[Collection[int]], set[int]]:
    def find(people: Collection[int]) -> set[int]:
        return {
            pk
            for field in fields
            for pk in model._default_manager.filter(**{f"{field}__in": people}).values_list(field, flat=True)
        }

    return find


def _placed_elsewhere(people: Collection[int]) -> set[int]:
    """Registered, at any time, by another organization than the one for which the record was made: a school and its
    district are one."""
    rows = Registration.objects.filter(person__in=people).values_list(
        "person", "organization", "organization__under", "person__made_for", "person__made_for__under"
    )
    return {
        person
        for person, place, above, maker, above_maker in rows.distinct()
        if maker is None or (place != maker and place != above_maker and above != maker)
    }


holding("places elsewhere", _("places in trainings given by others"), find=_placed_elsewhere)
holding("hours", _("hours"), find=_who(HoursEntry, "person"))
holding("certificates", _("certificates"), find=_who(Certificate, "person"))
holding("private notes", _("private notes"), find=_who(PrivateNote, "coached", "coach"), is_private=True)
