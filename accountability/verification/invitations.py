from accountability.verification.checking import Checked, check, number, wrong

STANDING = "t.published_at IS NOT NULL AND t.cancelled_at IS NULL"

# The audience of each training as it stands on its first day; see trainings/invitations/audience.py for the rule.
LEDGER = f"""
    WITH wanted AS (
        SELECT t.id AS training_id, o.id AS organization_id
        FROM trainings_training t
        JOIN people_organization host ON host.id = t.host_id
        JOIN people_organization o
             ON o.kind IN ('rec', 'district') AND (o.closed_on IS NULL OR o.closed_on > t.first_day)
        LEFT JOIN LATERAL (
            SELECT a.parent_id FROM people_affiliation a
            WHERE a.organization_id = o.id AND a.starts_on <= t.first_day ORDER BY a.starts_on DESC LIMIT 1
        ) region ON true
        WHERE {STANDING} AND CASE
            WHEN o.kind = 'rec' THEN t.audience = 'all_recs'
            WHEN t.audience = 'state' THEN true
            WHEN t.audience = 'named' THEN EXISTS (
                SELECT FROM trainings_audiencemember m WHERE m.training_id = t.id AND m.organization_id = o.id)
            WHEN t.audience = 'region' THEN host.kind = 'rec' AND region.parent_id = host.id
            WHEN t.audience = 'regions' THEN (host.kind = 'rec' AND region.parent_id = host.id) OR EXISTS (
                SELECT FROM trainings_audiencemember m WHERE m.training_id = t.id AND m.organization_id = region.parent_id)
            ELSE false END
    ), invited AS (
        SELECT i.training_id, i.organization_id FROM trainings_invitation i
        JOIN trainings_training t ON t.id = i.training_id
        WHERE i.withdrawn_at IS NULL AND {STANDING}
    )
    SELECT coalesce(w.training_id, i.training_id), coalesce(w.organization_id, i.organization_id),
           CASE WHEN i.training_id IS NULL THEN 'has no invitation' ELSE 'is invited but not of the audience' END
    FROM wanted w FULL JOIN invited i ON i.training_id = w.training_id AND i.organization_id = w.organization_id
    WHERE w.training_id IS NULL OR i.training_id IS NULL
    ORDER BY 1, 2
"""


@check("every published training has one invitation for each organization of its audience")
def audience() -> Checked:
    looked_at = number("SELECT count(*) FROM trainings_invitation")
    return Checked(looked_at, wrong(LEDGER, "training {0}: organization {1} {2}"))
