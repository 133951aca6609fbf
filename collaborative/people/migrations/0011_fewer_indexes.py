from django.db import migrations

from collaborative.database.migration_operations import WithoutIndex


class Migration(migrations.Migration):
    dependencies = [("people", "0010_fold_names")]

    operations = [
        WithoutIndex(
            {
                "affiliation": ["organization"],
                "claim": ["claimed_by", "ended_by", "person"],
                "hat": ["given_by", "organization"],
                "merge": ["kept", "undone_by"],
                "mergeanswer": ["merge", "person"],
                "person": ["locked_by"],
                "recordchange": ["asked_by", "confirmed_by", "first_yes_by", "refused_by", "stopped_by"],
                "roleproposal": ["answered_by", "organization", "person", "proposed_by"],
                "twopeople": ["first", "said_by", "second"],
            }
        )
    ]
