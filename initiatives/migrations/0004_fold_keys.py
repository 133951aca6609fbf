"""Keys of initiatives are written anew: one apostrophe and one hyphen for all, ł ø đ ı æ without their strokes."""

from django.db import migrations

from collaborative.database.migration_operations import keys_anew
from collaborative.database.search_keys import plain, sort_key


def keys(row):
    return {"sort_key": sort_key(row.title)[:120], "search_key": plain(row.title)[:120]}


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0003_known_choices")]

    operations = [keys_anew("initiatives", "Initiative", keys)]
