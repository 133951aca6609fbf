"""Keys of names are written anew: one apostrophe and one hyphen for all, ł ø đ ı æ without their strokes."""

from django.db import migrations

from collaborative.database.search_keys import plain, sort_key

BATCH = 2000


def fold(apps, schema_editor):
    for name, keys in (("Organization", _of_organization), ("Person", _of_person)):
        model = apps.get_model("people", name)
        rows = model.objects.using(schema_editor.connection.alias).order_by("pk")
        changed = []
        for row in rows.iterator(chunk_size=BATCH):
            found = keys(row)
            if found != (row.sort_key, row.search_key):
                row.sort_key, row.search_key = found
                changed.append(row)
            if len(changed) == BATCH:
                rows.bulk_update(changed, ["sort_key", "search_key"])
                changed = []
        rows.bulk_update(changed, ["sort_key", "search_key"])


def _of_organization(row):
    return sort_key(row.short_name or row.name)[:160], plain(f"{row.name} {row.short_name}")[:400]


def _of_person(row):
    found = plain(f"{row.given_name} {row.family_name} {row.email or ''} {row.contact_email}")
    return sort_key(f"{row.family_name} {row.given_name}")[:170], found[:340]


class Migration(migrations.Migration):
    dependencies = [("people", "0009_power_ends_now")]

    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
