from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0002_no_admin_site")]

    operations = [migrations.RemoveField("hat", "grades")]
