from django.db import migrations, models

from collaborative.database.migration_operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        WithoutIndex({"upload": ["uploaded_by"]}),
        migrations.AlterField("upload", "about", models.CharField(max_length=80)),  # an index of more begins with it
    ]
