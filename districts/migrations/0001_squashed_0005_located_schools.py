import collaborative.database.ranges
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("districts", "0001_initial"),
        ("districts", "0002_fewer_indexes"),
        ("districts", "0003_known_choices"),
        ("districts", "0004_memberships_apart"),
        ("districts", "0005_located_schools"),
    ]

    dependencies = [
        ("people", "0001_squashed_0016_language"),
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('organization_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='people.organization')),
                ('ped_code', models.CharField(max_length=3, unique=True)),
                ('nces_id', models.CharField(max_length=7, unique=True)),
                ('office_city', models.CharField(max_length=60)),
                ('county', models.CharField(max_length=40)),
                ('latitude', models.DecimalField(decimal_places=4, max_digits=8)),
                ('longitude', models.DecimalField(decimal_places=4, max_digits=8)),
                ('enrollment', models.PositiveIntegerField(blank=True, null=True)),
                ('enrollment_year', models.CharField(blank=True, max_length=7)),
                ('locale', models.CharField(blank=True, max_length=20)),
                ('map_x', models.DecimalField(decimal_places=1, max_digits=6)),
                ('map_y', models.DecimalField(decimal_places=1, max_digits=6)),
            ],
            options={
                'ordering': ['sort_key'],
            },
            bases=('people.organization',),
        ),
        migrations.CreateModel(
            name='School',
            fields=[
                ('organization_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='people.organization')),
                ('county', models.CharField(blank=True, db_default='', max_length=40)),
                ('latitude', models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True)),
                ('located_by', models.CharField(blank=True, db_default='', max_length=200)),
                ('level', models.CharField(choices=[('elementary', 'elementary'), ('middle', 'middle'), ('high', 'high'), ('combined', 'all grades')], max_length=12)),
                ('is_sample', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['sort_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['elementary', 'middle', 'high', 'combined'])), name='districts_school_level_known'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180)), models.Q(('located_by', ''), _negated=True)), _connector='OR'), name='districts_school_located')],
            },
            bases=('people.organization', models.Model),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='districts.district')),
                ('rec', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='district_memberships', to='people.organization')),
                ('status', models.CharField(choices=[('member', 'member'), ('not_member', 'not a member')], max_length=12)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('source', models.TextField()),
            ],
            options={
                'ordering': ['district_id', '-starts_on'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('starts_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='districts_membership_dates_in_order'), models.CheckConstraint(condition=models.Q(('status__in', ['member', 'not_member'])), name='districts_membership_status_known')],
            },
        ),
        # In the order of the old files: of two that a row breaks, the one that was made first speaks.
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('district',), name='districts_membership_one_today'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('starts_on__isnull', False), ('ends_on__isnull', False), _connector='OR'), expressions=[(collaborative.database.ranges.Int8Range(models.F('district'), models.F('district'), models.Value('[]')), '&&'), (models.Func(django.db.models.functions.comparison.Coalesce('starts_on', 'ends_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='districts_membership_not_twice'),
        ),
    ]
