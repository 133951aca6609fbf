"""The state as an SVG made on the server: outline, counties, one mark a district. Shape and colour say the same."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

MAP = Path(__file__).parent / "data" / "map.json"


@dataclass(frozen=True)
class Mark:
    """A district on the map: `shape` is dot, ring or cross."""

    x: float
    y: float
    shape: str
    words: str
    url: str


@lru_cache(maxsize=1)
def _ground() -> tuple[int, int, SafeString]:
    data = json.loads(MAP.read_text(encoding="utf-8"))
    paths = format_html(
        '<path class="map-state" d="{}"/><path class="map-county" d="{}"/>', data["outline"], data["inner"]
    )
    return data["width"], data["height"], paths


def state_map(marks: Iterable[Mark], *, title: str, described: str) -> SafeString:
    """The map with its title and description; the same facts stand in a table elsewhere, linked beside it."""
    width, height, ground = _ground()
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-labelledby="map-title map-words">'
        '<title id="map-title">{}</title><desc id="map-words">{}</desc>{}{}</svg>',
        width,
        height,
        title,
        described,
        ground,
        format_html_join("", "{}", ((_drawn(mark),) for mark in marks)),
    )


def _drawn(mark: Mark) -> SafeString:
    if mark.shape == "cross":
        x, y = mark.x, mark.y
        sign = format_html(
            '<path class="map-mark-cross" stroke-width="1.8" d="M{} {}l7 7m0-7l-7 7"/>',
            round(x - 3.5, 1),
            round(y - 3.5, 1),
        )
    else:
        name = "map-mark-ring" if mark.shape == "ring" else "map-mark"
        sign = format_html('<circle class="{}" stroke-width="1.8" cx="{}" cy="{}" r="4"/>', name, mark.x, mark.y)
    return format_html("<g><title>{}</title>{}</g>", mark.words, sign)


def legend(dot: str, ring: str, cross: str) -> list[tuple[str, str]]:
    return [("dot", dot), ("ring", ring), ("cross", cross)]


def reached_legend() -> list[tuple[str, str]]:
    return legend(_("3 or more"), _("1 or 2"), _("None yet"))


def reached_shape(count: int) -> str:
    return "dot" if count >= 3 else "ring" if count else "cross"
