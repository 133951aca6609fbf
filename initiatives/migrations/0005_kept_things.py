"""Versions and deliverables stay while a duty or a file is about them."""

from django.db import migrations

from collaborative.database.migration_operations import keeps_what_is_about


class Migration(migrations.Migration):

    dependencies = [
        ("initiatives", "0004_fold_keys"),
        ("duties", "0003_about_things"),
        ("files", "0003_about_things"),
    ]

    operations = [
        keeps_what_is_about("duties_duty", "initiatives_initiativeversion"),
        keeps_what_is_about("duties_duty", "initiatives_deliverable"),
        keeps_what_is_about("files_upload", "initiatives_initiativeversion"),
        keeps_what_is_about("files_upload", "initiatives_deliverable"),
    ]
