"""Who allowed a trainer or a room to be booked twice, beside the reason. Of earlier ones the journal tells who it was."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

BOOKING_VERBS = ("training.arranged", "training.engaged", "training.moved")


def name_who_allowed(apps, schema_editor):
    entries = apps.get_model("journal", "Entry").objects.filter(verb__in=BOOKING_VERBS, by_id__isnull=False)
    allowed = apps.get_model("trainings", "Booking").objects.exclude(override_why="").select_related("meeting__training")
    for booking in allowed:
        training = booking.meeting.training
        told = entries.filter(refs__contains=[f"trainings.training:{training.pk}"]).order_by("-id").first()
        booking.override_by_id = told.by_id if told else training.created_by_id
        booking.save(update_fields=["override_by"])


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        ("trainings", "0005_indexes"),
    ]

    operations = [
        migrations.AddField(
            "booking",
            "override_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(name_who_allowed, migrations.RunPython.noop),
    ]
