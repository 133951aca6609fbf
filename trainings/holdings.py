from collections.abc import Callable, Collection

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from collaborative.people.holdings import holding
from trainings.models import Certificate, HoursEntry, PrivateNote


def _who(model: type[Model], *fields: str) -> Callable[[Collection[int]], set[int]]:
    def find(people: Collection[int]) -> set[int]:
        return {
            pk
            for field in fields
            for pk in model.objects.filter(**{f"{field}__in": people}).values_list(field, flat=True)
        }

    return find


holding("hours", _("hours"), find=_who(HoursEntry, "person"))
holding("certificates", _("certificates"), find=_who(Certificate, "person"))
holding("private notes", _("private notes"), find=_who(PrivateNote, "coached", "coach"), is_private=True)
