"""More districts than the state has, for the benchmark alone: nine more beside each real one, under the same REC."""

from django.db import connection
from psycopg2.extras import execute_values

from accountability.demo.bulk.ground import INVENTED
from collaborative.database.search_keys import plain, sort_key
from collaborative.database.sure import sure
from collaborative.people.models import Affiliation, Organization
from districts.models import District
from districts.state_data import RECORDS_BEGIN

COPIED = ("office_city", "county", "latitude", "longitude", "enrollment", "enrollment_year", "locale", "map_x", "map_y")


def make_more_districts(times: int) -> None:
    """So many times the districts; each of the new ones is like a real one but for its name and its codes."""
    rows: list[Organization] = []
    facts: list[tuple] = []
    for district in District.objects.order_by("pk"):
        for number in range(2, times + 1):
            name = f"{district.short_name} {number} (sample)"
            row = Organization(
                kind="district", name=name, short_name=name[:60], parent_id=district.parent_id, source=INVENTED
            )
            row.sort_key, row.search_key = sort_key(row.short_name), plain(row.name)
            code = len(rows)
            facts.append((_ped_code(code), f"S{code:06d}", *(getattr(district, field) for field in COPIED)))
            rows.append(row)
    Organization.objects.bulk_create(rows)
    above = dict(Organization.objects.of_kind("rec").values_list("pk", "ancestors"))
    for row in rows:
        row.ancestors = [row.pk, *above[sure(row.parent_id)]]
    Organization.objects.bulk_update(rows, ["ancestors"])
    with connection.cursor() as cursor:
        columns = ", ".join(("organization_ptr_id", "ped_code", "nces_id", *COPIED))
        values = [(row.pk, *fact) for row, fact in zip(rows, facts, strict=True)]
        execute_values(cursor.cursor, f"INSERT INTO districts_district ({columns}) VALUES %s", values)
    Affiliation.objects.bulk_create(
        Affiliation(organization=row, parent_id=sure(row.parent_id), starts_on=RECORDS_BEGIN, source=INVENTED)
        for row in rows
    )


def _ped_code(number: int) -> str:
    """A letter first: no real code has one."""
    return f"{chr(ord('A') + number // 100)}{number % 100:02d}"
