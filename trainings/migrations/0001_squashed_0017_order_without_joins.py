import collaborative.database.ranges
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from collaborative.database.migration_operations import keeps_what_is_about
from collaborative.database.replaced_migrations import REPLACED_TOGETHER
from collaborative.journal.append_only import guard

# Behind the kept counts and their CHECK: whoever writes registrations past the place-giver is counted, too. One check a
# statement, under the same lock on the trainings' rows, so that two at once cannot slip past each other.
NEVER_OVERSOLD = """
CREATE FUNCTION refuse_overselling() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER trainings_registration_added AFTER INSERT ON trainings_registration
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_overselling();
CREATE TRIGGER trainings_registration_moved AFTER UPDATE ON trainings_registration
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_overselling();
"""


class Migration(migrations.Migration):

    initial = True

    replaces = REPLACED_TOGETHER

    dependencies = [
        ("people", "0001_squashed_0016_language"),
        ("journal", "0001_squashed_0008_sentences_kept"),
        ("letters", "0001_squashed_0001_initial"),
        ("duties", "0001_squashed_0004_sentences_kept"),
        ("recs", "0001_squashed_0003_located_venues"),
        ("initiatives", "0001_squashed_0006_order_without_joins"),
    ]

    operations = [
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('train_the_expert', 'train-the-expert session'), ('regional', 'regional training'), ('follow_up', 'follow-up training'), ('on_request', 'training on request')], max_length=20)),
                ('title', models.CharField(max_length=140)),
                ('initiative', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='initiatives.initiative')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='initiatives.initiativeversion')),
                ('host', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='trainings_hosted', to='people.organization')),
                ('audience', models.CharField(choices=[('all_recs', 'all nine RECs'), ('region', 'every district of the host’s region'), ('regions', 'every district of several regions'), ('state', 'every district of the state'), ('named', 'named districts')], max_length=10)),
                ('mode', models.CharField(choices=[('on_site', 'on site'), ('online', 'on line'), ('both', 'on site and on line')], max_length=10)),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to='recs.venue')),
                ('online_link', models.URLField(blank=True, max_length=400)),
                ('time_zone', models.CharField(default='America/Denver', max_length=40)),
                ('description', models.TextField(blank=True)),
                ('room_capacity', models.PositiveIntegerField(blank=True, null=True)),
                ('online_capacity', models.PositiveIntegerField(blank=True, null=True)),
                ('minimum', models.PositiveIntegerField(blank=True, null=True)),
                ('seats_per_organization', models.PositiveIntegerField(blank=True, null=True)),
                ('hold_hours', models.PositiveSmallIntegerField(default=0)),
                ('registration_closes_on', models.DateField(blank=True, null=True)),
                ('in_contract_time', models.BooleanField(null=True)),
                ('travel_paid_by', models.CharField(blank=True, max_length=120)),
                ('substitutes_paid_by', models.CharField(blank=True, max_length=120)),
                ('cost_to_district_cents', models.PositiveIntegerField(blank=True, null=True)),
                ('room_taken', models.PositiveIntegerField(default=0)),
                ('online_taken', models.PositiveIntegerField(default=0)),
                ('waiting', models.PositiveIntegerField(default=0)),
                ('starts_at', models.DateTimeField(null=True)),
                ('first_day', models.DateField(db_index=True, null=True)),
                ('last_day', models.DateField(db_index=True, null=True)),
                ('leader_override_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('leader_override_why', models.CharField(blank=True, max_length=300)),
                ('sort_key', models.CharField(editable=False, max_length=140)),
                ('search_key', models.CharField(editable=False, max_length=240)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancel_why', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['first_day', 'starts_at', 'id'],
                'indexes': [models.Index(fields=['host', 'first_day'], name='trainings_training_host'), models.Index(fields=['initiative', 'first_day'], name='trainings_training_initiative'), models.Index(condition=models.Q(('cancelled_at__isnull', True), ('closed_at__isnull', True)), fields=['first_day'], name='trainings_training_not_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(('room_capacity__isnull', True), ('room_taken__lte', models.F('room_capacity')), _connector='OR'), name='trainings_training_room_never_oversold'), models.CheckConstraint(condition=models.Q(('online_capacity__isnull', True), ('online_taken__lte', models.F('online_capacity')), _connector='OR'), name='trainings_training_online_never_oversold'), models.CheckConstraint(condition=models.Q(models.Q(('leader_override_by__isnull', True), ('leader_override_why', '')), models.Q(('leader_override_by__isnull', False), models.Q(('leader_override_why', ''), _negated=True)), _connector='OR'), name='trainings_training_override_named_and_reasoned'), models.CheckConstraint(condition=models.Q(('cancelled_at__isnull', True), models.Q(('cancel_why', ''), _negated=True), _connector='OR'), name='trainings_training_cancel_reasoned'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('cancelled_at__isnull', True), ('published_at__isnull', False)), _connector='OR'), name='trainings_training_closed_was_held'), models.CheckConstraint(condition=models.Q(('published_at__isnull', True), models.Q(('first_day__isnull', False), ('last_day__isnull', False), ('starts_at__isnull', False)), _connector='OR'), name='trainings_training_published_has_meeting'), models.CheckConstraint(condition=models.Q(('kind__in', ['train_the_expert', 'regional', 'follow_up', 'on_request'])), name='trainings_training_kind_known'), models.CheckConstraint(condition=models.Q(('audience__in', ['all_recs', 'region', 'regions', 'state', 'named'])), name='trainings_training_audience_known'), models.CheckConstraint(condition=models.Q(('mode__in', ['on_site', 'online', 'both'])), name='trainings_training_mode_known')],
            },
        ),
        migrations.CreateModel(
            name='AudienceMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('training', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='audience_members', to='trainings.training')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('training', 'organization'), name='trainings_audience_member_once')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('training', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='trainings.training')),
                ('number', models.PositiveSmallIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('date', models.DateField(db_index=True)),
                ('hours', models.DecimalField(decimal_places=2, max_digits=5)),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='recs.room')),
            ],
            options={
                'ordering': ['training_id', 'number'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('training', 'number'), name='trainings_meeting_number_once'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='trainings_meeting_ends_after_start'), models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', 24)), name='trainings_meeting_hours_in_range')],
            },
        ),
        migrations.CreateModel(
            name='Trainer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('training', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='trainers', to='trainings.training')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings_led', to=settings.AUTH_USER_MODEL)),
                ('part', models.CharField(choices=[('lead', 'leads'), ('assists', 'assists')], default='lead', max_length=10)),
            ],
            options={
                'ordering': ['training_id', 'part', 'id'],
                'constraints': [models.UniqueConstraint(fields=('training', 'person'), name='trainings_trainer_once'), models.CheckConstraint(condition=models.Q(('part__in', ['lead', 'assists'])), name='trainings_trainer_part_known')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='bookings', to='trainings.meeting')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to=settings.AUTH_USER_MODEL)),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='recs.room')),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('override_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('override_why', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('override_by__isnull', True), ('override_why', '')), models.Q(('override_by__isnull', False), models.Q(('override_why', ''), _negated=True)), _connector='OR'), name='trainings_booking_override_named_and_reasoned'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('room__isnull', True)), models.Q(('person__isnull', True), ('room__isnull', False)), _connector='OR'), name='trainings_booking_person_or_room'), models.UniqueConstraint(fields=('meeting', 'person', 'room'), name='trainings_booking_once', nulls_distinct=False), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('override_why', ''), ('person__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(collaborative.database.ranges.Int8Range(models.F('person'), models.F('person'), models.Value('[]')), '&&'), ('during', '&&')], name='trainings_booking_trainer_not_twice'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('override_why', ''), ('room__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[(collaborative.database.ranges.Int8Range(models.F('room'), models.F('room'), models.Value('[]')), '&&'), ('during', '&&')], name='trainings_booking_room_not_twice')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('training', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='trainings.training')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='people.organization')),
                ('status', models.CharField(choices=[('seated', 'seated'), ('offered', 'seat offered'), ('waiting', 'waiting'), ('cancelled', 'cancelled'), ('substituted', 'substituted')], max_length=12)),
                ('seat_mode', models.CharField(choices=[('room', 'in the room'), ('online', 'on line')], max_length=8)),
                ('held_until', models.DateTimeField(blank=True, null=True)),
                ('needs', models.CharField(blank=True, max_length=300)),
                ('is_walk_in', models.BooleanField(default=False)),
                ('registered_at', models.DateTimeField()),
                ('registered_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seated_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_why', models.CharField(blank=True, choices=[('ill', 'ill'), ('no_substitute', 'no substitute teacher'), ('clash', 'clashes with something else'), ('weather', 'weather or road'), ('left', 'no longer works here'), ('other', 'something else'), ('lapsed', 'the offered seat was not taken in time')], max_length=20)),
                ('substitute_of', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='substitute', to='trainings.registration')),
            ],
            options={
                'ordering': ['training_id', 'person__sort_key', 'id'],
                'indexes': [models.Index(fields=['training', 'status', 'seat_mode', 'id'], name='trainings_registration_status'), models.Index(fields=['organization', 'training'], name='trainings_registration_org')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['seated', 'offered', 'waiting'])), fields=('training', 'person'), name='trainings_registration_live_once'), models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('status', 'offered')), models.Q(models.Q(('status', 'offered'), _negated=True), ('held_until__isnull', True)), _connector='OR'), name='trainings_registration_hold_timed'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('status__in', ['seated', 'offered', 'waiting'])), models.Q(models.Q(('status__in', ['seated', 'offered', 'waiting']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='trainings_registration_end_dated'), models.CheckConstraint(condition=models.Q(('status__in', ['seated', 'offered', 'waiting', 'cancelled', 'substituted'])), name='trainings_registration_status_known'), models.CheckConstraint(condition=models.Q(('seat_mode__in', ['room', 'online'])), name='trainings_registration_seat_mode_known'), models.CheckConstraint(condition=models.Q(('ended_why__in', ['', 'ill', 'no_substitute', 'clash', 'weather', 'left', 'other', 'lapsed'])), name='trainings_registration_ended_why_known')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='trainings.meeting')),
                ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendance', to='trainings.registration')),
                ('present', models.BooleanField()),
                ('hours', models.DecimalField(decimal_places=2, max_digits=5)),
                ('marked_at', models.DateTimeField()),
                ('marked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'registration'), name='trainings_attendance_once'), models.CheckConstraint(condition=models.Q(models.Q(('hours__gt', 0), ('hours__lte', 24), ('present', True)), models.Q(('hours', 0), ('present', False)), _connector='OR'), name='trainings_attendance_hours_fit')],
            },
        ),
        migrations.CreateModel(
            name='HoursEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hours_entries', to=settings.AUTH_USER_MODEL)),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours_entries', to='trainings.training')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours_entries', to='trainings.meeting')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours_entries', to='initiatives.initiative')),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hours_entries', to='people.organization')),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6)),
                ('date', models.DateField()),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name_plural': 'hours entries',
                'ordering': ['date', 'id'],
                'indexes': [models.Index(fields=['person', 'date'], name='trainings_hours_person'), models.Index(fields=['date', 'host', 'initiative'], name='trainings_hours_host'), models.Index(fields=['organization', 'date'], name='trainings_hours_organization'), models.Index(condition=models.Q(('hours__lt', 0)), fields=['training', 'person'], name='trainings_hours_taken_away')],
                'constraints': [models.CheckConstraint(condition=models.Q(('hours', 0), _negated=True), name='trainings_hours_not_zero'), models.CheckConstraint(condition=models.Q(('hours__gt', 0), models.Q(('why', ''), _negated=True), _connector='OR'), name='trainings_hours_correction_reasoned')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to=settings.AUTH_USER_MODEL)),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='trainings.training')),
                ('name', models.CharField(max_length=170)),
                ('hours', models.DecimalField(decimal_places=2, max_digits=6)),
                ('issued_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_why', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['-issued_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('person', 'training'), name='trainings_certificate_live_once'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_why', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_why', ''), _negated=True)), _connector='OR'), name='trainings_certificate_revoked_reasoned')],
            },
        ),
        migrations.CreateModel(
            name='ExpertCertification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certifications', to=settings.AUTH_USER_MODEL)),
                ('initiative', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='certifications', to='initiatives.initiative')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certifications', to='initiatives.initiativeversion')),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certifications', to='trainings.training')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certifications', to='people.organization')),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_why', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['initiative_id', 'organization_id', 'person__sort_key', 'id'],
                'indexes': [models.Index(fields=['initiative', 'valid_until'], name='trainings_certification_valid')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('person', 'version', 'training'), name='trainings_certification_live_once'), models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='trainings_certification_dates_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_why', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_why', ''), _negated=True)), _connector='OR'), name='trainings_certification_revoked_reasoned')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('training', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='trainings.training')),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='people.organization')),
                ('invited_at', models.DateTimeField()),
                ('letter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='letters.letter')),
                ('addressee', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answer', models.CharField(blank=True, choices=[('accepted', 'accepted'), ('declined', 'declined')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decline_reason', models.CharField(blank=True, choices=[('no_substitutes', 'no substitutes'), ('calendar', 'the calendar: break, testing or another event'), ('distance', 'too far'), ('cost', 'cost'), ('trained', 'our people have had it'), ('other', 'something else')], max_length=20)),
                ('decline_words', models.CharField(blank=True, max_length=300)),
                ('phoned_at', models.DateTimeField(blank=True, null=True)),
                ('phoned_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('phone_note', models.CharField(blank=True, max_length=300)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['training_id', 'organization__sort_key'],
                'indexes': [models.Index(fields=['organization', 'training'], name='trainings_invitation_org')],
                'constraints': [models.UniqueConstraint(fields=('training', 'organization'), name='trainings_invitation_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='trainings_invitation_answer_whole'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'declined'), _negated=True), models.Q(('decline_reason', ''), _negated=True), _connector='OR'), name='trainings_invitation_decline_reasoned'), models.CheckConstraint(condition=models.Q(models.Q(('phoned_at__isnull', True), ('phoned_by__isnull', True)), models.Q(('phoned_at__isnull', False), ('phoned_by__isnull', False)), _connector='OR'), name='trainings_invitation_phoned_pair'), models.CheckConstraint(condition=models.Q(('answer__in', ['', 'accepted', 'declined'])), name='trainings_invitation_answer_known'), models.CheckConstraint(condition=models.Q(('decline_reason__in', ['', 'no_substitutes', 'calendar', 'distance', 'cost', 'trained', 'other'])), name='trainings_invitation_decline_reason_known')],
            },
        ),
        guard("trainings_hoursentry"),
        migrations.RunSQL(NEVER_OVERSOLD),
        keeps_what_is_about("duties_duty", "trainings_training"),
        keeps_what_is_about("duties_duty", "trainings_invitation"),
        keeps_what_is_about("duties_duty", "trainings_registration"),
        migrations.RunPython(migrations.RunPython.noop),  # no way back: it would forget those of the other apps
    ]
