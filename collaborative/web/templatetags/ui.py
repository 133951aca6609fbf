"""The small parts that pages are made of. Those that stand in rows of lists are cached strings."""

from collections.abc import Callable
from functools import lru_cache
from inspect import signature

from django import template
from django.conf import settings
from django.template.base import FilterExpression, TextNode
from django.template.defaulttags import url as do_url
from django.templatetags.i18n import do_translate
from django.urls import get_script_prefix
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from collaborative.calendar import days
from collaborative.web import statuses
from collaborative.web.addresses import absolute, absolute_url, path_to

register = template.Library()

MOST_LINES = 20
_BREAK = mark_safe("<br>")

BAR = [  # the page, the section that it heads (what its addresses begin with), the words
    ("today", "", gettext_lazy("Today")),
    ("trainings", "trainings", gettext_lazy("Trainings")),
    ("requests", "requests", gettext_lazy("Requests")),
    ("districts", "districts", gettext_lazy("Districts")),
    ("reports", "reports", gettext_lazy("Reports")),
]

# Dates --------------------------------------------------------------------------------------------------------------


@register.filter
def weekday_date(value):
    return days.short_day(value) if value else ""


@register.filter
def long_date(value):
    return days.long_day(value) if value else ""


@register.filter
def month_and_year(value):
    return days.month_and_year(value) if value else ""


@register.filter
def date_span(first, last=None):
    return days.span(first, last) if first else ""


@register.filter
def time_at_zone(value, zone=None):
    return days.clock(value, zone) if value else ""


@register.filter
def day_and_time(value, zone=None):
    return f"{days.short_day(value)}, {days.clock(value, zone)}" if value else ""


@register.filter
def folded_lines(text: str) -> SafeString:
    """Line under line; what goes beyond twenty is folded away."""
    lines = str(text).splitlines()
    shown = format_html_join(_BREAK, "{}", ((line,) for line in lines[:MOST_LINES]))
    if len(lines) <= MOST_LINES:
        return shown
    n = len(lines) - MOST_LINES
    words = ngettext("%(n)s more", "%(n)s more", n) % {"n": n}
    rest = format_html_join(_BREAK, "{}", ((line,) for line in lines[MOST_LINES:]))
    return format_html('{}<details class="more"><summary>{}</summary>{}</details>', shown, words, rest)


# States and figures -------------------------------------------------------------------------------------------------


class Drawn(template.Node):
    """A tag with a few filter expressions that draws safe HTML: a simple_tag for the rows of lists, at a third of its cost."""

    def __init__(self, draw: Callable[..., str], given: list[FilterExpression]) -> None:
        self.draw, self.given = draw, given

    def render(self, context):
        return self.draw(*[one.resolve(context) for one in self.given])


def drawn(draw: Callable[..., str]) -> Callable[..., str]:
    """Registers a function as such a tag."""

    def compile_tag(parser, token):
        _name, *given = token.split_contents()
        signature(draw).bind(*given)  # a wrong number is told when the template is read
        return Drawn(draw, [parser.compile_filter(one) for one in given])

    register.tag(draw.__name__, compile_tag)
    return draw


@drawn
def status(code: str) -> str:
    return statuses.pill(code) if code else ""


@drawn
def seats(taken: int, whole: int | None) -> SafeString:
    """«42 of 60» with its bar; without a bar where there is no limit."""
    return _seats(taken or 0, whole, get_language())


@register.simple_tag
def share_bar(part: int, whole: int | None = None, largest: int | None = None) -> SafeString:
    """The bar alone; `largest` is the whole that fills the width, for bars under one another."""
    return _share_bar(part or 0, whole, largest or whole or part or 1)


@lru_cache(maxsize=8192)
def _seats(taken, whole, language):
    if whole is None:
        return format_html('<span class="of">{}</span>', _("%(taken)s, no limit") % {"taken": taken})
    words = of_whole(taken, whole)
    return format_html('<span class="of">{}</span>{}', words, _share_bar(taken, whole, whole or 1))


@lru_cache(maxsize=8192)
def _share_bar(part, whole, largest):
    return format_html(
        '<svg class="gauge" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar-whole" width="{}" height="8"/><rect class="bar-part" width="{}" height="8"/></svg>',
        _hundredths(part if whole is None else whole, largest),
        _hundredths(part, largest),
    )


def _hundredths(part, whole):
    return round(min(100, max(0, 100 * part / whole)), 1) if whole else 0


@register.filter
def of_whole(part, whole):
    """A number with its whole: «42 of 60»."""
    return _("%(part)s of %(whole)s") % {"part": grouped(part), "whole": grouped(whole)}


@register.filter
def grouped(number):
    """1234567 as 1,234,567; unknown is a dash, never zero."""
    return "–" if number is None else f"{number:,}"


@register.filter
def people(number):
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": grouped(number)}


# Words --------------------------------------------------------------------------------------------------------------


@register.tag
def translate(parser, token):
    """Django's own; where there is one language, a constant is text of the template, not looked up in every row of a list."""
    node = do_translate(parser, token)
    said = node.filter_expression
    constant = getattr(said.var, "literal", None) is not None and not said.filters
    if settings.USE_I18N or not constant or node.asvar or node.message_context:
        return node
    return TextNode(node.render(template.Context()))


# Addresses ----------------------------------------------------------------------------------------------------------

register.filter(absolute)
register.simple_tag(absolute_url)


class PathTo(template.Node):
    def __init__(self, name: FilterExpression, given: list[FilterExpression]) -> None:
        self.name, self.given = name, given

    def render(self, context):
        path = path_to(self.name.resolve(context), *[one.resolve(context) for one in self.given])
        return conditional_escape(path) if context.autoescape else path


@register.tag
def url(parser, token):
    """Django's own; without names it is cheap enough for the rows of lists."""
    node = do_url(parser, token)
    return node if node.kwargs or node.asvar else PathTo(node.view_name, node.args)


# The frame ----------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def bar_links(context):
    request = context.get("request")
    section = request.path_info.split("/", 2)[1] if request else "-"
    return _bar_links(context.get("section", section), get_language(), get_script_prefix())


@lru_cache(maxsize=64)
def _bar_links(section, language, prefix):
    links = [
        format_html(
            '<li><a href="{}"{}>{}</a></li>',
            path_to(page),
            SafeString(' aria-current="true"') if name == section else "",
            words,
        )
        for page, name, words in BAR
    ]
    return SafeString("".join(links))


@register.inclusion_tag("components/pager.html")
def pager(page_obj, querystring=""):
    """`querystring` is that of the address without its page."""
    paginator = page_obj.paginator
    numbers = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    if paginator.num_pages < 2:
        return {"pages": []}
    return {
        "pages": ["" if number == paginator.ELLIPSIS else str(number) for number in numbers],
        "here": str(page_obj.number),
        "previous": str(page_obj.number - 1) if page_obj.has_previous() else "",
        "next": str(page_obj.number + 1) if page_obj.has_next() else "",
        "before": f"?{querystring}&page=" if querystring else "?page=",
    }
