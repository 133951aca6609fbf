"""Shows what Django's test client was answered in a real browser, with its headers and static files, without a server."""

import mimetypes
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import Browser, Route

from tests.browser.looking import NARROW, Console, problems

BASE = "http://localhost"  # an origin that the browser trusts without TLS


class Screen:
    def __init__(self, browser: Browser, client: Client, *, widths=(NARROW,)) -> None:
        self.client, self.widths = client, widths
        self.context = browser.new_context(viewport=widths[0])
        self.page = self.context.new_page()
        self.console = Console(self.page)
        self.page.route("**/*", self._answer)
        self.path, self.answer = "", None

    def close(self) -> None:
        self.context.close()

    def look_at(self, path: str, answer: HttpResponse) -> list[str]:
        """What is wrong with this answer, at each of the widths."""
        self.path, self.answer = path, answer
        self.console.said.clear()
        self.page.set_viewport_size(self.widths[0])
        self.page.goto(BASE + path)
        found = []
        for width in self.widths:
            self.page.set_viewport_size(width)
            found += [f"{path} at {width['width']} px: {problem}" for problem in problems(self.page)]
        told = [words for words in self.console.said if not is_about_status(words, answer)]
        return found + [f"{path}: console: {words}" for words in told]

    def _answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.path.startswith("/static/"):
            file = finders.find(asked.path.removeprefix("/static/"))
            if file:
                route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0] or "application/octet-stream")
            else:
                route.fulfill(status=404)
        elif route.request.is_navigation_request():
            headers = {name: value for name, value in self.answer.items() if name.lower() != "content-length"}
            route.fulfill(status=self.answer.status_code, headers=headers, body=self.answer.content)
        else:
            route.fulfill(status=404)


def is_about_status(words: str, answer: HttpResponse) -> bool:
    """A browser tells of each page that is not a 200; of a page that is meant to be one of these it may."""
    return answer.status_code >= 400 and f"status of {answer.status_code}" in words
