import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.functions.comparison
from django.db import migrations, models

import collaborative.database.ranges
from collaborative.database.migration_operations import refuse_rows

TWO_AT_ONCE = """
    SELECT place.name, one.id AS first, other.id AS second,
        coalesce(one.starts_on::text, 'a day that is not known') AS first_from, coalesce(one.ends_on::text, 'now') AS first_to,
        coalesce(other.starts_on::text, 'a day that is not known') AS second_from,
        coalesce(other.ends_on::text, 'now') AS second_to
    FROM districts_membership one
    JOIN districts_membership other ON other.district_id = one.district_id AND other.id > one.id
        AND daterange(coalesce(one.starts_on, one.ends_on), one.ends_on, '[]')
            && daterange(coalesce(other.starts_on, other.ends_on), other.ends_on, '[]')
    JOIN people_organization place ON place.id = one.district_id
    WHERE coalesce(one.starts_on, one.ends_on) IS NOT NULL AND coalesce(other.starts_on, other.ends_on) IS NOT NULL
    ORDER BY place.name, one.id, other.id
"""
WORDS = (
    "{name} has two memberships at once: number {first}, from {first_from} to {first_to}, "
    "and number {second}, from {second_from} to {second_to}."
)


class Migration(migrations.Migration):
    dependencies = [("districts", "0003_known_choices")]

    operations = [
        refuse_rows(TWO_AT_ONCE, WORDS),
        migrations.AddConstraint(
            model_name="membership",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("starts_on__isnull", False), ("ends_on__isnull", False), _connector="OR"),
                expressions=[
                    (
                        collaborative.database.ranges.Int8Range(
                            models.F("district"), models.F("district"), models.Value("[]")
                        ),
                        "&&",
                    ),
                    (
                        models.Func(
                            django.db.models.functions.comparison.Coalesce("starts_on", "ends_on"),
                            models.F("ends_on"),
                            models.Value("[]"),
                            function="daterange",
                            output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
                name="districts_membership_not_twice",
            ),
        ),
    ]
