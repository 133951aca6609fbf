from django.db import migrations

from collaborative.journal.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("trainings", "0001_initial"), ("journal", "0002_append_only")]
    operations = [guard("trainings_hoursentry")]
