"""Keys of trainings are written anew: one apostrophe and one hyphen for all, ł ø đ ı æ without their strokes."""

from django.db import migrations

from collaborative.database.migration_operations import keys_anew
from collaborative.database.search_keys import plain, sort_key


def keys(row):
    city = row.venue.city if row.venue_id else ""
    return {"sort_key": sort_key(row.title)[:140], "search_key": plain(f"{row.title} {city}")[:240]}


class Migration(migrations.Migration):
    dependencies = [("trainings", "0011_known_choices")]

    operations = [keys_anew("trainings", "Training", keys, related=("venue",))]
