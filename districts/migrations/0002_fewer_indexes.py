from django.db import migrations

from collaborative.database.migration_operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("districts", "0001_initial")]

    operations = [
        WithoutIndex(
            {
                "membership": ["rec"],
            }
        )
    ]
