from accountability.verification.checking import Checked, check, number, wrong

# What was done, and the references of the rows of which it is a fact.
TRAININGS = "SELECT 'trainings.training:' || id FROM trainings_training"
VERSIONS = "SELECT 'initiatives.initiativeversion:' || id FROM initiatives_initiativeversion"
SUBMISSIONS = "SELECT 'accountability.submission:' || id FROM accountability_submission"
REQUESTS = "SELECT 'support.supportrequest:' || id FROM support_supportrequest"
FACTS = {
    "training.published": f"{TRAININGS} WHERE published_at IS NOT NULL",
    "training.cancelled": f"{TRAININGS} WHERE cancelled_at IS NOT NULL",
    "training.closed": f"{TRAININGS} WHERE closed_at IS NOT NULL",
    "initiative.published": f"{VERSIONS} WHERE published_at IS NOT NULL",
    "deliverable.submitted": SUBMISSIONS,
    "deliverable.returned": f"{SUBMISSIONS} WHERE returned_at IS NOT NULL",
    "deliverable.accepted": f"{SUBMISSIONS} WHERE accepted_at IS NOT NULL",
    "support.asked": REQUESTS,
    "support.ended": f"{REQUESTS} WHERE closed_at IS NOT NULL AND outcome <> 'withdrawn'",
    "support.withdrawn": f"{REQUESTS} WHERE outcome = 'withdrawn'",
}

ACKNOWLEDGED = """
    SELECT a.id FROM initiatives_acknowledgment a
    WHERE a.acknowledged_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM journal_entry e WHERE e.verb = 'initiative.acknowledged' AND e.refs @> ARRAY[
            'initiatives.initiativeversion:' || a.version_id, 'people.organization:' || a.rec_id]::varchar[])
    ORDER BY a.id
"""


@check("what was published, cancelled, closed, submitted, answered, asked and ended stands in the journal")
def facts() -> Checked:
    looked_at, lines = 0, []
    for verb, refs in FACTS.items():
        looked_at += number(f"SELECT count(*) FROM ({refs}) facts")
        told = f"SELECT unnest(refs) FROM journal_entry WHERE verb = '{verb}'"
        lines += wrong(f"{refs} EXCEPT {told} ORDER BY 1", f"{{0}}: no entry “{verb}”")
    return Checked(looked_at, lines)


@check("acknowledgments stand in the journal")
def acknowledgments() -> Checked:
    looked_at = number("SELECT count(*) FROM initiatives_acknowledgment WHERE acknowledged_at IS NOT NULL")
    return Checked(looked_at, wrong(ACKNOWLEDGED, "acknowledgment {0}: no entry “initiative.acknowledged”"))
