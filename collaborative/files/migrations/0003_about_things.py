"""What a file hangs on is a key that the database keeps, no longer a text."""

import django.db.models.deletion
from django.db import migrations, models

from collaborative.database.migration_operations import references_kept, references_to_keys
from collaborative.journal.refs import NOW


class Migration(migrations.Migration):

    dependencies = [("contenttypes", "0002_remove_content_type_name"), ("files", "0002_fewer_indexes")]

    operations = [
        migrations.AddField(
            "upload",
            "about_type",
            models.ForeignKey(
                to="contenttypes.contenttype",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                db_index=False,
                null=True,
            ),
        ),
        migrations.AddField("upload", "about_id", models.PositiveBigIntegerField(null=True)),
        migrations.RemoveConstraint("upload", "files_upload_once_per_thing"),
        references_to_keys("files_upload", NOW),
        migrations.AlterField(
            "upload",
            "about_type",
            models.ForeignKey(
                to="contenttypes.contenttype",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                db_index=False,
            ),
        ),
        migrations.AlterField("upload", "about_id", models.PositiveBigIntegerField()),
        migrations.AlterField("upload", "about", models.CharField(max_length=80, default="")),  # for the way back
        migrations.RemoveField("upload", "about"),
        migrations.AddConstraint(
            "upload",
            models.UniqueConstraint(fields=("about_type", "about_id", "sha256"), name="files_upload_once_per_thing"),
        ),
        references_kept("files_upload"),
    ]
