"""Cycles and steps stay while a duty is about them."""

from django.db import migrations

from collaborative.database.migration_operations import keeps_what_is_about


class Migration(migrations.Migration):

    dependencies = [
        ("coaching", "0002_location_of_visits"),
        ("duties", "0003_about_things"),
    ]

    operations = [
        keeps_what_is_about("duties_duty", "coaching_followupcycle"),
        keeps_what_is_about("duties_duty", "coaching_followupstep"),
    ]
