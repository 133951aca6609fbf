from django.db import migrations

from collaborative.database.migration_operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        WithoutIndex(
            {
                "externalid": ["organization", "place"],
                "import": ["applied_by", "place", "uploaded_by"],
                "importrow": ["person", "upload"],
            }
        )
    ]
