"""Pairs of records at one organization that look like one person: equal folded names, or an address that both have."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from collaborative.people.matching.recognition import hats_at
from collaborative.people.models import Organization, Person

PAIRS = """
    WITH here AS MATERIALIZED (
        SELECT id, sort_key, email, nullif(contact_email, '') AS contact FROM people_person WHERE id IN ({people})
    ), addresses AS (
        SELECT id, email AS address FROM here WHERE email IS NOT NULL
        UNION SELECT id, contact FROM here WHERE contact IS NOT NULL
    ), pairs AS (
        SELECT a.sort_key, a.id AS first, b.id AS second FROM here a JOIN here b ON b.sort_key = a.sort_key AND b.id > a.id
        UNION
        SELECT h.sort_key, a.id, b.id FROM addresses a JOIN addresses b ON b.address = a.address AND b.id > a.id
        JOIN here h ON h.id = a.id
    )
    SELECT {wanted} FROM pairs
    WHERE NOT EXISTS (SELECT FROM people_twopeople t WHERE t.first_id = first AND t.second_id = second)
"""


class Twins(Sequence):
    """For a paginator: the pairs in order of their names, those that somebody called two people left out."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization

    def __len__(self) -> int:
        return self._ask("count(*)")[0][0]

    def __getitem__(self, part: Any) -> list[tuple[Person, Person]]:
        ids = self._ask(
            "first, second", "ORDER BY sort_key, first, second LIMIT %s OFFSET %s", [part.stop - part.start, part.start]
        )
        people = Person.objects.in_bulk({pk for pair in ids for pk in pair})
        return [(people[first], people[second]) for first, second in ids]

    def has(self, first: int, second: int) -> bool:
        return bool(self._ask("1", "AND first = %s AND second = %s", sorted((first, second))))

    def _ask(self, wanted: str, more: str = "", values: Sequence[int] = ()) -> list[tuple]:
        people, parameters = hats_at(self.organization).order_by().values("person").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(PAIRS.format(people=people, wanted=wanted) + more, [*parameters, *values])
            return cursor.fetchall()
