"""Requests stay while a duty is about them."""

from django.db import migrations

from collaborative.database.migration_operations import keeps_what_is_about


class Migration(migrations.Migration):

    dependencies = [
        ("support", "0006_visits_of_coaching"),
        ("duties", "0003_about_things"),
    ]

    operations = [
        keeps_what_is_about("duties_duty", "support_supportrequest"),
    ]
