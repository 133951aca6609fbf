from django.db import migrations

from collaborative.database.migration_operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_initiative_history")]

    operations = [
        WithoutIndex(
            {
                "letter": ["recipient"],
            }
        )
    ]
