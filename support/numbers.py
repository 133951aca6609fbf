"""The numbers of requests: «R-2027-0042» is the 42nd of fiscal year 2027."""

from datetime import date

from django.db import connection

from collaborative.calendar.periods import fiscal_year

NEXT = """
    INSERT INTO support_lastnumber (fiscal_year, last) VALUES (%s, %s)
    ON CONFLICT (fiscal_year) DO UPDATE SET last = support_lastnumber.last + EXCLUDED.last
    RETURNING last
"""


def next_numbers(day: date, count: int = 1) -> list[str]:
    """The next numbers of the day's fiscal year. The year's row stays locked until the caller's transaction ends:
    who comes next waits, and a transaction that is rolled back leaves no gap."""
    year = fiscal_year(day)
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [year, count])
        last = cursor.fetchone()[0]
    return [f"R-{year}-{running:04d}" for running in range(last - count + 1, last + 1)]
