from django.db import migrations


class Migration(migrations.Migration):
    """The tables are those of letters now; nothing of another app points here any more."""

    dependencies = [("journal", "0005_known_choices"), ("trainings", "0014_letters_of_invitations")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name) for name in ("Letter", "Delivered", "Pulse")]
        )
    ]
