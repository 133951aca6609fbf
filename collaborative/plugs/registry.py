"""The one way by which a package on the left reaches what stands to its right.

Each app, and each subject that its AppConfig names, may hold modules named in FACES; they are imported once at start and
register what they bring.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Generic, TypeVar

from django.apps import apps
from django.utils.module_loading import module_has_submodule

FACES = (
    "policy",
    "letters",
    "duties",
    "panels",
    "measures",
    "search",
    "regions",
    "closing",
    "holdings",
    "merging",
    "handover",
    "imports",
)

Item = TypeVar("Item")


def load_faces() -> None:
    for app in apps.get_app_configs():
        for package in (app.name, *(f"{app.name}.{subject}" for subject in getattr(app, "subjects", ()))):
            module = import_module(package)
            for face in FACES:
                if module_has_submodule(module, face):
                    import_module(f"{package}.{face}")


class Registry(Generic[Item]):
    """Names to things; a name registered twice is a mistake and is refused at start."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, Item] = {}

    def add(self, name: str, item: Item) -> Item:
        if name in self._items:
            raise RuntimeError(f"The {self.what} “{name}” is registered twice.")
        self._items[name] = item
        return item

    def __getitem__(self, name: str) -> Item:
        try:
            return self._items[name]
        except KeyError:
            raise LookupError(f"No {self.what} is called “{name}”.") from None

    def __contains__(self, name: str) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def values(self) -> list[Item]:
        return list(self._items.values())

    def items(self) -> list[tuple[str, Item]]:
        return list(self._items.items())
