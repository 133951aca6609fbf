"""Open duties follow from facts: what is owed has a duty, and no duty is open for what is no longer owed."""

from dataclasses import dataclass

from accountability.verification.checking import Checked, check, number, wrong
from collaborative.calendar.periods import today
from collaborative.duties.kinds import duty_kinds

STANDS = "t.published_at IS NOT NULL AND t.cancelled_at IS NULL AND t.closed_at IS NULL"


@dataclass(frozen=True)
class Owed:
    """`may`: references for which a duty of the kind may be open. `must`: those of them for which it has to be."""

    may: str
    must: str


def _same(sql: str) -> Owed:
    return Owed(sql, sql)


INVITATIONS = f"""
    SELECT 'trainings.invitation:' || i.id FROM trainings_invitation i JOIN trainings_training t ON t.id = i.training_id
    WHERE i.answer = '' AND i.withdrawn_at IS NULL AND {STANDS}
"""
UNLED = f"""
    SELECT 'trainings.training:' || t.id FROM trainings_training t JOIN initiatives_initiative i ON i.id = t.initiative_id
    WHERE {STANDS} AND t.last_day >= '{{today}}' AND i.level = 'state' AND t.kind <> 'train_the_expert'
    AND t.leader_override_by_id IS NULL AND NOT EXISTS (
        SELECT FROM trainings_trainer l JOIN trainings_expertcertification e ON e.person_id = l.person_id
        WHERE l.training_id = t.id AND l.part = 'lead' AND e.initiative_id = t.initiative_id AND e.revoked_at IS NULL
        AND t.last_day BETWEEN e.valid_from AND e.valid_until)
"""
STEPS = "SELECT 'coaching.followupstep:' || s.id FROM coaching_followupstep s WHERE s.done_on IS NULL AND s.waived_at IS NULL"
COACHLESS = """
    SELECT 'coaching.followupcycle:' || c.id FROM coaching_followupcycle c WHERE c.coach_id IS NULL AND EXISTS (
        SELECT FROM coaching_followupstep s
        WHERE s.cycle_id = c.id AND s.owed_by = 'coach' AND s.done_on IS NULL AND s.waived_at IS NULL)
"""
REQUESTS = "SELECT 'support.supportrequest:' || id FROM support_supportrequest"
UNRATED = f"{REQUESTS} WHERE closed_at IS NOT NULL AND helped IS NULL AND outcome <> 'withdrawn'"

OWED = {
    "trainings.close": _same(f"SELECT 'trainings.training:' || t.id FROM trainings_training t WHERE {STANDS}"),
    "trainings.answer_invitation": Owed(
        INVITATIONS, f"{INVITATIONS} AND coalesce(t.registration_closes_on, t.first_day) >= '{{today}}'"
    ),
    "trainings.name_leader": Owed(
        f"SELECT 'trainings.training:' || t.id FROM trainings_training t WHERE {STANDS}", UNLED
    ),
    "trainings.follow_up_step": _same(STEPS),
    "trainings.name_coach": _same(COACHLESS),
    "trainings.take_seat": _same(
        f"""
        SELECT 'trainings.registration:' || r.id FROM trainings_registration r
        JOIN trainings_training t ON t.id = r.training_id WHERE r.status = 'offered' AND {STANDS}
        """
    ),
    "initiatives.deliverable": _same(
        """
        SELECT 'initiatives.deliverable:' || d.id FROM initiatives_deliverable d
        WHERE d.withdrawn_at IS NULL AND NOT EXISTS (
            SELECT FROM accountability_submission s WHERE s.deliverable_id = d.id AND s.returned_at IS NULL)
        """
    ),
    "accountability.review": _same(
        "SELECT 'accountability.submission:' || id FROM accountability_submission"
        " WHERE accepted_at IS NULL AND returned_at IS NULL"
    ),
    "support.answer": _same(f"{REQUESTS} WHERE closed_at IS NULL AND first_answer_at IS NULL"),
    "support.finish": _same(f"{REQUESTS} WHERE closed_at IS NULL AND first_answer_at IS NOT NULL"),
    "support.rate": Owed(UNRATED, f"{UNRATED} AND closed_at > now() - interval '7 days'"),
}

UNDER_WAY = """
    SELECT t.app_label || '.' || t.model || ':' || d.about_id AS about, d.kind, d.organization_id
    FROM duties_duty d JOIN django_content_type t ON t.id = d.about_type_id WHERE d.closed_at IS NULL
"""

# One version is owed by several RECs: the REC belongs to the reference.
UNACKNOWLEDGED = f"""
    WITH owed AS (
        SELECT 'initiatives.initiativeversion:' || a.version_id AS about, a.rec_id AS organization_id
        FROM initiatives_acknowledgment a JOIN initiatives_initiative i ON i.current_id = a.version_id
        WHERE a.acknowledged_at IS NULL
    ), open AS (
        SELECT about, organization_id FROM ({UNDER_WAY}) duties WHERE kind = 'initiatives.acknowledge'
    )
    SELECT coalesce(owed.about, open.about), coalesce(owed.organization_id, open.organization_id),
           CASE WHEN open.about IS NULL THEN 'has no open duty' ELSE 'has a duty for nothing' END
    FROM owed FULL JOIN open ON open.about = owed.about AND open.organization_id = owed.organization_id
    WHERE owed.about IS NULL OR open.about IS NULL ORDER BY 1, 2
"""


@check("open duties agree with what is owed")
def owed() -> Checked:
    lines = []
    for kind, of in OWED.items():
        under_way, day = f"SELECT about FROM ({UNDER_WAY}) duties WHERE kind = '{kind}'", today().isoformat()
        lines += wrong(f"{of.must.format(today=day)} EXCEPT {under_way} ORDER BY 1", f"{{0}}: no open duty “{kind}”")
        lines += wrong(f"{under_way} EXCEPT {of.may} ORDER BY 1", f"{{0}}: a duty “{kind}” is open for nothing")
    return Checked(number("SELECT count(*) FROM duties_duty WHERE closed_at IS NULL"), lines)


@check("acknowledgments that are missing are owed")
def acknowledgments() -> Checked:
    looked_at = number("SELECT count(*) FROM initiatives_acknowledgment WHERE acknowledged_at IS NULL")
    return Checked(looked_at, wrong(UNACKNOWLEDGED, "{0}, REC {1} {2}"))


@check("every kind of open duty is known, and judged above")
def kinds() -> Checked:
    judged = {*OWED, "initiatives.acknowledge"} & set(duty_kinds)
    open_kinds = (
        "SELECT kind, min(id) FROM duties_duty WHERE closed_at IS NULL AND NOT kind = ANY(%s) GROUP BY 1 ORDER BY 1"
    )
    looked_at = number("SELECT count(DISTINCT kind) FROM duties_duty WHERE closed_at IS NULL")
    return Checked(looked_at, wrong(open_kinds, "duty {1}: nobody judges duties of kind “{0}”", [sorted(judged)]))
