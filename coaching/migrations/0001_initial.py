"""Coaching becomes an app of its own: its tables were made by trainings."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from collaborative.database.migration_operations import renamed_tables


TABLES = ("followupcycle", "followupstep", "visit", "visit_people", "privatenote")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('initiatives', '0004_fold_keys'),
        ('people', '0012_known_choices'),
        ('trainings', '0012_fold_keys'),
        ('support', '0005_fold_keys'),  # the last that knows the tables by their old names
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(renamed_tables("trainings", "coaching", TABLES), renamed_tables("coaching", "trainings", TABLES))],
            state_operations=[
                migrations.CreateModel(
                    name='FollowUpCycle',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('people_trained', models.PositiveIntegerField()),
                        ('opened_at', models.DateTimeField()),
                        ('coach', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_cycles', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_cycles', to='people.organization')),
                        ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_up_cycles', to='initiatives.initiative')),
                        ('rec', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                        ('training', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='trainings.training')),
                    ],
                    options={
                        'ordering': ['-opened_at', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='FollowUpStep',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('touchpoint', models.CharField(choices=[('classroom_visit', 'classroom visit'), ('team_meeting', 'team meeting'), ('call', 'phone or video call'), ('check_in', 'written check-in')], max_length=20)),
                        ('owed_by', models.CharField(choices=[('coach', 'the coach'), ('superintendent', 'the superintendent')], max_length=20)),
                        ('due_on', models.DateField()),
                        ('done_on', models.DateField(blank=True, null=True)),
                        ('done_note', models.CharField(blank=True, max_length=300)),
                        ('waived_at', models.DateTimeField(blank=True, null=True)),
                        ('waived_why', models.CharField(blank=True, max_length=300)),
                        ('cycle', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='coaching.followupcycle')),
                        ('district', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                        ('done_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('initiative', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiative')),
                        ('rec', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                        ('waived_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['due_on', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='Visit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('classroom_visit', 'classroom visit'), ('team_meeting', 'team meeting'), ('call', 'phone or video call'), ('check_in', 'written check-in')], max_length=20)),
                        ('planned_for', models.DateField()),
                        ('place', models.CharField(max_length=120)),
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
                        ('coach', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to=settings.AUTH_USER_MODEL)),
                        ('district', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='people.organization')),
                        ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='initiatives.initiative')),
                        ('people', models.ManyToManyField(blank=True, related_name='visits_received', to=settings.AUTH_USER_MODEL)),
                        ('rec', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                        ('step', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='coaching.followupstep')),
                    ],
                    options={
                        'ordering': ['-planned_for', 'id'],
                    },
                ),
                migrations.CreateModel(
                    name='PrivateNote',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('text', models.TextField()),
                        ('written_at', models.DateTimeField()),
                        ('coach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('coached', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('visit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='private_notes', to='coaching.visit')),
                    ],
                    options={
                        'ordering': ['written_at', 'id'],
                    },
                ),
                migrations.AddIndex(
                    model_name='followupcycle',
                    index=models.Index(fields=['coach', 'district'], name='coaching_cycle_coach'),
                ),
                migrations.AddConstraint(
                    model_name='followupcycle',
                    constraint=models.UniqueConstraint(fields=('training', 'district'), name='coaching_cycle_once'),
                ),
                migrations.AddIndex(
                    model_name='followupstep',
                    index=models.Index(fields=['rec', 'due_on'], name='coaching_step_rec'),
                ),
                migrations.AddIndex(
                    model_name='followupstep',
                    index=models.Index(fields=['district', 'due_on'], name='coaching_step_district'),
                ),
                migrations.AddIndex(
                    model_name='followupstep',
                    index=models.Index(fields=['initiative', 'due_on'], name='coaching_step_initiative'),
                ),
                migrations.AddIndex(
                    model_name='followupstep',
                    index=models.Index(condition=models.Q(('done_on__isnull', True), ('waived_at__isnull', True)), fields=['due_on'], name='coaching_step_open'),
                ),
                migrations.AddIndex(
                    model_name='followupstep',
                    index=models.Index(condition=models.Q(('done_on__isnull', True), ('waived_at__isnull', True)), fields=['rec', 'due_on'], name='coaching_step_openrec'),
                ),
                migrations.AddIndex(
                    model_name='followupstep',
                    index=models.Index(condition=models.Q(('done_on__isnull', True), ('waived_at__isnull', True)), fields=['district', 'due_on'], name='coaching_step_opendistrict'),
                ),
                migrations.AddConstraint(
                    model_name='followupstep',
                    constraint=models.UniqueConstraint(fields=('cycle', 'number'), name='coaching_step_number_once'),
                ),
                migrations.AddConstraint(
                    model_name='followupstep',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('done_by__isnull', True), ('done_on__isnull', True)), models.Q(('done_by__isnull', False), ('done_on__isnull', False)), _connector='OR'), name='coaching_step_done_pair'),
                ),
                migrations.AddConstraint(
                    model_name='followupstep',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('waived_at__isnull', True), ('waived_by__isnull', True), ('waived_why', '')), models.Q(('waived_at__isnull', False), ('waived_by__isnull', False), models.Q(('waived_why', ''), _negated=True)), _connector='OR'), name='coaching_step_waived_reasoned'),
                ),
                migrations.AddConstraint(
                    model_name='followupstep',
                    constraint=models.CheckConstraint(condition=models.Q(('done_on__isnull', True), ('waived_at__isnull', True), _connector='OR'), name='coaching_step_one_end'),
                ),
                migrations.AddConstraint(
                    model_name='followupstep',
                    constraint=models.CheckConstraint(condition=models.Q(('touchpoint__in', ['classroom_visit', 'team_meeting', 'call', 'check_in'])), name='coaching_step_touchpoint_known'),
                ),
                migrations.AddConstraint(
                    model_name='followupstep',
                    constraint=models.CheckConstraint(condition=models.Q(('owed_by__in', ['coach', 'superintendent'])), name='coaching_step_owed_by_known'),
                ),
                migrations.AddIndex(
                    model_name='visit',
                    index=models.Index(fields=['rec', 'held_on'], name='coaching_visit_rec'),
                ),
                migrations.AddIndex(
                    model_name='visit',
                    index=models.Index(fields=['coach', 'planned_for'], name='coaching_visit_coach'),
                ),
                migrations.AddIndex(
                    model_name='visit',
                    index=models.Index(fields=['district', 'planned_for'], name='coaching_visit_district'),
                ),
                migrations.AddConstraint(
                    model_name='visit',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_on__isnull', True), ('logged_at__isnull', True), ('minutes__isnull', True)), models.Q(('held_on__isnull', False), ('logged_at__isnull', False), ('minutes__gt', 0)), _connector='OR'), name='coaching_visit_held_is_logged'),
                ),
                migrations.AddConstraint(
                    model_name='visit',
                    constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancel_why', ''), ('cancelled_at__isnull', True)), models.Q(('cancelled_at__isnull', False), ('held_on__isnull', True), models.Q(('cancel_why', ''), _negated=True)), _connector='OR'), name='coaching_visit_cancel_reasoned'),
                ),
                migrations.AddConstraint(
                    model_name='visit',
                    constraint=models.CheckConstraint(condition=models.Q(('finishes_step', False), models.Q(('held_on__isnull', False), ('step__isnull', False)), _connector='OR'), name='coaching_visit_finishes_a_step'),
                ),
                migrations.AddConstraint(
                    model_name='visit',
                    constraint=models.UniqueConstraint(condition=models.Q(('finishes_step', True)), fields=('step',), name='coaching_visit_step_finished_once'),
                ),
                migrations.AddConstraint(
                    model_name='visit',
                    constraint=models.CheckConstraint(condition=models.Q(('miles__isnull', True), ('miles__gte', 0), _connector='OR'), name='coaching_visit_miles'),
                ),
                migrations.AddConstraint(
                    model_name='visit',
                    constraint=models.UniqueConstraint(condition=models.Q(('cancelled_at__isnull', True), ('step__isnull', False)), fields=('coach', 'step', 'planned_for'), name='coaching_visit_planned_once'),
                ),
                migrations.AddConstraint(
                    model_name='visit',
                    constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['classroom_visit', 'team_meeting', 'call', 'check_in'])), name='coaching_visit_kind_known'),
                ),
                migrations.AddConstraint(
                    model_name='privatenote',
                    constraint=models.UniqueConstraint(fields=('visit', 'coached'), name='coaching_private_note_once'),
                ),
            ],
        ),
    ]
