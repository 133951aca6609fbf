from accountability.verification.checking import Checked, check, number, wrong

# Who had a seat twice (given up, taken again) counts once: the later registration's mark.
PRESENT = """
    SELECT DISTINCT ON (a.meeting_id, r.person_id)
           a.meeting_id, r.person_id, r.organization_id, m.training_id, a.hours
    FROM trainings_attendance a
    JOIN trainings_registration r ON r.id = a.registration_id
    JOIN trainings_meeting m ON m.id = a.meeting_id
    JOIN trainings_training t ON t.id = m.training_id AND t.closed_at IS NOT NULL
    WHERE a.present
    ORDER BY a.meeting_id, r.person_id, r.id DESC
"""

LEDGER = f"""
    WITH present AS ({PRESENT}),
         ledger AS (SELECT meeting_id, person_id, sum(hours) AS hours FROM trainings_hoursentry GROUP BY 1, 2)
    SELECT coalesce(p.meeting_id, l.meeting_id), coalesce(p.person_id, l.person_id),
           coalesce(l.hours, 0), coalesce(p.hours, 0)
    FROM present p
    FULL JOIN ledger l ON l.meeting_id = p.meeting_id AND l.person_id = p.person_id
    WHERE coalesce(p.hours, 0) <> coalesce(l.hours, 0)
    ORDER BY 1, 2
"""

MISPLACED = """
    SELECT e.id, e.meeting_id FROM trainings_hoursentry e
    JOIN trainings_meeting m ON m.id = e.meeting_id
    JOIN trainings_training t ON t.id = m.training_id
    WHERE e.training_id <> t.id OR e.date <> m.date OR e.host_id <> t.host_id OR e.initiative_id <> t.initiative_id
    ORDER BY e.id
"""

CERTIFICATES = """
    SELECT c.id, c.hours, coalesce(l.hours, 0) FROM trainings_certificate c
    LEFT JOIN (
        SELECT training_id, person_id, sum(hours) AS hours FROM trainings_hoursentry GROUP BY 1, 2
    ) l ON l.training_id = c.training_id AND l.person_id = c.person_id
    WHERE c.revoked_at IS NULL AND c.hours <> coalesce(l.hours, 0)
    ORDER BY c.id
"""

TRAINED = f"""
    WITH present AS ({PRESENT})
    SELECT c.id, c.people_trained, count(DISTINCT p.person_id) FROM coaching_followupcycle c
    LEFT JOIN present p ON p.training_id = c.training_id AND p.organization_id = c.district_id
    GROUP BY c.id HAVING c.people_trained <> count(DISTINCT p.person_id) ORDER BY c.id
"""


@check("the ledger of hours equals the attendance of closed trainings")
def ledger() -> Checked:
    words = "meeting {0}, person {1}: {2} hours in the ledger, {3} attended"
    return Checked(number("SELECT count(*) FROM trainings_hoursentry"), wrong(LEDGER, words))


@check("ledger entries name their meeting's day, training, host and initiative")
def places() -> Checked:
    words = "hours entry {0} does not agree with its meeting {1}"
    return Checked(number("SELECT count(*) FROM trainings_hoursentry"), wrong(MISPLACED, words))


@check("standing certificates say the hours of the ledger")
def certificates() -> Checked:
    looked_at = number("SELECT count(*) FROM trainings_certificate WHERE revoked_at IS NULL")
    return Checked(looked_at, wrong(CERTIFICATES, "certificate {0} says {1} hours, the ledger {2}"))


@check("follow-up cycles count the people who were there")
def cycles() -> Checked:
    looked_at = number("SELECT count(*) FROM coaching_followupcycle")
    return Checked(looked_at, wrong(TRAINED, "cycle {0} says {1} people, {2} were there"))
