from django.db import migrations

# Behind the kept counts and their CHECK: whoever writes registrations past the place-giver is counted, too. One check a
# statement, under the same lock on the trainings' rows, so that two at once cannot slip past each other.
FUNCTION = """
CREATE FUNCTION refuse_overselling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    full_one bigint;
BEGIN
    PERFORM 1 FROM trainings_training t
        WHERE t.id IN (SELECT training_id FROM changed) AND (t.room_capacity IS NOT NULL OR t.online_capacity IS NOT NULL)
        ORDER BY t.id FOR NO KEY UPDATE;
    SELECT t.id INTO full_one FROM trainings_training t
        JOIN trainings_registration r ON r.training_id = t.id AND r.place IN ('seated', 'offered')
        WHERE t.id IN (SELECT training_id FROM changed WHERE place IN ('seated', 'offered'))
        GROUP BY t.id
        HAVING count(*) FILTER (WHERE r.seat_mode = 'room') > t.room_capacity
            OR count(*) FILTER (WHERE r.seat_mode = 'online') > t.online_capacity
        LIMIT 1;
    IF full_one IS NOT NULL THEN
        RAISE EXCEPTION 'training % would be oversold', full_one
            USING ERRCODE = 'check_violation', CONSTRAINT = 'trainings_registration_never_oversold';
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE TRIGGER trainings_registration_added AFTER INSERT ON trainings_registration
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_overselling();
CREATE TRIGGER trainings_registration_moved AFTER UPDATE ON trainings_registration
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_overselling();
"""
BACK = """
DROP TRIGGER trainings_registration_added ON trainings_registration;
DROP TRIGGER trainings_registration_moved ON trainings_registration;
DROP FUNCTION refuse_overselling();
"""


class Migration(migrations.Migration):
    dependencies = [("trainings", "0002_hours_append_only")]
    operations = [migrations.RunSQL(FUNCTION + TRIGGERS, BACK)]
