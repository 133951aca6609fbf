"""Name and address that agree with a record beyond one's reach: allowed in small numbers, and written down.

Who types both of somebody of another organization knows them. Typed in bulk it would tell who is on record, so past a
day's number they look like somebody new.
"""

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from collaborative.journal.models import Access
from collaborative.journal.refs import ref
from collaborative.people.models import Person

RECOGNIZED = "recognized by name and address"
MOST_A_DAY = 60


def agreements(people: Collection[Person], *, by: Person) -> set[int]:
    """The ids of those that are told to this person, each kept as an access to their record."""
    if not people:
        return set()
    now = timezone.now()
    lately = Access.objects.filter(person_id=by.pk, what=RECOGNIZED, at__gt=now - timedelta(days=1))
    told = set(lately.values_list("about", flat=True))
    new = [one for one in dict.fromkeys(people) if ref(one) not in told][: max(0, MOST_A_DAY - len(told))]
    Access.objects.bulk_create(
        Access(at=now, person_id=by.pk, person_name=str(by), what=RECOGNIZED, kind="page", about=ref(one))
        for one in new
    )
    return {one.pk for one in people if ref(one) in told} | {one.pk for one in new}
