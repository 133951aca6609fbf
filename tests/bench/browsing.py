"""Asks for a page as a browser does, follows nothing by itself, and reads what a page shows."""

import gzip
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode

ASIDE = re.compile(rb"<nav.*?</nav>|<thead.*?</thead>", re.DOTALL)
ROW = re.compile(rb"<tr[ >]|<li[ >]|<g><title>|class=\"event|class=\"form-check\"")
FIELD = re.compile(r"<(?:input|textarea|select)\b[^>]*>")
CSRF = "csrfmiddlewaretoken"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


OPENER = urllib.request.build_opener(NoRedirect)


@dataclass
class Answer:
    status: int
    body: bytes
    location: str = ""

    @property
    def main(self) -> bytes:
        return self.body.partition(b"<main")[2].partition(b"</main>")[0]

    @property
    def rows(self) -> int:
        """What stands on the page one under the other: lines of tables (without their heads), of lists, ticks, events."""
        return len(ROW.findall(ASIDE.sub(b"", self.main)))

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the page's forms carry along."""
        found = []
        for tag in FIELD.findall(self.main.decode()):
            name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
            if 'type="hidden"' in tag and name and name[1] != CSRF:
                found.append((name[1], unescape(value[1]) if value else ""))
        return found

    @property
    def token(self) -> str:
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', self.body)
        return found[1].decode() if found else ""


def fetch(url: str, key: str, *, headers: dict[str, str] | None = None, data: list | None = None) -> Answer:
    """A page, or what a form was answered with. `key` is the session's; the token of a form goes as its cookie, too."""
    token = dict(data or []).get(CSRF, "")
    cookies = [f"clc_session={key}"] if key else []
    cookies += [f"csrftoken={token}"] if token else []
    request = urllib.request.Request(
        url,
        data=urlencode(data).encode() if data is not None else None,
        headers={"Accept-Encoding": "gzip", "Cookie": "; ".join(cookies), **(headers or {})},
    )
    try:
        with OPENER.open(request, timeout=120) as answer:
            body = answer.read()
            is_packed = answer.headers.get("Content-Encoding") == "gzip"
            return Answer(answer.status, gzip.decompress(body) if is_packed else body)
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read(), error.headers.get("Location", ""))


def answers(url: str) -> bool:
    try:
        return fetch(url, "").status == 200
    except OSError:
        return False
