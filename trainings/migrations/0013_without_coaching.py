from django.db import migrations


class Migration(migrations.Migration):
    """The tables are coaching's now; nothing of another app points here any more."""

    dependencies = [("support", "0006_visits_of_coaching"), ("trainings", "0012_fold_keys")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name) for name in ("PrivateNote", "Visit", "FollowUpStep", "FollowUpCycle")
            ]
        )
    ]
