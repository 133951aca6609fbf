"""A certification is revoked with a reason, as a certificate is; what is published has a last day as well as a first."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("trainings", "0007_allowed_with_name_and_reason")]

    operations = [
        migrations.AddConstraint(
            "expertcertification",
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_why="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
                name="trainings_certification_revoked_reasoned",
            ),
        ),
        migrations.RemoveConstraint("training", "trainings_training_published_has_meeting"),
        migrations.AddConstraint(
            "training",
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | Q(starts_at__isnull=False, first_day__isnull=False, last_day__isnull=False),
                name="trainings_training_published_has_meeting",
            ),
        ),
    ]
