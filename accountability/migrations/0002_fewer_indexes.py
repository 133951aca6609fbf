from django.db import migrations

from collaborative.database.migration_operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("accountability", "0001_initial")]

    operations = [
        WithoutIndex(
            {
                "submission": ["deliverable", "reviewed_by", "submitted_by"],
            }
        )
    ]
