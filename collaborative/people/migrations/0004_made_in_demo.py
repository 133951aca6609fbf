from django.db import migrations, models

import collaborative.people.models


class Migration(migrations.Migration):
    dependencies = [("people", "0003_no_grades")]

    operations = [
        migrations.AlterField(
            "person",
            "is_demo",
            models.BooleanField(default=collaborative.people.models.made_in_demo, editable=False),
        ),
    ]
