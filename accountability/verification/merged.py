from accountability.verification.checking import Checked, check, number, wrong
from collaborative.people.merges.movers import movers

CHAINS = """
    SELECT one.id, one.merged_into_id, two.merged_into_id FROM people_person one
    JOIN people_person two ON two.id = one.merged_into_id WHERE two.merged_into_id IS NOT NULL ORDER BY one.id
"""


@check("nothing that moves hangs on a record that was merged into another one")
def left_behind() -> Checked:
    words = [
        f"{mover.name}: row {pk} stands at a record that was merged"
        for mover in movers.values()
        if mover.left_behind and not mover.is_private
        for pk in mover.left_behind().order_by("pk").values_list("pk", flat=True)
    ]
    return Checked(number("SELECT count(*) FROM people_person WHERE merged_into_id IS NOT NULL"), words)


@check("a merged record leads straight to the one that was kept")
def pointers() -> Checked:
    looked_at = number("SELECT count(*) FROM people_person WHERE merged_into_id IS NOT NULL")
    return Checked(looked_at, wrong(CHAINS, "person {0} was merged into {1}, which was merged into {2}"))
