import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ("recs", "0001_initial"),
        ("recs", "0002_fewer_indexes"),
        ("recs", "0003_located_venues"),
    ]

    dependencies = [
        ("people", "0001_squashed_0016_language"),
    ]

    operations = [
        migrations.CreateModel(
            name='Rec',
            fields=[
                ('organization_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='people.organization')),
                ('number', models.PositiveSmallIntegerField(unique=True)),
                ('office_city', models.CharField(max_length=60)),
                ('county', models.CharField(max_length=40)),
                ('latitude', models.DecimalField(decimal_places=4, max_digits=8)),
                ('longitude', models.DecimalField(decimal_places=4, max_digits=8)),
                ('website', models.URLField(blank=True)),
                ('map_x', models.DecimalField(decimal_places=1, max_digits=6)),
                ('map_y', models.DecimalField(decimal_places=1, max_digits=6)),
            ],
            options={
                'verbose_name': 'REC',
                'ordering': ['number'],
            },
            bases=('people.organization',),
        ),
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('county', models.CharField(blank=True, db_default='', max_length=40)),
                ('latitude', models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True)),
                ('longitude', models.DecimalField(blank=True, decimal_places=4, max_digits=8, null=True)),
                ('located_by', models.CharField(blank=True, db_default='', max_length=200)),
                ('keeper', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='venues', to='people.organization')),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('city', models.CharField(max_length=60)),
                ('time_zone', models.CharField(default='America/Denver', max_length=40)),
                ('directions', models.TextField(blank=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
            ],
            options={
                'ordering': ['city', 'name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('keeper', 'name', 'city'), name='recs_venue_once'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180)), models.Q(('located_by', ''), _negated=True)), _connector='OR'), name='recs_venue_located')],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('venue', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='recs.venue')),
                ('name', models.CharField(max_length=80)),
                ('seats', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'ordering': ['venue_id', 'name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('venue', 'name'), name='recs_room_once'), models.CheckConstraint(condition=models.Q(('seats__isnull', True), ('seats__gt', 0), _connector='OR'), name='recs_room_has_seats')],
            },
        ),
        migrations.CreateModel(
            name='PartnerAgency',
            fields=[
                ('organization_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='people.organization')),
                ('scope', models.TextField()),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('contact_email', models.EmailField(blank=True, max_length=254)),
                ('website', models.URLField(blank=True)),
            ],
            options={
                'verbose_name_plural': 'partner agencies',
                'ordering': ['sort_key'],
            },
            bases=('people.organization',),
        ),
    ]
