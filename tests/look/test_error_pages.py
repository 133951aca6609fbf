"""Error pages say what happened, what was kept and what to do; those of a broken house need no database."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory


@pytest.mark.parametrize("code", ["400", "403_csrf", "413", "429", "500", "503"])
def test_page_stands_without_database_and_person(code):
    html = render_to_string(f"{code}.html", request=RequestFactory().get("/"))

    assert len(re.findall("<h1>[^<]+</h1>", html)) == 1
    assert re.search("Nothing was changed|not kept|not saved|was not done", html)
    assert 'class="btn btn-primary"' in html


@pytest.mark.parametrize("code", ["500", "503"])
def test_page_stands_without_a_request(code):
    assert "<h1>" in render_to_string(f"{code}.html")


@pytest.mark.parametrize("code", ["400", "403_csrf", "413", "429", "500", "503"])
def test_title_is_the_heading(code):
    html = render_to_string(f"{code}.html", request=RequestFactory().get("/"))

    heading = re.search("<h1>(.*?)</h1>", html)[1]

    assert f"<title>{heading} · Collegial Learning Collaborative</title>" in html
