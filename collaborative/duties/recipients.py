"""Who hears of a duty when its moment has come: whoever holds the hat that day, or the next above."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from collaborative.duties.kinds import roles_sharing
from collaborative.duties.models import Duty
from collaborative.people.models import Hat, Person
from collaborative.people.roles import ROLES, Reach

# Who hears of it where nobody holds the hat, or nobody who holds it can be written to.
ABOVE = {
    "staff": "superintendent",
    "superintendent": "rec_director",
    "delegate": "rec_director",
    "coach": "rec_director",
    "rec_coordinator": "rec_director",
    "council_member": "rec_director",
    "vendor": "rec_director",
    "rec_director": "ped_leader",
    "bureau_staff": "ped_leader",
}


class Hearers:
    """The hats of one day around some duties, read in one statement."""

    def __init__(self, duties: Iterable[Duty], *, on: date) -> None:
        self._holders: dict[tuple[str, int], list[Person]] = defaultdict(list)
        self._of_state: dict[str, list[Person]] = defaultdict(list)
        duties = list(duties)
        places = {above for duty in duties for above in duty.organization.ancestors}
        state = [role.code for role in ROLES.values() if role.reach is Reach.STATE]
        hats = (
            Hat.objects.on(on)
            .filter(Q(organization__in=places) | Q(role__in=state))
            .exclude(role="staff")
            .filter(person__is_active=True, person__merged_into__isnull=True)
            .select_related("person")
            .order_by("id")
        )
        for hat in hats:
            self._holders[hat.role, hat.organization_id].append(hat.person)
            if hat.role in state:
                self._of_state[hat.role].append(hat.person)

    def of(self, duty: Duty, which: str) -> tuple[list[Person], bool]:
        """Who hears, and whether they stand in for somebody who is missing. Only people who can be written to count."""
        role = duty.rules.escalates_to if which == "climbed" else ""
        first = self._holding(duty, role) if role else self._owing(duty)
        role = role or duty.rules.escalates_to or ABOVE.get(duty.role, "rec_director")
        if first:
            return first, False
        while role:
            if found := self._holding(duty, role):
                return found, True
            role = ABOVE.get(role, "")
        return [], True

    def _owing(self, duty: Duty) -> list[Person]:
        if duty.person:
            person = duty.person.merged_into or duty.person
            return _reachable([person] if person.is_active else [])
        roles = roles_sharing(duty.role)
        return _reachable(one for role in roles for one in self._holders.get((role, duty.organization_id), []))

    def _holding(self, duty: Duty, role: str) -> list[Person]:
        if ROLES[role].reach is Reach.STATE:
            return _reachable(self._of_state.get(role, []))
        return _reachable(one for place in duty.organization.ancestors for one in self._holders.get((role, place), []))


def _reachable(people: Iterable[Person]) -> list[Person]:
    return [person for person in dict.fromkeys(people) if person.address]
