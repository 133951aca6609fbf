"""What happened, said once at the top of the next page."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html


def say(request: HttpRequest, text: str, *, next_text: str = "", undo_url: str | None = None) -> None:
    """Tell what was done, what comes next, and where it can be undone (undo_url takes a POST)."""
    messages.success(request, _sentence(text, next_text), extra_tags=undo_url or "")


def say_refused(request: HttpRequest, text: str, *, next_text: str = "") -> None:
    """Tell that nothing was done, and what to do instead."""
    messages.error(request, _sentence(text, next_text))


def _sentence(text, next_text):
    return format_html("<strong>{}</strong> {}", text, next_text) if next_text else text
