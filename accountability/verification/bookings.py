from accountability.verification.checking import Checked, check, number, wrong

BOOKED = """
    WITH wanted AS (
        SELECT m.id AS meeting_id, tr.person_id, NULL::bigint AS room_id, tstzrange(m.starts_at, m.ends_at) AS during
        FROM trainings_meeting m
        JOIN trainings_training t ON t.id = m.training_id AND t.cancelled_at IS NULL
        JOIN trainings_trainer tr ON tr.training_id = t.id
        UNION ALL
        SELECT m.id, NULL, m.room_id, tstzrange(m.starts_at, m.ends_at)
        FROM trainings_meeting m
        JOIN trainings_training t ON t.id = m.training_id AND t.cancelled_at IS NULL
        WHERE m.room_id IS NOT NULL
    )
    SELECT coalesce(w.meeting_id, b.meeting_id),
           CASE WHEN coalesce(w.person_id, b.person_id) IS NULL THEN 'room ' || coalesce(w.room_id, b.room_id)
                ELSE 'trainer ' || coalesce(w.person_id, b.person_id) END,
           CASE WHEN b.meeting_id IS NULL THEN 'is not booked'
                WHEN w.meeting_id IS NULL THEN 'is booked for nothing'
                ELSE 'is booked for another time' END
    FROM wanted w
    FULL JOIN trainings_booking b
         ON b.meeting_id = w.meeting_id AND coalesce(b.person_id, -1) = coalesce(w.person_id, -1)
        AND coalesce(b.room_id, -1) = coalesce(w.room_id, -1)
    WHERE b.meeting_id IS NULL OR w.meeting_id IS NULL OR b.during <> w.during
    ORDER BY 1, 2
"""


@check("trainers and rooms are booked for exactly the meetings that stand")
def booked() -> Checked:
    return Checked(number("SELECT count(*) FROM trainings_booking"), wrong(BOOKED, "meeting {0}: {1} {2}"))
