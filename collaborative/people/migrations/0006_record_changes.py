import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_made_for'),
    ]

    operations = [
        migrations.AddField(
            model_name='hat',
            name='given_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        # Roles of before: their first day, where it has come.
        migrations.RunSQL(
            "UPDATE people_hat SET given_at = LEAST(given_at, starts_on::timestamp AT TIME ZONE 'America/Denver')",
            migrations.RunSQL.noop,
            elidable=True,
        ),
        migrations.CreateModel(
            name='RecordChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('grade', models.CharField(choices=[('proposed', 'a second yes'), ('two at ped', 'the person, or two people at PED')], max_length=12)),
                ('asked_as', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('lapses_at', models.DateTimeField()),
                ('mark', models.CharField(editable=False, max_length=16)),
                ('first_yes_at', models.DateTimeField(null=True)),
                ('confirmed_how', models.CharField(blank=True, choices=[('person', 'the person'), ('second at rec', 'a second person at the REC'), ('second at ped', 'two people at PED')], max_length=15)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('applies_at', models.DateTimeField(null=True)),
                ('applied_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('lapsed_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_yes_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organization')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='record_changes', to=settings.AUTH_USER_MODEL)),
                ('refused_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stopped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(condition=models.Q(('applied_at__isnull', True)), fields=['applies_at'], name='people_change_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('applied_at__isnull', True), ('lapsed_at__isnull', True), ('refused_at__isnull', True), ('stopped_at__isnull', True)), fields=('person',), name='people_change_one_open'), models.CheckConstraint(condition=models.Q(models.Q(('applies_at__isnull', True), ('confirmed_at__isnull', True), ('confirmed_by__isnull', True), ('confirmed_how', '')), models.Q(('applies_at__isnull', False), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('confirmed_how', ''), _negated=True)), _connector='OR'), name='people_change_confirmed_whole'), models.CheckConstraint(condition=models.Q(('applied_at__isnull', True), ('applied_at__gte', models.F('applies_at')), _connector='OR'), name='people_change_after_its_wait'), models.CheckConstraint(condition=models.Q(models.Q(('first_yes_at__isnull', True), ('first_yes_by__isnull', True)), models.Q(('first_yes_at__isnull', False), ('first_yes_by__isnull', False)), _connector='OR'), name='people_change_first_yes_whole'), models.CheckConstraint(condition=models.Q(models.Q(('refused_at__isnull', True), ('refused_by__isnull', True)), models.Q(('refused_at__isnull', False), ('refused_by__isnull', False)), _connector='OR'), name='people_change_refused_whole'), models.CheckConstraint(condition=models.Q(models.Q(('stopped_at__isnull', True), ('stopped_by__isnull', True)), models.Q(('stopped_at__isnull', False), ('stopped_by__isnull', False)), _connector='OR'), name='people_change_stopped_whole'), models.CheckConstraint(condition=models.Q(('first_yes_by__isnull', True), ('confirmed_by__isnull', True), models.Q(('confirmed_by', models.F('first_yes_by')), _negated=True), _connector='OR'), name='people_change_two_people'), models.CheckConstraint(condition=models.Q(('asked_by', models.F('person')), _negated=True), name='people_change_by_others')],
            },
        ),
    ]
