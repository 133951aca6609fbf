"""Figures of a decade cost what those of a year cost: steps know their initiative, indexes know what has not ended."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_initiatives(apps, schema_editor):
    cycles = apps.get_model("trainings", "FollowUpCycle").objects.filter(pk=OuterRef("cycle"))
    apps.get_model("trainings", "FollowUpStep").objects.update(initiative=Subquery(cycles.values("initiative")))


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0001_initial"),
        ("trainings", "0003_never_oversold"),
    ]

    operations = [
        migrations.AddField(
            "followupstep",
            "initiative",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="initiatives.initiative",
            ),
        ),
        migrations.RunPython(copy_initiatives, migrations.RunPython.noop, elidable=True),
    ]
