"""Apart from 0004: PostgreSQL changes no table with rows that were just written in the same transaction."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("trainings", "0004_what_is_ahead_and_open")]

    operations = [
        migrations.AlterField(
            "followupstep",
            "initiative",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="initiatives.initiative",
            ),
        ),
        migrations.AlterField("training", "last_day", models.DateField(db_index=True, null=True)),
        migrations.AddIndex(
            "training",
            models.Index(
                condition=Q(closed_at__isnull=True, cancelled_at__isnull=True),
                fields=["first_day"],
                name="trainings_training_not_ended",
            ),
        ),
        migrations.AddIndex("followupcycle", models.Index(fields=["coach", "district"], name="trainings_cycle_coach")),
        migrations.AddIndex("followupstep", models.Index(fields=["district", "due_on"], name="trainings_step_district")),
        migrations.AddIndex(
            "followupstep", models.Index(fields=["initiative", "due_on"], name="trainings_step_initiative")
        ),
        migrations.AddIndex(
            "followupstep",
            models.Index(
                condition=Q(done_on__isnull=True, waived_at__isnull=True),
                fields=["rec", "due_on"],
                name="trainings_step_openrec",
            ),
        ),
        migrations.AddIndex(
            "followupstep",
            models.Index(
                condition=Q(done_on__isnull=True, waived_at__isnull=True),
                fields=["district", "due_on"],
                name="trainings_step_opendistrict",
            ),
        ),
        migrations.RemoveIndex("hoursentry", "trainings_hours_training"),
        migrations.AddIndex(
            "hoursentry", models.Index(fields=["organization", "date"], name="trainings_hours_organization")
        ),
        migrations.AddIndex(
            "hoursentry",
            models.Index(condition=Q(hours__lt=0), fields=["training", "person"], name="trainings_hours_taken_away"),
        ),
    ]
