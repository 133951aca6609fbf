from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from collaborative.people.records.holdings import holding, named_in
from trainings.models import Certificate, HoursEntry, Registration


def _placed_elsewhere(people: Collection[int]) -> set[int]:
    """Registered, at any time, by another organization than the one for which the record was made: a school and its
    district are one."""
    rows = Registration.objects.filter(person__in=people).values_list(
        "person", "organization", "organization__parent", "person__made_for", "person__made_for__parent"
    )
    return {
        person
        for person, place, above, maker, above_maker in rows.distinct()
        if maker is None or (place != maker and place != above_maker and above != maker)
    }


holding("places elsewhere", _("places in trainings given by others"), find=_placed_elsewhere)
holding("hours", _("hours"), find=named_in(HoursEntry, "person"))
holding("certificates", _("certificates"), find=named_in(Certificate, "person"))
