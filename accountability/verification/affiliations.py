from accountability.verification.checking import Checked, check, number, wrong
from collaborative.calendar.periods import today

COPIES = """
    SELECT o.id, o.parent_id, region.parent_id FROM people_organization o
    LEFT JOIN LATERAL (
        SELECT a.parent_id FROM people_affiliation a
        WHERE a.organization_id = o.id AND a.starts_on <= %s ORDER BY a.starts_on DESC LIMIT 1
    ) region ON true
    WHERE o.parent_id IS DISTINCT FROM region.parent_id ORDER BY o.id
"""

LINEAGES = """
    SELECT o.id FROM people_organization o LEFT JOIN people_organization above ON above.id = o.parent_id
    WHERE o.ancestors IS DISTINCT FROM (ARRAY[o.id] || coalesce(above.ancestors, '{}')) ORDER BY o.id
"""

WITHOUT_REGION = """
    SELECT o.id FROM people_organization o
    WHERE o.kind = 'district' AND o.closed_on IS NULL
      AND NOT EXISTS (SELECT FROM people_affiliation a WHERE a.organization_id = o.id AND a.starts_on <= %s)
    ORDER BY o.id
"""
ORGANIZATIONS = "SELECT count(*) FROM people_organization"


@check("each organization's copy of what it is under is today's affiliation")
def copies() -> Checked:
    words = "organization {0} is kept under {1}, its affiliation says {2}"
    return Checked(number(ORGANIZATIONS), wrong(COPIES, words, [today()]))


@check("ancestors follow what each organization is under")
def ancestors() -> Checked:
    return Checked(number(ORGANIZATIONS), wrong(LINEAGES, "organization {0} has a ancestors that is not its own"))


@check("every district has a region")
def regions() -> Checked:
    looked_at = number("SELECT count(*) FROM people_organization WHERE kind = 'district'")
    return Checked(looked_at, wrong(WITHOUT_REGION, "district {0} has no region today", [today()]))
