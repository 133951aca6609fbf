import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from collaborative.database.migration_operations import keeps_what_is_about


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("initiatives", "0001_initial"),
        ("initiatives", "0002_fewer_indexes"),
        ("initiatives", "0003_known_choices"),
        ("initiatives", "0004_fold_keys"),
        ("initiatives", "0005_kept_things"),
        ("initiatives", "0006_order_without_joins"),
    ]

    dependencies = [
        ("people", "0001_squashed_0016_language"),
        ("files", "0001_squashed_0003_about_things"),
        ("duties", "0001_squashed_0004_sentences_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('level', models.CharField(choices=[('state', 'state'), ('federal', 'federal'), ('local', 'local')], max_length=10)),
                ('lead', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='initiatives_led', to='people.organization')),
                ('sort_key', models.CharField(editable=False, max_length=120)),
                ('search_key', models.CharField(editable=False, max_length=120)),
                ('created_at', models.DateTimeField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('partners', models.ManyToManyField(blank=True, related_name='initiatives_partnered', to='people.organization')),
            ],
            options={
                'ordering': ['sort_key', 'id'],
                'constraints': [models.UniqueConstraint(fields=('lead', 'title'), name='initiatives_initiative_title_once'), models.CheckConstraint(condition=models.Q(('level__in', ['state', 'federal', 'local'])), name='initiatives_initiative_level_known')],
            },
        ),
        migrations.CreateModel(
            name='InitiativeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='initiatives.initiative')),
                ('number', models.PositiveSmallIntegerField()),
                ('purpose', models.TextField()),
                ('audience_roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('teacher', 'teachers'), ('principal', 'principals'), ('special_education', 'special education staff'), ('counselor', 'counselors'), ('assistant', 'educational assistants'), ('administrator', 'district administrators'), ('superintendent', 'superintendents'), ('specialist', 'instructional coaches and specialists')], max_length=20), default=list, size=None)),
                ('audience_grades', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('PK', 'Pre-K'), ('K', 'K'), ('1', '1'), ('2', '2'), ('3', '3'), ('4', '4'), ('5', '5'), ('6', '6'), ('7', '7'), ('8', '8'), ('9', '9'), ('10', '10'), ('11', '11'), ('12', '12')], max_length=4), blank=True, default=list, size=None)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('expert_valid_months', models.PositiveSmallIntegerField(default=24)),
                ('what_changed', models.TextField(blank=True)),
                ('acknowledge_by', models.DateField(blank=True, null=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('published_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['initiative_id', '-number'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'number'), name='initiatives_version_number_once'), models.UniqueConstraint(condition=models.Q(('published_at__isnull', True)), fields=('initiative',), name='initiatives_version_one_draft'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='initiatives_version_dates_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='initiatives_version_published_pair'), models.CheckConstraint(condition=models.Q(('audience_roles__contained_by', ['teacher', 'principal', 'special_education', 'counselor', 'assistant', 'administrator', 'superintendent', 'specialist'])), name='initiatives_version_roles_known'), models.CheckConstraint(condition=models.Q(('audience_grades__contained_by', ['PK', 'K', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'])), name='initiatives_version_grades_known')],
            },
        ),
        migrations.AddField(
            model_name='initiative',
            name='current',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='initiatives.initiativeversion'),
        ),
        migrations.CreateModel(
            name='PlannedStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='planned_steps', to='initiatives.initiativeversion')),
                ('days_after', models.PositiveSmallIntegerField()),
                ('touchpoint', models.CharField(choices=[('classroom_visit', 'classroom visit'), ('team_meeting', 'team meeting'), ('call', 'phone or video call'), ('check_in', 'written check-in')], max_length=20)),
                ('owed_by', models.CharField(choices=[('coach', 'the coach'), ('superintendent', 'the superintendent')], default='coach', max_length=20)),
            ],
            options={
                'ordering': ['version_id', 'days_after', 'id'],
                'constraints': [models.UniqueConstraint(fields=('version', 'days_after', 'touchpoint'), name='initiatives_planned_step_once'), models.CheckConstraint(condition=models.Q(('days_after__gt', 0), ('days_after__lte', 730)), name='initiatives_planned_step_days'), models.CheckConstraint(condition=models.Q(('touchpoint__in', ['classroom_visit', 'team_meeting', 'call', 'check_in'])), name='initiatives_planned_step_touchpoint_known'), models.CheckConstraint(condition=models.Q(('owed_by__in', ['coach', 'superintendent'])), name='initiatives_planned_step_owed_by_known')],
            },
        ),
        migrations.CreateModel(
            name='AskedDeliverable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='asked_deliverables', to='initiatives.initiativeversion')),
                ('measure', models.CharField(max_length=40)),
                ('target', models.DecimalField(decimal_places=2, max_digits=9)),
                ('due_on', models.DateField()),
            ],
            options={
                'ordering': ['version_id', 'due_on', 'measure', 'id'],
                'constraints': [models.UniqueConstraint(fields=('version', 'measure', 'due_on'), name='initiatives_asked_once'), models.CheckConstraint(condition=models.Q(('target__gt', 0)), name='initiatives_asked_target_positive')],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgments', to='initiatives.initiativeversion')),
                ('rec', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgments', to='people.organization')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True)),
                ('acknowledged_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['version_id', 'rec__sort_key'],
                'constraints': [models.UniqueConstraint(fields=('version', 'rec'), name='initiatives_acknowledgment_once'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at__isnull', True), ('acknowledged_by__isnull', True)), models.Q(('acknowledged_at__isnull', False), ('acknowledged_by__isnull', False)), _connector='OR'), name='initiatives_acknowledgment_pair')],
            },
        ),
        migrations.CreateModel(
            name='Deliverable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='initiatives.initiative')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='initiatives.initiativeversion')),
                ('rec', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='people.organization')),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('measure', models.CharField(max_length=40)),
                ('target', models.DecimalField(decimal_places=2, max_digits=9)),
                ('due_on', models.DateField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['due_on', 'rec__sort_key', 'initiative__sort_key', 'id'],
                'indexes': [models.Index(fields=['fiscal_year', 'rec'], name='initiatives_deliverable_year')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('initiative', 'rec', 'fiscal_year', 'measure', 'due_on'), name='initiatives_deliverable_once'), models.CheckConstraint(condition=models.Q(('target__gt', 0)), name='initiatives_deliverable_target_positive')],
            },
        ),
        keeps_what_is_about("duties_duty", "initiatives_initiativeversion"),
        keeps_what_is_about("duties_duty", "initiatives_deliverable"),
        keeps_what_is_about("files_upload", "initiatives_initiativeversion"),
        keeps_what_is_about("files_upload", "initiatives_deliverable"),
    ]
