import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("imports", "0001_initial"),
        ("imports", "0002_fewer_indexes"),
        ("imports", "0003_known_choices"),
    ]

    dependencies = [
        ("people", "0001_squashed_0016_language"),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='people.organization')),
                ('kind', models.CharField(max_length=40)),
                ('file_name', models.CharField(max_length=200)),
                ('file_size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('scheme', models.CharField(blank=True, max_length=20)),
                ('place_scheme', models.CharField(blank=True, max_length=20)),
                ('place_names', models.JSONField(default=dict)),
                ('foreign_places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('position', models.CharField(blank=True, max_length=80)),
                ('order', models.CharField(blank=True, max_length=20)),
                ('notes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('uploaded_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='imports', to=settings.AUTH_USER_MODEL)),
                ('uploaded_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('applying_at', models.DateTimeField(null=True)),
                ('applied_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('applied_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('discarded_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-uploaded_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('applied_at__isnull', True), ('discarded_at__isnull', True), _connector='OR'), name='imports_import_ends_once'), models.CheckConstraint(condition=models.Q(('applied_at__isnull', True), ('applying_at__isnull', False), _connector='OR'), name='imports_import_applied_by_act'), models.CheckConstraint(condition=models.Q(('applying_at__isnull', True), models.Q(('applied_by__isnull', False), ('read_at__isnull', False)), _connector='OR'), name='imports_import_read_before_applied')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upload', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='imports.import')),
                ('number', models.PositiveIntegerField()),
                ('given', models.CharField(blank=True, max_length=80)),
                ('family', models.CharField(blank=True, max_length=80)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('position', models.CharField(blank=True, max_length=80)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                ('external_id', models.CharField(blank=True, max_length=200)),
                ('employee_id', models.CharField(blank=True, max_length=200)),
                ('left_out', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('is_off', models.BooleanField(default=False)),
                ('key', models.CharField(blank=True, max_length=430)),
                ('outcome', models.CharField(blank=True, choices=[('', 'not looked at yet'), ('new', 'new'), ('place', 'known, gets a place'), ('known', 'known, nothing to do'), ('changes', 'known, is corrected'), ('differs', 'known, differs: not changed'), ('elsewhere', 'works elsewhere'), ('waiting', 'was asked, no answer yet'), ('asked', 'a question'), ('repeated', 'named twice'), ('left_out', 'left out'), ('refused', 'refused'), ('passed_over', 'no person'), ('missing', 'not in the file')], max_length=12)),
                ('words', models.TextField(blank=True)),
                ('acts', models.BooleanField(default=False)),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('candidates', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('decision', models.CharField(blank=True, choices=[('', 'nothing yet'), ('new', 'somebody new'), ('person', 'somebody on record'), ('ask', 'the person is asked'), ('skip', 'leave out')], max_length=8)),
                ('applied_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['number', 'id'],
                'indexes': [models.Index(fields=['upload', 'outcome', 'number', 'id'], name='imports_row_outcome'), models.Index(condition=models.Q(('key', ''), _negated=True), fields=['upload', 'key'], name='imports_row_key')],
                'constraints': [models.CheckConstraint(condition=models.Q(('acts', False), models.Q(('outcome__in', ('', 'left_out', 'refused', 'passed_over', 'missing')), _negated=True), _connector='OR'), name='imports_row_final_outcomes_do_nothing'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'new', 'place', 'known', 'changes', 'differs', 'elsewhere', 'waiting', 'asked', 'repeated', 'left_out', 'refused', 'passed_over', 'missing'])), name='imports_row_outcome_known'), models.CheckConstraint(condition=models.Q(('decision__in', ['', 'new', 'person', 'ask', 'skip'])), name='imports_row_decision_known')],
            },
        ),
        migrations.CreateModel(
            name='ExternalId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='external_ids', to='people.organization')),
                ('scheme', models.CharField(max_length=20)),
                ('value', models.CharField(max_length=430)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='external_ids', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('learned_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'scheme', 'value'), name='imports_externalid_once'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('place__isnull', False)), models.Q(('person__isnull', False), ('place__isnull', True)), _connector='OR'), name='imports_externalid_person_or_place'), models.CheckConstraint(condition=models.Q(('value', ''), _negated=True), name='imports_externalid_not_empty')],
            },
        ),
    ]
