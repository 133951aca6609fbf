"""The demo year keeps every promise, and each check sees its promise broken by a raw write. One copy of the demo year
serves all: each break is rolled back."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from accountability.verification import checks
from accountability.verification import figures as verifying_figures
from coaching.actions.cycles import waive_step
from coaching.duties import owe_coaches
from tests import builders
from tests.coaching.conftest import follow_up
from tests.trainings.schedule.planning import published
from trainings.registrations.notifications import owe_offers
from trainings.schedule.actions.moves import cancel

FUTURE_WAITING = (
    "SELECT t.id FROM trainings_training t JOIN trainings_registration r ON r.training_id = t.id"
    " WHERE r.status = 'waiting' AND r.seat_mode = 'room' AND t.starts_at > now() AND t.published_at IS NOT NULL"
    " AND t.cancelled_at IS NULL AND t.closed_at IS NULL AND t.seats_per_organization IS NULL ORDER BY t.id LIMIT 1"
)
DISTRICT = "SELECT min(id) FROM people_organization WHERE kind = 'district'"
PERSON = "SELECT min(id) FROM people_person"
OPEN_DUTY = "SELECT min(id) FROM duties_duty WHERE closed_at IS NULL"
CLOSE_DUTY = "UPDATE duties_duty SET closed_at = now(), closed_why = 'done', next_reminder_at = NULL"
UNDER_WAY = "SELECT about_id FROM duties_duty WHERE closed_at IS NULL AND kind = '{}' LIMIT 1"

# Check, raw write, how many lines it tells (0: some), words of the first.
BREAKS = [
    (
        "affiliations.copies",
        f"UPDATE people_organization SET parent_id = (SELECT max(id) FROM people_organization WHERE kind = 'rec'"
        f" AND id <> parent_id) WHERE id = ({DISTRICT})",
        1,
        "its affiliation says",
    ),
    (
        "affiliations.ancestors",
        f"UPDATE people_organization SET ancestors = '{{}}' WHERE id = ({DISTRICT})",
        0,
        "ancestors",
    ),
    (
        "affiliations.regions",
        f"DELETE FROM people_affiliation WHERE organization_id = ({DISTRICT})",
        1,
        "has no region today",
    ),
    (
        "bookings.booked",
        "DELETE FROM trainings_booking WHERE id = (SELECT min(id) FROM trainings_booking)",
        1,
        "is not",
    ),
    (
        "bookings.booked",
        "UPDATE trainings_booking SET during = tstzrange(lower(during), upper(during) + interval '1 minute')"
        " WHERE id = (SELECT min(id) FROM trainings_booking)",
        1,
        "is booked for another time",
    ),
    (
        "bookings.booked",
        "UPDATE trainings_training SET cancelled_at = now(), cancel_why = 'Snow.' WHERE id ="
        " (SELECT min(id) FROM trainings_training WHERE cancelled_at IS NULL AND closed_at IS NULL)",
        0,
        "is booked for nothing",
    ),
    ("duties.owed", f"{CLOSE_DUTY} WHERE id = ({OPEN_DUTY} AND kind = 'trainings.close')", 1, "no open duty"),
    (
        "duties.owed",
        "UPDATE trainings_expertcertification SET revoked_at = now(), revoked_why = 'Left the program.'",
        0,
        "trainings.name_leader",
    ),
    (
        "duties.owed",
        "UPDATE coaching_followupstep SET done_on = due_on, done_by_id = "
        f"({PERSON}) WHERE id = ({UNDER_WAY.format('trainings.follow_up_step')})",
        1,
        "is open for nothing",
    ),
    (
        "duties.owed",
        f"UPDATE accountability_submission SET accepted_at = now(), reviewed_by_id = ({PERSON})"
        f" WHERE id = ({UNDER_WAY.format('accountability.review')})",
        1,
        "“accountability.review” is open for nothing",
    ),
    ("duties.acknowledgments", f"{CLOSE_DUTY} WHERE kind = 'initiatives.acknowledge'", 0, "has no open duty"),
    ("duties.kinds", f"UPDATE duties_duty SET kind = 'trainings.forgotten' WHERE id = ({OPEN_DUTY})", 1, "forgotten"),
    (
        "things.there",
        "ALTER TABLE duties_duty DISABLE TRIGGER USER; UPDATE duties_duty SET about_id = 0"
        f" WHERE id = ({OPEN_DUTY} AND kind = 'trainings.close'); ALTER TABLE duties_duty ENABLE TRIGGER USER",
        1,
        "there is no training 0",
    ),
    (
        "hours.ledger",
        "UPDATE trainings_attendance SET hours = hours - 1 WHERE id ="
        " (SELECT min(a.id) FROM trainings_attendance a JOIN trainings_meeting m ON m.id = a.meeting_id"
        " JOIN trainings_training t ON t.id = m.training_id WHERE a.hours > 1 AND t.closed_at IS NOT NULL)",
        1,
        "hours in the ledger",
    ),
    (
        "hours.ledger",
        "INSERT INTO trainings_hoursentry (person_id, training_id, meeting_id, initiative_id, organization_id, host_id,"
        " hours, date, entered_at, entered_by_id, why) SELECT person_id, training_id, meeting_id, initiative_id,"
        " organization_id, host_id, 1, date, now(), entered_by_id, '' FROM trainings_hoursentry ORDER BY id LIMIT 1",
        1,
        "hours in the ledger",
    ),
    (
        "hours.places",
        "INSERT INTO trainings_hoursentry (person_id, training_id, meeting_id, initiative_id, organization_id, host_id,"
        " hours, date, entered_at, entered_by_id, why) SELECT person_id, training_id, meeting_id, initiative_id,"
        " organization_id, host_id, 1, date + 1, now(), entered_by_id, '' FROM trainings_hoursentry ORDER BY id LIMIT 1",
        1,
        "does not agree with its meeting",
    ),
    (
        "hours.certificates",
        "UPDATE trainings_certificate SET hours = hours + 1 WHERE id ="
        " (SELECT min(id) FROM trainings_certificate WHERE revoked_at IS NULL)",
        1,
        "the ledger",
    ),
    (
        "hours.cycles",
        "UPDATE coaching_followupcycle SET people_trained = people_trained + 1"
        " WHERE id = (SELECT min(id) FROM coaching_followupcycle)",
        1,
        "were there",
    ),
    (
        "invitations.audience",
        "UPDATE trainings_invitation SET withdrawn_at = now() WHERE id = (SELECT min(i.id) FROM trainings_invitation i"
        " JOIN trainings_training t ON t.id = i.training_id WHERE t.cancelled_at IS NULL)",
        1,
        "has no invitation",
    ),
    (
        "invitations.audience",
        "INSERT INTO trainings_invitation (training_id, organization_id, invited_at, answer, decline_reason,"
        " decline_words, phone_note) SELECT t.id, o.id, now(), '', '', '', '' FROM trainings_training t,"
        " people_organization o WHERE t.audience = 'region' AND t.published_at IS NOT NULL AND t.cancelled_at IS NULL"
        " AND o.kind = 'district' AND o.parent_id <> t.host_id ORDER BY t.id, o.id LIMIT 1",
        1,
        "is invited but not of the audience",
    ),
    (
        "journal.facts",
        "UPDATE trainings_training SET published_at = now() WHERE id = (SELECT min(t.id) FROM trainings_training t"
        " WHERE t.published_at IS NULL AND t.first_day IS NOT NULL)",
        1,
        "no entry “training.published”",
    ),
    (
        "journal.facts",
        f"UPDATE accountability_submission SET accepted_at = now(), reviewed_by_id = ({PERSON})"
        f" WHERE id = ({UNDER_WAY.format('accountability.review')})",
        1,
        "no entry “deliverable.accepted”",
    ),
    (
        "journal.acknowledgments",
        f"UPDATE initiatives_acknowledgment SET acknowledged_at = now(), acknowledged_by_id = ({PERSON})"
        " WHERE acknowledged_at IS NULL",
        0,
        "no entry",
    ),
    (
        "letters.due",
        "UPDATE letters_letter SET sent_at = NULL, claimed_at = NULL, due = now() - interval '2 hours'"
        " WHERE id = (SELECT min(id) FROM letters_letter WHERE sent_at IS NOT NULL)",
        1,
        "has been due since",
    ),
    (
        "letters.reminders",
        "DELETE FROM letters_pulse WHERE name = 'reminders'; INSERT INTO letters_pulse (name, at) VALUES"
        f" ('reminders', now()); UPDATE duties_duty SET next_reminder_at = now() - interval '2 hours'"
        f" WHERE id = ({OPEN_DUTY})",
        1,
        "was to be reminded of",
    ),
    (
        "merged.left_behind",
        "UPDATE people_person SET merged_into_id = (SELECT max(id) FROM people_person)"
        " WHERE id = (SELECT min(person_id) FROM people_hat)",
        0,
        "stands at a record that was merged",
    ),
    (
        "merged.pointers",
        "UPDATE people_person SET merged_into_id = chain.next FROM (SELECT id, lead(id) OVER (ORDER BY id) AS next"
        " FROM people_person ORDER BY id LIMIT 2) chain WHERE chain.id = people_person.id",
        1,
        "which was merged into",
    ),
    (
        "seats.counts",
        "UPDATE trainings_training SET waiting = waiting + 1 WHERE id = (SELECT min(id) FROM trainings_training)",
        1,
        "the rows give",
    ),
    (
        "seats.waiting",
        f"UPDATE trainings_training SET room_capacity = room_capacity + 1 WHERE id = ({FUTURE_WAITING})",
        1,
        "waits for a seat that is free",
    ),
    (
        "seats.holds",
        "UPDATE trainings_registration SET held_until = now() - interval '2 hours' WHERE status = 'offered'",
        0,
        "although its time has passed",
    ),
]
BY_NAME = {one.name: one for one in checks}


def run() -> str:
    said = StringIO()
    try:
        call_command("verify", stdout=said)
    except SystemExit as end:
        said.write(f"exit {end.code}")
    return said.getvalue()


def test_every_check_is_broken_below():
    assert {name for name, *_rest in BREAKS} | {"figures.deliverables"} == set(BY_NAME)


def test_the_demo_year_holds_and_each_break_is_seen(demo_db, monkeypatch):
    assert f"All {len(checks)} checks hold." in run()

    for name, sql, lines, words in BREAKS:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(sql)
                assert cursor.rowcount, f"{name}: the write changed nothing: {sql}"
            found = BY_NAME[name].run()
            transaction.set_rollback(True)
        assert found.wrong, (name, sql)
        assert words in found.wrong[0], (name, found.wrong[:3])
        assert not lines or len(found.wrong) == lines, (name, found.wrong[:5])

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE trainings_training SET waiting = waiting + 1")
        said = run()
        transaction.set_rollback(True)
    assert "FALSE seats.counts" in said
    assert "more" in said
    assert said.endswith("exit 1")

    real = verifying_figures.figures

    def one_too_many(*years):
        found = real(*years)
        for key in [key for key in found.sums if key[1] == "trainings_held"]:
            found.sums[key] += 1
        return found

    monkeypatch.setattr(verifying_figures, "figures", one_too_many)
    assert "its rows give" in BY_NAME["figures.deliverables"].run().wrong[0]


def test_a_held_seat_of_a_cancelled_training_is_no_alarm(cast):
    training = published(cast)
    now = timezone.now()
    seat = builders.registration(training, cast.teacher, status="offered", held_until=now - timedelta(hours=2))
    owe_offers(training, [seat], now=now - timedelta(days=1))

    cancel(training, why="Only four people.", by=cast.coordinator)

    assert not [line for line in BY_NAME["duties.owed"].run().wrong if "take_seat" in line]
    assert BY_NAME["seats.holds"].run().wrong == []


def test_nobody_names_a_coach_where_only_the_superintendent_has_a_step(cast):
    training = builders.training(days_ahead=-3, closed_at=timezone.now(), room_capacity=None)
    cycle = follow_up(training, "Tularosa")
    for step in cycle.steps.filter(owed_by="coach"):
        waive_step(step, why="The teacher has left.", by=cast.coordinator)

    assert cycle.steps.open().exists()
    assert BY_NAME["duties.owed"].run().wrong == []
    owe_coaches([cycle])
    assert "“trainings.name_coach” is open for nothing" in BY_NAME["duties.owed"].run().wrong[0]


def test_some_checks_alone(db, capsys):
    call_command("verify", "seats", "hours.ledger")

    said = capsys.readouterr().out
    assert "All 4 checks hold." in said
    assert "journal" not in said


def test_an_unknown_check_is_told(db):
    with pytest.raises(SystemExit) as end:
        call_command("verify", "moonlight", stderr=StringIO())

    assert end.value.code == 2
