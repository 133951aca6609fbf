from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("coaching", "0001_initial")]

    operations = [migrations.RenameField("visit", "place", "location")]
