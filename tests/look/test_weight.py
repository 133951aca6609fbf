"""What a page weighs on a slow line, cold: at most 60 KB gzipped, with everything it may load."""

import gzip

from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

STATIC = settings.BASE_DIR / "static"
PER_LIST_ROW = 700  # bytes of HTML, generously


def weight(path):
    return len(gzip.compress((STATIC / path).read_bytes(), 9))


def test_style_sheet_is_light():
    assert weight("css/app.css") <= 14 * 1024


def test_own_script_is_light():
    assert weight("js/app.js") <= 2 * 1024


def test_page_with_everything_is_within_its_budget():
    loaded = ["css/app.css", "js/app.js", "vendor/htmx.min.js", "img/favicon.svg"]
    frame = render_to_string("400.html", request=RequestFactory().get("/"))

    total = sum(map(weight, loaded)) + len(gzip.compress(frame.encode())) + 25 * PER_LIST_ROW // 3

    assert total <= 60 * 1024
