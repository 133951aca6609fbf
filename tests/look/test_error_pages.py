"""Error pages say what happened, what was kept and what to do; those of a broken house need no database."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import Resolver404, resolve


@pytest.mark.parametrize("code", ["400", "403_csrf", "405", "413", "429", "500"])
def test_page_stands_without_database_and_person(code):
    html = render_to_string(f"{code}.html", request=RequestFactory().get("/"))

    assert len(re.findall("<h1>[^<]+</h1>", html)) == 1
    assert re.search("Nothing was changed|not kept|not saved|was not done", html)
    assert 'class="btn btn-primary"' in html


def test_their_links_lead_somewhere():
    pages = "".join(path.read_text() for path in Path("templates").rglob("*.html"))
    dead = []
    for path in sorted(set(re.findall(r'href="(/[\w/-]*)"', pages))):
        try:
            resolve(path)
        except Resolver404:
            dead.append(path)

    assert dead == []


def test_a_button_opened_as_a_link_says_so(cast, sign_in):
    answer = sign_in(cast.teacher).get("/me/sign-out-everywhere/")

    assert answer.status_code == 405
    assert "This needs its button" in answer.content.decode()
    assert "POST" in answer["Allow"]


def test_no_shared_cache_keeps_what_somebody_signed_in_is_shown(cast, sign_in, client):
    assert "private" not in client.get("/trainings/").headers.get("Cache-Control", "")
    assert "private" in sign_in(cast.teacher).get("/trainings/")["Cache-Control"]


@pytest.mark.parametrize("code", ["500"])
def test_page_stands_without_a_request(code):
    assert "<h1>" in render_to_string(f"{code}.html")


@pytest.mark.parametrize("code", ["400", "403_csrf", "413", "429", "500"])
def test_title_is_the_heading(code):
    html = render_to_string(f"{code}.html", request=RequestFactory().get("/"))

    heading = re.search("<h1>(.*?)</h1>", html)[1]

    assert f"<title>{heading} · Collegial Learning Collaborative</title>" in html
