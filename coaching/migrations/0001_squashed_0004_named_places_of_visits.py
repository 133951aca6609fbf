import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from collaborative.database.migration_operations import keeps_what_is_about
from collaborative.database.replaced_migrations import REPLACED_TOGETHER


class Migration(migrations.Migration):

    initial = True

    replaces = REPLACED_TOGETHER

    dependencies = [
        ("people", "0001_squashed_0016_language"),
        ("duties", "0001_squashed_0004_sentences_kept"),
        ("recs", "0001_squashed_0003_located_venues"),
        ("districts", "0001_squashed_0005_located_schools"),
        ("initiatives", "0001_squashed_0006_order_without_joins"),
        ("trainings", "0001_squashed_0017_order_without_joins"),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUpCycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('training', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='trainings.training')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_cycles', to='people.organization')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_cycles', to='initiatives.initiative')),
                ('rec', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('coach', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_cycles', to=settings.AUTH_USER_MODEL)),
                ('people_trained', models.PositiveIntegerField()),
                ('opened_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-opened_at', 'id'],
                'indexes': [models.Index(fields=['coach', 'district'], name='coaching_cycle_coach')],
                'constraints': [models.UniqueConstraint(fields=('training', 'district'), name='coaching_cycle_once')],
            },
        ),
        migrations.CreateModel(
            name='FollowUpStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='coaching.followupcycle')),
                ('district', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('rec', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('initiative', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                ('number', models.PositiveSmallIntegerField()),
                ('touchpoint', models.CharField(choices=[('classroom_visit', 'classroom visit'), ('team_meeting', 'team meeting'), ('call', 'phone or video call'), ('check_in', 'written check-in')], max_length=20)),
                ('owed_by', models.CharField(choices=[('coach', 'the coach'), ('superintendent', 'the superintendent')], max_length=20)),
                ('due_on', models.DateField()),
                ('done_on', models.DateField(blank=True, null=True)),
                ('done_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_note', models.CharField(blank=True, max_length=300)),
                ('waived_at', models.DateTimeField(blank=True, null=True)),
                ('waived_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('waived_why', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(fields=['rec', 'due_on'], name='coaching_step_rec'), models.Index(fields=['district', 'due_on'], name='coaching_step_district'), models.Index(fields=['initiative', 'due_on'], name='coaching_step_initiative'), models.Index(condition=models.Q(('done_on__isnull', True), ('waived_at__isnull', True)), fields=['due_on'], name='coaching_step_open'), models.Index(condition=models.Q(('done_on__isnull', True), ('waived_at__isnull', True)), fields=['rec', 'due_on'], name='coaching_step_openrec'), models.Index(condition=models.Q(('done_on__isnull', True), ('waived_at__isnull', True)), fields=['district', 'due_on'], name='coaching_step_opendistrict')],
                'constraints': [models.UniqueConstraint(fields=('cycle', 'number'), name='coaching_step_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('done_by__isnull', True), ('done_on__isnull', True)), models.Q(('done_by__isnull', False), ('done_on__isnull', False)), _connector='OR'), name='coaching_step_done_pair'), models.CheckConstraint(condition=models.Q(models.Q(('waived_at__isnull', True), ('waived_by__isnull', True), ('waived_why', '')), models.Q(('waived_at__isnull', False), ('waived_by__isnull', False), models.Q(('waived_why', ''), _negated=True)), _connector='OR'), name='coaching_step_waived_reasoned'), models.CheckConstraint(condition=models.Q(('done_on__isnull', True), ('waived_at__isnull', True), _connector='OR'), name='coaching_step_one_end'), models.CheckConstraint(condition=models.Q(('touchpoint__in', ['classroom_visit', 'team_meeting', 'call', 'check_in'])), name='coaching_step_touchpoint_known'), models.CheckConstraint(condition=models.Q(('owed_by__in', ['coach', 'superintendent'])), name='coaching_step_owed_by_known')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('coach', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to=settings.AUTH_USER_MODEL)),
                ('district', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='people.organization')),
                ('rec', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='initiatives.initiative')),
                ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='coaching.followupstep')),
                ('kind', models.CharField(choices=[('classroom_visit', 'classroom visit'), ('team_meeting', 'team meeting'), ('call', 'phone or video call'), ('check_in', 'written check-in')], max_length=20)),
                ('planned_for', models.DateField()),
                ('location', models.CharField(max_length=120)),
                ('school', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='districts.school')),
                ('venue', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recs.venue')),
                ('held_on', models.DateField(blank=True, null=True)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('miles', models.DecimalField(blank=True, decimal_places=1, max_digits=6, null=True)),
                ('agreed', models.TextField(blank=True)),
                ('logged_at', models.DateTimeField(blank=True, null=True)),
                ('finishes_step', models.BooleanField(default=False)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancel_why', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('people', models.ManyToManyField(blank=True, related_name='visits_received', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-planned_for', 'id'],
                'indexes': [models.Index(fields=['rec', 'held_on'], name='coaching_visit_rec'), models.Index(fields=['coach', 'planned_for'], name='coaching_visit_coach'), models.Index(fields=['district', 'planned_for'], name='coaching_visit_district')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('held_on__isnull', True), ('logged_at__isnull', True), ('minutes__isnull', True)), models.Q(('held_on__isnull', False), ('logged_at__isnull', False), ('minutes__gt', 0)), _connector='OR'), name='coaching_visit_held_is_logged'), models.CheckConstraint(condition=models.Q(models.Q(('cancel_why', ''), ('cancelled_at__isnull', True)), models.Q(('cancelled_at__isnull', False), ('held_on__isnull', True), models.Q(('cancel_why', ''), _negated=True)), _connector='OR'), name='coaching_visit_cancel_reasoned'), models.CheckConstraint(condition=models.Q(('finishes_step', False), models.Q(('held_on__isnull', False), ('step__isnull', False)), _connector='OR'), name='coaching_visit_finishes_a_step'), models.UniqueConstraint(condition=models.Q(('finishes_step', True)), fields=('step',), name='coaching_visit_step_finished_once'), models.CheckConstraint(condition=models.Q(('miles__isnull', True), ('miles__gte', 0), _connector='OR'), name='coaching_visit_miles'), models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True), ('step__isnull', False)), fields=('coach', 'step', 'planned_for'), name='coaching_visit_planned_once'), models.CheckConstraint(condition=models.Q(('school__isnull', True), ('venue__isnull', True), _connector='OR'), name='coaching_visit_at_one_place'), models.CheckConstraint(condition=models.Q(('kind__in', ['classroom_visit', 'team_meeting', 'call', 'check_in'])), name='coaching_visit_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='PrivateNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='private_notes', to='coaching.visit')),
                ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('coached', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['written_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('visit', 'coached'), name='coaching_private_note_once')],
            },
        ),
        keeps_what_is_about("duties_duty", "coaching_followupcycle"),
        keeps_what_is_about("duties_duty", "coaching_followupstep"),
        migrations.RunPython(migrations.RunPython.noop),  # no way back: it would forget those of the other apps
    ]
