import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0012_known_choices")]

    operations = [
        migrations.RenameField("organization", "under", "parent"),
        migrations.RenameField("organization", "lineage", "ancestors"),
        migrations.RenameField("affiliation", "under", "parent"),
        migrations.SeparateDatabaseAndState(  # the database has followed the columns
            database_operations=[
                migrations.RunSQL(
                    "ALTER INDEX people_org_lineage RENAME TO people_org_ancestors",
                    "ALTER INDEX people_org_ancestors RENAME TO people_org_lineage",
                )
            ],
            state_operations=[
                migrations.RemoveIndex("organization", "people_org_lineage"),
                migrations.AddIndex(
                    "organization",
                    django.contrib.postgres.indexes.GinIndex(fields=["ancestors"], name="people_org_ancestors"),
                ),
                migrations.RemoveConstraint("affiliation", "people_affiliation_not_itself"),
                migrations.AddConstraint(
                    "affiliation",
                    models.CheckConstraint(
                        condition=models.Q(("organization", models.F("parent")), _negated=True),
                        name="people_affiliation_not_itself",
                    ),
                ),
            ]
        ),
    ]
