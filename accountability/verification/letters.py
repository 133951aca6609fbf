from accountability.verification.checking import Checked, check, number, wrong

WAITING = "sent_at IS NULL AND refused_at IS NULL AND stopped_at IS NULL AND given_up_at IS NULL"

FORGOTTEN = f"""
    SELECT id, kind, due FROM letters_letter
    WHERE {WAITING} AND greatest(due, try_again_at, claimed_at) < now() - interval '1 hour' ORDER BY id
"""

# Judged by the last sweep: when none has run, the page says so, and no reminder is its fault.
UNREMINDED = """
    SELECT d.id, d.kind, d.next_reminder_at FROM duties_duty d
    JOIN letters_pulse p ON p.name = 'reminders'
    WHERE d.closed_at IS NULL AND d.next_reminder_at < p.at - interval '1 hour' ORDER BY d.id
"""


@check("no letter is due and forgotten")
def due() -> Checked:
    looked_at = number(f"SELECT count(*) FROM letters_letter WHERE {WAITING}")
    return Checked(looked_at, wrong(FORGOTTEN, "letter {0} ({1}) has been due since {2:%Y-%m-%d %H:%M}"))


@check("no reminder was passed over by the sweep")
def reminders() -> Checked:
    looked_at = number("SELECT count(*) FROM duties_duty WHERE closed_at IS NULL")
    return Checked(looked_at, wrong(UNREMINDED, "duty {0} ({1}) was to be reminded of at {2:%Y-%m-%d %H:%M}"))
