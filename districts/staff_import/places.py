"""Which school of the district a file means."""

from collections.abc import Iterable

from django.db.models import F, Func

from collaborative.database.search_keys import plain
from collaborative.imports.ids import known_places
from collaborative.imports.models import Import, ImportRow
from collaborative.people.models import Organization


class Places:
    """By what was chosen once, else by its name; orgs.csv says the names of OneRoster's ids."""

    def __init__(self, upload: Import) -> None:
        self.upload = upload
        self.schools = list(
            Organization.objects.active().under(upload.organization).with_rosters().order_by("sort_key")
        )
        self._by_pk = {one.pk: one for one in self.schools}
        self._chosen = known_places(upload)
        self._by_name: dict[str, list[Organization]] = {}
        for one in self.schools:
            for name in {plain(one.name), plain(one.short_name)}:
                self._by_name.setdefault(name, []).append(one)

    def find(self, value: str) -> Organization | None:
        if self._chosen.get(value) in self._by_pk:
            return self._by_pk[self._chosen[value]]
        named = self._by_name.get(plain(self.upload.place_names.get(value, value)), [])
        return named[0] if len(named) == 1 else None

    def of(self, row: ImportRow) -> list[Organization]:
        """Of those that are found; of whom the file says none, the one that was chosen with the file."""
        if not row.places:
            return [self._by_pk.get(self.upload.place_id, self.upload.organization)]
        return list(dict.fromkeys(place for value in self.ours(row) if (place := self.find(value))))

    def ours(self, row: ImportRow) -> list[str]:
        return [value for value in row.places if value not in self.upload.foreign_places]

    def unknown(self, row: ImportRow) -> list[str]:
        return [value for value in self.ours(row) if self.find(value) is None]

    def all_unknown(self) -> list[tuple[str, str]]:
        """Each place of the file that is still to be chosen: its id or name, and how the file calls it."""
        values = self.upload.rows.annotate(value=Func(F("places"), function="unnest")).order_by()
        found = sorted(set(values.values_list("value", flat=True)))
        return [(value, self.name(value)) for value in found if self._is_open(value)]

    def names(self, values: Iterable[str]) -> str:
        return ", ".join(f"“{self.name(value)}”" for value in values)

    def name(self, value: str) -> str:
        name = self.upload.place_names.get(value, "")
        return f"{name} ({value})" if name else value

    def _is_open(self, value: str) -> bool:
        return value not in self.upload.foreign_places and self.find(value) is None
