from django.db import migrations

from collaborative.database.migration_operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("support", "0002_withdrawn_and_asked_again")]

    operations = [
        WithoutIndex(
            {
                "assistance": ["rec", "request"],
                "supportmessage": ["by"],
                "supportrequest": ["asked_by", "closed_by", "district", "partner", "rec", "visit"],
            }
        )
    ]
