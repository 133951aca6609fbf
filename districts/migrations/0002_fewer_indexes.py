from django.db import migrations

from collaborative.migrating import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("districts", "0001_initial")]

    operations = [
        WithoutIndex(
            {
                "membership": ["rec"],
            }
        )
    ]
