from django.db import migrations

from collaborative.database.migration_operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]

    operations = [
        WithoutIndex(
            {
                "acknowledgment": ["acknowledged_by", "version"],
                "askeddeliverable": ["version"],
                "initiative": ["lead"],
                "initiativeversion": ["created_by", "initiative", "published_by"],
                "plannedstep": ["version"],
            }
        )
    ]
