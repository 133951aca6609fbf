"""Somebody at a browser: opens pages, fills in by label, presses by name. Each page passed is looked at by axe at both widths."""

import re

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Locator, Response, expect

from collaborative.people.models import Person
from tests.browser.looking import NARROW, WIDE, Console, problems
from tests.live import LiveProduct


class Walker:
    """`person` is signed in when they come; nobody is a visitor, who may then sign in by code."""

    def __init__(self, live: LiveProduct, browser: Browser, person: Person | None = None) -> None:
        self.live = live
        self.context = browser.new_context(viewport=WIDE, base_url=live.base_url)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.console = Console(self.page)
        self.passed_pages = 0
        if person:
            self.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": key_of(person), "url": live.base_url}]
            )

    def close(self) -> None:
        self.context.close()

    # going about

    def open(self, address: str) -> "Walker":
        answer = self.page.goto(address)
        assert answer is None or answer.status < 400, f"{answer.status}: {address}"
        return self.passed()

    def follow(self, words: str, *, within: Locator | None = None) -> "Walker":
        """The link with these words; the first of several that are the same."""
        with self.page.expect_navigation() as going:
            (within or self.page).get_by_role("link", name=words).first.click()
        return self._arrived(going.value)

    def press(self, words: str, *, within: Locator | None = None) -> "Walker":
        with self.page.expect_navigation() as going:
            (within or self.page).get_by_role("button", name=words).first.click()
        return self._arrived(going.value)

    def _arrived(self, answer: Response) -> "Walker":
        assert answer.status < 400, f"{answer.status}: {answer.url}"
        return self.passed()

    # filling in

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        exactly = re.compile(rf"^\s*{re.escape(label)}(\s*\(optional\))?\s*$")
        return (within or self.page.locator("main")).get_by_label(exactly)

    def write(self, label: str, text: object, *, within: Locator | None = None) -> "Walker":
        self.field(label, within=within).fill(str(text))
        return self

    def choose(self, label: str, option: str, *, within: Locator | None = None) -> "Walker":
        """From a list; the option that begins with these words, or has them somewhere."""
        field = self.field(label, within=within)
        words = field.locator("option").filter(has_text=option).first.inner_text()
        field.select_option(label=words)
        return self

    def tick(self, *labels: str) -> "Walker":
        for label in labels:
            self.page.locator("main").get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first.check()
        return self

    def tick_in_row(self, words: str, label: str) -> "Walker":
        self.row(words).get_by_label(label, exact=True).check()
        return self

    def attach(self, label: str, name: str, content: bytes) -> "Walker":
        self.field(label).set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
        return self

    # seeing

    def sees(self, *words: str) -> "Walker":
        for one in words:
            expect(self.page.locator("body")).to_contain_text(one)
        return self

    def text_of(self, address: str) -> str:
        """A page as it is answered, without looking at it."""
        return self.context.request.get(address).text()

    def group(self, name: str) -> Locator:
        return self.page.get_by_role("group", name=name, exact=True)

    def row(self, words: str) -> Locator:
        return self.page.locator("tr", has_text=words).first

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.live.base_url)

    def passed(self) -> "Walker":
        """Nothing is wrong with the page at either width, and the browser had nothing to complain of."""
        found = list(problems(self.page))
        self.page.set_viewport_size(NARROW)
        found += [f"at 375 px: {problem}" for problem in problems(self.page)]
        self.page.set_viewport_size(WIDE)
        assert not found + self.console.said, "\n".join([self.page.url, *found, *self.console.said])
        self.passed_pages += 1
        return self

    def sign_in_by_code(self, person: Person) -> "Walker":
        """With the code of the letter that really comes."""
        sink = self.live.sink
        before = len(sink.to(person.address))
        if "/account/login" not in self.page.url:
            self.open("/account/login/")
        self.write("Work email", person.address).press("Mail me a code")
        letter = sink.next_to(person.address, after=before)
        return self.write("Code", code_in(letter.text)).press("Sign in")


def code_in(text: str) -> str:
    return re.search(r"Your code is (\S+)", text).group(1)


def key_of(person: Person) -> str:
    """A session made past the sign-in pages."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


def link_in(text: str, part: str) -> str:
    """The first address in a letter that has this part."""
    return next(word.strip("<>.,") for word in text.split() if word.startswith("http") and part in word)


def small_pdf(words: str = "Evidence") -> bytes:
    return f"%PDF-1.4\n%{words}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()
