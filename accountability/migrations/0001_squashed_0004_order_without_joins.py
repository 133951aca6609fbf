import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from collaborative.database.migration_operations import keeps_what_is_about


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("accountability", "0001_initial"),
        ("accountability", "0002_fewer_indexes"),
        ("accountability", "0003_kept_things"),
        ("accountability", "0004_order_without_joins"),
    ]

    dependencies = [
        ("people", "0001_squashed_0016_language"),
        ("files", "0001_squashed_0003_about_things"),
        ("duties", "0001_squashed_0004_sentences_kept"),
        ("initiatives", "0001_squashed_0006_order_without_joins"),
    ]

    operations = [
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deliverable', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='initiatives.deliverable')),
                ('number', models.PositiveSmallIntegerField()),
                ('actual', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ('note', models.TextField(blank=True)),
                ('submitted_at', models.DateTimeField()),
                ('submitted_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('returned_why', models.TextField(blank=True)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['deliverable_id', '-number'],
                'constraints': [models.UniqueConstraint(fields=('deliverable', 'number'), name='accountability_submission_number_once'), models.UniqueConstraint(condition=models.Q(('returned_at__isnull', True)), fields=('deliverable',), name='accountability_submission_one_standing'), models.CheckConstraint(condition=models.Q(('returned_at__isnull', True), ('accepted_at__isnull', True), _connector='OR'), name='accountability_submission_one_end'), models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_why', '')), models.Q(('returned_at__isnull', False), models.Q(('returned_why', ''), _negated=True)), _connector='OR'), name='accountability_submission_return_reasoned'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('returned_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_by__isnull', False), models.Q(('returned_at__isnull', False), ('accepted_at__isnull', False), _connector='OR')), _connector='OR'), name='accountability_submission_review_whole')],
            },
        ),
        keeps_what_is_about("duties_duty", "accountability_submission"),
        keeps_what_is_about("files_upload", "accountability_submission"),
    ]
