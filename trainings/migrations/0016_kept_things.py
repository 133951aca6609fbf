"""Trainings, invitations and registrations stay while a duty is about them."""

from django.db import migrations

from collaborative.database.migration_operations import keeps_what_is_about


class Migration(migrations.Migration):

    dependencies = [
        ("trainings", "0015_status_of_registrations"),
        ("duties", "0003_about_things"),
    ]

    operations = [
        keeps_what_is_about("duties_duty", "trainings_training"),
        keeps_what_is_about("duties_duty", "trainings_invitation"),
        keeps_what_is_about("duties_duty", "trainings_registration"),
    ]
