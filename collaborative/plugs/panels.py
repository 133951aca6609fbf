"""Parts of a page that belong to a package further right: the district's page shows the trainings' panel unknowingly."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.http import HttpRequest

from collaborative.plugs.registry import Registry
from collaborative.web.text import Words

PLACES = ("today", "district", "rec", "initiative", "training", "person", "school", "venue")


@dataclass(frozen=True)
class Panel:
    """One part of a page: a template of its own and what it needs."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)  # the template sees it as `panel`
    is_now: bool = False  # on Today it stands before what is owed


Make = Callable[[Any, Any], Panel | None]  # (request of a person, thing)
M = TypeVar("M", bound=Make)


@dataclass(frozen=True)
class _Maker:
    place: str
    order: int
    make: Make


_makers: Registry[_Maker] = Registry("panel")


def panel(place: str, *, order: int) -> Callable[[M], M]:
    """Register a function (request, thing) → Panel or None (nothing to show to this person) for a place."""
    if place not in PLACES:
        raise RuntimeError(f"There is no place called “{place}” for panels.")

    def hang(make: M) -> M:
        _makers.add(f"{place}:{make.__module__}.{make.__name__}", _Maker(place, order, make))
        return make

    return hang


def panels_for(place: str, request: HttpRequest, thing: Any = None) -> list[Panel]:
    makers = sorted((maker for maker in _makers.values() if maker.place == place), key=lambda maker: maker.order)
    return [made for maker in makers if (made := maker.make(request, thing)) is not None]


@dataclass(frozen=True)
class FirstAct:
    """The one main action of Today for whoever holds the permission: the first that fits is shown."""

    permission: str
    label: Words
    page: str  # its name in urls.py
    order: int


_first_acts: Registry[FirstAct] = Registry("first act of Today")


def first_act(permission: str, label: Words, page: str, *, order: int) -> FirstAct:
    return _first_acts.add(permission, FirstAct(permission, label, page, order))


def first_acts() -> list[FirstAct]:
    return sorted(_first_acts.values(), key=lambda one: one.order)
