"""A registration has a status. The column, a constraint and the index get the name; the rows stay as they are."""

from django.db import migrations, models

# As in 0003_never_oversold, which says why it is there: the text of a function does not follow a column.
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_overselling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    full_one bigint;
BEGIN
    PERFORM 1 FROM trainings_training t
        WHERE t.id IN (SELECT training_id FROM changed) AND (t.room_capacity IS NOT NULL OR t.online_capacity IS NOT NULL)
        ORDER BY t.id FOR NO KEY UPDATE;
    SELECT t.id INTO full_one FROM trainings_training t
        JOIN trainings_registration r ON r.training_id = t.id AND r.status IN ('seated', 'offered')
        WHERE t.id IN (SELECT training_id FROM changed WHERE status IN ('seated', 'offered'))
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
RENAMED = """
ALTER TABLE trainings_registration RENAME COLUMN place TO status;
ALTER TABLE trainings_registration RENAME CONSTRAINT trainings_registration_place_known
    TO trainings_registration_status_known;
ALTER INDEX trainings_registration_places RENAME TO trainings_registration_status;
"""
BACK = """
ALTER TABLE trainings_registration RENAME COLUMN status TO place;
ALTER TABLE trainings_registration RENAME CONSTRAINT trainings_registration_status_known
    TO trainings_registration_place_known;
ALTER INDEX trainings_registration_status RENAME TO trainings_registration_places;
"""
FUNCTION_BACK = FUNCTION.replace("r.status", "r.place").replace("WHERE status IN", "WHERE place IN")


class Migration(migrations.Migration):
    dependencies = [("trainings", "0014_letters_of_invitations")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(RENAMED + FUNCTION, BACK + FUNCTION_BACK)],
            state_operations=[
                migrations.RemoveConstraint(
                    model_name='registration',
                    name='trainings_registration_live_once',
                ),
                migrations.RemoveConstraint(
                    model_name='registration',
                    name='trainings_registration_hold_timed',
                ),
                migrations.RemoveConstraint(
                    model_name='registration',
                    name='trainings_registration_end_dated',
                ),
                migrations.RemoveConstraint(
                    model_name='registration',
                    name='trainings_registration_place_known',
                ),
                migrations.RemoveIndex(
                    model_name='registration',
                    name='trainings_registration_places',
                ),
                migrations.RenameField(
                    model_name='registration',
                    old_name='place',
                    new_name='status',
                ),
                migrations.AddIndex(
                    model_name='registration',
                    index=models.Index(fields=['training', 'status', 'seat_mode', 'id'], name='trainings_registration_status'),
                ),
                migrations.AddConstraint(
                    model_name='registration',
                    constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['seated', 'offered', 'waiting'])), fields=('training', 'person'), name='trainings_registration_live_once'),
                ),
                migrations.AddConstraint(
                    model_name='registration',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('status', 'offered')), models.Q(models.Q(('status', 'offered'), _negated=True), ('held_until__isnull', True)), _connector='OR'), name='trainings_registration_hold_timed'),
                ),
                migrations.AddConstraint(
                    model_name='registration',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status__in', ['seated', 'offered', 'waiting'])), models.Q(models.Q(('status__in', ['seated', 'offered', 'waiting']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='trainings_registration_end_dated'),
                ),
                migrations.AddConstraint(
                    model_name='registration',
                    constraint=models.CheckConstraint(condition=models.Q(('status__in', ['seated', 'offered', 'waiting', 'cancelled', 'substituted'])), name='trainings_registration_status_known'),
                ),
            ],
        )
    ]
