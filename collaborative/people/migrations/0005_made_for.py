import django.db.models.deletion
from django.db import migrations, models

FIRST_PLACE = """
UPDATE people_person SET made_for_id = first.organization_id
FROM (SELECT DISTINCT ON (person_id) person_id, organization_id FROM people_hat ORDER BY person_id, starts_on, id) AS first
WHERE first.person_id = people_person.id
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_made_in_demo")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="made_for",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people_made_for",
                to="people.organization",
            ),
        ),
        # Old records: the organization of the first place that somebody had, else PED.
        migrations.RunSQL(FIRST_PLACE, migrations.RunSQL.noop, elidable=True),
    ]
