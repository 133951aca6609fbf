"""The parts that pages are made of."""

import re
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.utils import timezone

from collaborative.calendar import days
from collaborative.web.statuses import STATUSES, pill
from collaborative.web.templatetags.ui import folded_lines

SHAPES = {"dot", "ring", "cross", "tick", "bang"}
COLOURS = {"good", "calm", "warn", "bad", "quiet"}


def drawn(text, **context):
    return engines.all()[0].from_string(text).render(context)


@pytest.mark.parametrize("code", STATUSES)
def test_status_is_a_word_with_a_shape_and_a_colour(code):
    status = STATUSES[code]

    assert status.shape in SHAPES
    assert status.colour in COLOURS
    assert pill(code) == f'<span class="pill pill-{status.colour} shape-{status.shape}">{status.word}</span>'


def test_every_shape_and_colour_is_drawn():
    css = (settings.BASE_DIR / "static/css/app.css").read_text()

    assert [name for name in SHAPES - {"dot"} if f".shape-{name}::before" not in css] == []
    assert [name for name in COLOURS if f".pill-{name}" not in css] == []


def test_unknown_status_is_a_mistake():
    with pytest.raises(KeyError):
        pill("nonsense")


def test_seats_show_their_whole():
    assert drawn("{% seats 42 60 %}") == (
        '<span class="of">42 of 60</span><svg class="gauge" viewBox="0 0 100 8" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false"><rect class="bar-whole" width="100" height="8"/>'
        '<rect class="bar-part" width="70.0" height="8"/></svg>'
    )
    assert drawn("{% seats 42 none %}", none=None) == '<span class="of">42, no limit</span>'


@pytest.mark.parametrize(("part", "whole", "width"), [(0, 0, "0"), (5, 0, "100"), (70, 60, "100"), (1, 3, "33.3")])
def test_bar_stays_within_its_width(part, whole, width):
    assert f'bar-part" width="{width}' in drawn(
        "{% share_bar part whole largest %}", part=part, whole=whole, largest=whole
    )


def test_unknown_number_is_not_zero():
    assert drawn("{{ n|grouped }} {{ m|grouped }}", n=None, m=1234) == "– 1,234"


def test_day_in_words_names_the_year_outside_this_school_year(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 3))

    assert days.short_day(date(2027, 1, 14)) == "Thu, Jan 14"
    assert days.short_day(date(2027, 7, 1)) == "Thu, Jul 1, 2027"
    assert days.short_day(date(2026, 6, 30)) == "Tue, Jun 30, 2026"


def test_span_of_days(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 3))

    assert days.span(date(2027, 1, 14), None) == "Thu, Jan 14"
    assert days.span(date(2027, 1, 14), date(2027, 1, 16)) == "Jan 14 to 16"
    assert days.span(date(2026, 12, 30), date(2027, 2, 2)) == "Dec 30 to Feb 2"
    assert days.span(date(2025, 12, 30), date(2026, 1, 2)) == "Dec 30, 2025 to Jan 2, 2026"
    assert days.lasting_span(date(2027, 1, 14), None) == "Thu, Jan 14, 2027"
    assert days.lasting_span(date(2027, 1, 14), date(2027, 1, 16)) == "Jan 14 to 16, 2027"


def test_time_names_a_zone_that_is_not_the_readers():
    nine = datetime(2027, 1, 14, 16, 0, tzinfo=UTC)

    assert days.clock(nine, "America/Denver") == "9:00 a.m."
    assert days.clock(nine, "America/Chicago") == "10:00 a.m. Central time"


def test_instant_belongs_to_the_local_day():
    assert days.as_day(datetime(2027, 7, 1, 0, 30, tzinfo=UTC)) == date(2027, 6, 30)


def test_pager_leads_on_and_keeps_the_filters():
    page = Paginator(range(100), 10).page(2)

    html = drawn("{% pager page 'rec=5' %}", page=page)

    assert 'aria-current="page" href="?rec=5&amp;page=2"' in html
    assert 'rel="next" href="?rec=5&amp;page=3"' in html
    assert 'rel="prev" href="?rec=5&amp;page=1"' in html


def test_pager_is_silent_on_a_single_page():
    assert drawn("{% pager page '' %}", page=Paginator([1], 10).page(1)).strip() == ""


def test_summary_says_what_a_change_link_changes():
    html = render_to_string("components/summary.html", {"rows": [("School", "Cuba <High>", "/change/")]})

    assert "Cuba &lt;High&gt;" in html
    assert '<a href="/change/">Change<span class="visually-hidden"> School</span></a>' in html


def test_tile_is_a_link_to_the_rows_behind_it():
    html = render_to_string(
        "components/tile.html", {"label": "Trainings", "value": 11, "url": "/trainings/", "note": ""}
    )

    assert html.startswith('<a class="tile card" href="/trainings/">')


def test_unknown_fact_says_so():
    html = render_to_string("components/facts.html", {"facts": [("Lead", None), ("Seats", 0)]})

    assert html.count("Not known") == 1
    assert "<dd>0</dd>" in html


def test_month_names_each_day_with_events():
    day = {"date": date(2027, 1, 14), "events": [{"title": "Math", "url": "/t/1/", "note": "Full", "full": True}]}

    html = render_to_string("components/month.html", {"weeks": [[day]], "weekday_names": ["Thu"], "caption": "January"})

    assert "Thursday, January 14, 2027" in html
    assert re.search(r'class="event event-full"\s+href="/t/1/"', html)


def test_many_lines_are_folded_and_none_is_lost():
    few, many = folded_lines("Ana\n<b>"), folded_lines("\n".join(f"Person {n}" for n in range(23)))
    assert few == "Ana<br>&lt;b&gt;"
    shown, _fold, rest = many.partition('<details class="more"><summary>3 more</summary>')
    assert shown.count("Person") == 20 and rest.count("Person") == 3
