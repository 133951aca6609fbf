from django.db import migrations, models
from django.db.models import Q

HERE = Q(is_active=True, merged_into__isnull=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0013_parent_and_ancestors")]

    operations = [
        migrations.AddIndex(
            "person", models.Index(condition=HERE, fields=["sort_key", "id"], name="people_person_here_in_order")
        ),
        migrations.AddIndex("person", models.Index(condition=HERE, fields=["id"], name="people_person_here")),
    ]
