"""Which visit a step was done with: its day follows when the visit is corrected."""

from django.db import migrations, models
from django.db.models import Q

FIRST_OF_THAT_DAY = """
    UPDATE trainings_visit v SET finishes_step = true FROM trainings_followupstep s
    WHERE v.step_id = s.id AND v.held_on = s.done_on AND s.done_note = '' AND NOT EXISTS (
        SELECT FROM trainings_visit e
        WHERE e.step_id = v.step_id AND e.held_on = v.held_on AND (e.logged_at, e.id) < (v.logged_at, v.id))
"""


class Migration(migrations.Migration):
    dependencies = [("trainings", "0008_revoked_with_reason_published_with_days")]

    operations = [
        migrations.AddField("visit", "finishes_step", models.BooleanField(default=False)),
        migrations.RunSQL(FIRST_OF_THAT_DAY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "visit",
            models.CheckConstraint(
                condition=Q(finishes_step=False) | Q(step__isnull=False, held_on__isnull=False),
                name="trainings_visit_finishes_a_step",
            ),
        ),
        migrations.AddConstraint(
            "visit",
            models.UniqueConstraint(
                fields=["step"], condition=Q(finishes_step=True), name="trainings_visit_step_finished_once"
            ),
        ),
    ]
