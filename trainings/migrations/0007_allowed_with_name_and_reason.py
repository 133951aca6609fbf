"""Apart from 0006: PostgreSQL changes no table with rows that were just written in the same transaction."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("trainings", "0006_who_allowed_a_booking")]

    operations = [
        migrations.AddConstraint(
            "booking",
            models.CheckConstraint(
                condition=Q(override_by__isnull=True, override_why="")
                | (Q(override_by__isnull=False) & ~Q(override_why="")),
                name="trainings_booking_override_named_and_reasoned",
            ),
        ),
    ]
