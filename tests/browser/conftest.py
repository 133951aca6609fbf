import os

import pytest
from playwright.sync_api import sync_playwright

from tests.chromium import FLAGS, NO_CHROMIUM, chromium
from tests.day import real_time


@pytest.fixture(scope="module")
def browser():
    """One Chromium per file of tests. Playwright keeps an event loop running in this thread; Django must be told that
    its database calls are no mistake while that is so, and only then."""
    with sync_playwright() as playwright:
        path = chromium(playwright)
        if path is None:
            if os.environ.get("CI"):
                pytest.fail(f"Browser tests cannot run: {NO_CHROMIUM}")
            pytest.skip(NO_CHROMIUM)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS, env=real_time())
        try:
            yield browser
        finally:
            browser.close()
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
