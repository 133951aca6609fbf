"""Keys of support requests are written anew: one apostrophe and one hyphen for all, ł ø đ ı æ without their strokes."""

from django.db import migrations

from collaborative.database.migration_operations import keys_anew
from collaborative.database.search_keys import plain


def keys(row):
    return {"search_key": plain(f"{row.number} {row.what} {row.for_whom} {row.district.name}")}


class Migration(migrations.Migration):
    dependencies = [("support", "0004_known_choices")]

    operations = [keys_anew("support", "SupportRequest", keys, related=("district",))]
