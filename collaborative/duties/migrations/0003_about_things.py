"""What a duty is about is a key that the database keeps, no longer a text."""

import django.db.models.deletion
from django.db import migrations, models

from collaborative.database.migration_operations import keeps_what_is_about, references_kept, references_to_keys
from collaborative.journal.refs import NOW


class Migration(migrations.Migration):

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0013_parent_and_ancestors"),
        ("duties", "0002_known_choices"),
    ]

    operations = [
        migrations.AddField(
            "duty",
            "about_type",
            models.ForeignKey(
                to="contenttypes.contenttype",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                db_index=False,
                null=True,
            ),
        ),
        migrations.AddField("duty", "about_id", models.PositiveBigIntegerField(null=True)),
        migrations.RemoveConstraint("duty", "duties_duty_open_once"),
        migrations.RemoveIndex("duty", "duties_duty_about"),
        references_to_keys("duties_duty", NOW),
        migrations.AlterField(
            "duty",
            "about_type",
            models.ForeignKey(
                to="contenttypes.contenttype",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                db_index=False,
            ),
        ),
        migrations.AlterField("duty", "about_id", models.PositiveBigIntegerField()),
        migrations.AlterField("duty", "about", models.CharField(max_length=80, default="")),  # for the way back
        migrations.RemoveField("duty", "about"),
        migrations.AddConstraint(
            "duty",
            models.UniqueConstraint(
                fields=("kind", "about_type", "about_id", "person", "role", "organization"),
                condition=models.Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="duties_duty_open_once",
            ),
        ),
        migrations.AddIndex(
            "duty", models.Index(fields=["about_type", "about_id"], name="duties_duty_about_thing")
        ),
        references_kept("duties_duty"),
        keeps_what_is_about("duties_duty", "people_organization"),
        keeps_what_is_about("duties_duty", "people_person"),
    ]
