"""What holds for every template of the house."""

import re

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = settings.BASE_DIR / "templates"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
FORBIDDEN = {
    "style attribute": re.compile(r"\sstyle\s*=", re.I),
    "style element": re.compile(r"<style", re.I),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "script address": re.compile(r"javascript:", re.I),
    "third-party host": re.compile(r"""(?:src|href)=["'](?:https?:)?//""", re.I),
    "placeholder as label": re.compile(r"\splaceholder\s*=", re.I),
}


@pytest.mark.parametrize("name", PAGES)
def test_template_compiles(name):
    assert get_template(name).template.nodelist


@pytest.mark.parametrize("name", PAGES)
def test_template_keeps_to_the_content_policy(name):
    text = (ROOT / name).read_text()

    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]

    assert found == []


@pytest.mark.parametrize("name", PAGES)
def test_header_cells_say_what_they_head(name):
    text = (ROOT / name).read_text()

    assert re.findall(r"<th(?=[\s>])(?![^>]*\sscope=)[^>]*>", text) == []


def test_python_writes_no_style_attributes():
    apps = ["collaborative", "recs", "districts", "initiatives", "trainings", "coaching", "support", "accountability"]
    sources = [path for app in apps for path in (settings.BASE_DIR / app).rglob("*.py")]

    assert [path.name for path in sources if re.search(r"<[^>]*\sstyle=", path.read_text())] == []
