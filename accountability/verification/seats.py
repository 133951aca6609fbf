from accountability.verification.checking import Checked, check, number, wrong

KEPT = """
    SELECT t.id, t.room_taken, t.online_taken, t.waiting,
           coalesce(r.room, 0), coalesce(r.online, 0), coalesce(r.waits, 0)
    FROM trainings_training t
    LEFT JOIN (
        SELECT training_id,
               count(*) FILTER (WHERE status IN ('seated', 'offered') AND seat_mode = 'room') AS room,
               count(*) FILTER (WHERE status IN ('seated', 'offered') AND seat_mode = 'online') AS online,
               count(*) FILTER (WHERE status = 'waiting') AS waits
        FROM trainings_registration GROUP BY training_id
    ) r ON r.training_id = t.id
    WHERE (t.room_taken, t.online_taken, t.waiting)
          IS DISTINCT FROM (coalesce(r.room, 0), coalesce(r.online, 0), coalesce(r.waits, 0))
    ORDER BY t.id
"""

# Somebody waits although a seat of that mode is free and their organization has not used up its number of seats.
WAITING_FOR_NOTHING = """
    SELECT t.id, min(w.id)
    FROM trainings_training t
    JOIN trainings_registration w ON w.training_id = t.id AND w.status = 'waiting'
    WHERE t.published_at IS NOT NULL AND t.cancelled_at IS NULL AND t.closed_at IS NULL AND t.starts_at > now()
      AND ((w.seat_mode = 'room' AND (t.room_capacity IS NULL OR t.room_taken < t.room_capacity))
        OR (w.seat_mode = 'online' AND (t.online_capacity IS NULL OR t.online_taken < t.online_capacity)))
      AND (t.seats_per_organization IS NULL OR t.seats_per_organization > (
            SELECT count(*) FROM trainings_registration s
            WHERE s.training_id = t.id AND s.organization_id = w.organization_id AND s.status IN ('seated', 'offered')))
    GROUP BY t.id ORDER BY t.id
"""

HELD_TOO_LONG = """
    SELECT r.id, r.training_id FROM trainings_registration r
    JOIN trainings_training t ON t.id = r.training_id AND t.cancelled_at IS NULL AND t.closed_at IS NULL
    WHERE r.status = 'offered' AND r.held_until < now() - interval '1 hour' ORDER BY r.id
"""


@check("kept counts of seats equal the registrations")
def counts() -> Checked:
    words = "training {0}: kept {1} in the room, {2} on line, {3} waiting; the rows give {4}, {5}, {6}"
    return Checked(number("SELECT count(*) FROM trainings_training"), wrong(KEPT, words))


@check("nobody waits while a seat is free")
def waiting() -> Checked:
    looked_at = number("SELECT count(*) FROM trainings_registration WHERE status = 'waiting'")
    return Checked(
        looked_at, wrong(WAITING_FOR_NOTHING, "training {0}: registration {1} waits for a seat that is free")
    )


@check("no seat is held beyond its time")
def holds() -> Checked:
    looked_at = number("SELECT count(*) FROM trainings_registration WHERE status = 'offered'")
    return Checked(
        looked_at, wrong(HELD_TOO_LONG, "registration {0} of training {1} is held although its time has passed")
    )
