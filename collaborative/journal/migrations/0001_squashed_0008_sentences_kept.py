import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from collaborative.database.replaced_migrations import REPLACED_TOGETHER
from collaborative.journal.append_only import guard

APPEND_ONLY = ["journal_entry", "journal_seen", "journal_access"]

FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The table % is append-only.', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
SHARED_CACHE = """
CREATE TABLE shared_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):

    initial = True

    replaces = REPLACED_TOGETHER

    dependencies = [
        ("people", "0001_squashed_0016_language"),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('verb', models.CharField(max_length=80)),
                ('text', models.TextField()),
                ('message', models.JSONField(null=True)),
                ('refs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), size=None)),
                ('by_id', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=200)),
                ('hat', models.CharField(blank=True, max_length=200)),
                ('hat_message', models.JSONField(null=True)),
                ('data', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['refs'], name='journal_entry_refs'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('verb__startswith', 'initiative.')), fields=['refs'], name='journal_entry_initiative')],
            },
        ),
        migrations.CreateModel(
            name='Once',
            fields=[
                ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('ref', models.CharField(max_length=80)),
                ('url', models.CharField(max_length=200)),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=80)),
                ('organization_id', models.BigIntegerField()),
                ('person_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('about', 'organization_id', 'person_id'), name='journal_seen_once')],
            },
        ),
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('person_id', models.BigIntegerField(db_index=True)),
                ('person_name', models.CharField(max_length=200)),
                ('what', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[('page', 'page'), ('export', 'export')], max_length=20)),
                ('about', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['page', 'export'])), name='journal_access_kind_known')],
            },
        ),
        migrations.RunSQL(FUNCTION),
        *[guard(table) for table in APPEND_ONLY],
        migrations.RunSQL(SHARED_CACHE),
        migrations.RunPython(migrations.RunPython.noop),  # no way back: it would forget those of the other apps
    ]
