import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from collaborative.database.migration_operations import keeps_what_is_about, references_kept


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("duties", "0001_initial"),
        ("duties", "0002_known_choices"),
        ("duties", "0003_about_things"),
        ("duties", "0004_sentences_kept"),
    ]

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0001_squashed_0016_language"),
    ]

    operations = [
        migrations.CreateModel(
            name='Duty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about_type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('about_id', models.PositiveBigIntegerField()),
                ('kind', models.CharField(max_length=60)),
                ('text', models.CharField(max_length=250)),
                ('message', models.JSONField(editable=False, null=True)),
                ('url', models.CharField(max_length=200)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duties', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(blank=True, choices=[('ped_leader', 'PED leadership'), ('bureau_staff', 'PED bureau staff'), ('rec_director', 'REC director'), ('rec_coordinator', 'REC coordinator'), ('coach', 'REC expert or coach'), ('superintendent', 'District superintendent'), ('delegate', 'Superintendent’s delegate'), ('council_member', 'Council member'), ('vendor', 'Vendor'), ('staff', 'Staff')], max_length=20)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties', to='people.organization')),
                ('due_on', models.DateField()),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_why', models.CharField(blank=True, max_length=20)),
                ('reminded_until', models.DateTimeField(blank=True, null=True)),
                ('next_reminder_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'duties',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['organization', 'role', 'due_on'], name='duties_duty_of_hat'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['person', 'due_on'], name='duties_duty_of_person'), models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['next_reminder_at'], name='duties_duty_next'), models.Index(fields=['about_type', 'about_id'], name='duties_duty_about_thing')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', False), models.Q(('role', ''), _negated=True), _connector='OR'), name='duties_duty_has_debtor'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_why', '')), models.Q(('closed_at__isnull', False), models.Q(('closed_why', ''), _negated=True)), _connector='OR'), name='duties_duty_closed_pair'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('kind', 'about_type', 'about_id', 'person', 'role', 'organization'), name='duties_duty_open_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('role__in', ['', 'ped_leader', 'bureau_staff', 'rec_director', 'rec_coordinator', 'coach', 'superintendent', 'delegate', 'council_member', 'vendor', 'staff'])), name='duties_duty_role_known')],
            },
        ),
        references_kept("duties_duty"),
        keeps_what_is_about("duties_duty", "people_organization"),
        keeps_what_is_about("duties_duty", "people_person"),
    ]
