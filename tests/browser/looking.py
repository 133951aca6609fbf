"""What a page must be for everybody: axe finds nothing, nothing sticks out to the side, and the browser has no complaint."""

from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import ConsoleMessage, Page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 375, "height": 812}

RUN_AXE = """async (tags) => {
    const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
    return found.violations.map(rule => `${rule.id}: ` + rule.nodes.slice(0, 3).map(node =>
        node.target.join(" ") + " " + node.html.slice(0, 160)).join(" | "));
}"""
STICKS_OUT = """() => {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const clipped = one => { for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
        if (getComputedStyle(up).overflowX !== "visible") return true; return false; };
    return [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > width + 1)
        .filter(one => !clipped(one)).slice(0, 3).map(one => `wider than the window: ${one.outerHTML.slice(0, 160)}`)
        .concat([`the page is ${document.scrollingElement.scrollWidth} px wide in ${width} px`]);
}"""

LEAVES_ITS_CARD = """() => [...document.querySelectorAll(".card, .tile")]
    .filter(card => card.scrollWidth > card.clientWidth + 1 && getComputedStyle(card).overflowX === "visible")
    .map(card => `${card.scrollWidth} px of content in a card of ${card.clientWidth}: ${card.innerHTML.trim().slice(0, 160)}`)"""


def problems(page: Page) -> list[str]:
    """What is wrong with the page as it stands, at the width it has."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(RUN_AXE, TAGS) + page.evaluate(STICKS_OUT) + page.evaluate(LEAVES_ITS_CARD)


@dataclass
class Console:
    """Listens to what the browser itself complains of: Content Security Policy, scripts, missing files."""

    page: Page
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._message)
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))

    def _message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") or "Content Security Policy" in message.text:
            self.said.append(f"{message.type}: {message.text}")
