"""Submissions stay while a duty or a file is about them."""

from django.db import migrations

from collaborative.database.migration_operations import keeps_what_is_about


class Migration(migrations.Migration):

    dependencies = [
        ("accountability", "0002_fewer_indexes"),
        ("duties", "0003_about_things"),
        ("files", "0003_about_things"),
    ]

    operations = [
        keeps_what_is_about("duties_duty", "accountability_submission"),
        keeps_what_is_about("files_upload", "accountability_submission"),
    ]
