"""What happened, said once at the top of the next page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html

from collaborative.errors import ActionError, AlreadyDone
from collaborative.web.text import Words


def say(request: HttpRequest, text: Words, *, next_text: Words = "", undo_url: str | None = None) -> None:
    """Tell what was done, what comes next, and where it can be undone (undo_url takes a POST)."""
    messages.success(request, _sentence(text, next_text), extra_tags=undo_url or "")


def say_refused(request: HttpRequest, text: Words, *, next_text: Words = "") -> None:
    """Tell that nothing was done, and what to do instead."""
    messages.error(request, _sentence(text, next_text))


def answer_refused(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a view that acts without a form: what the action refuses is told at the top of the thing's own page."""

    @wraps(view)
    def answering(request: HttpRequest, thing: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, thing, *args, **kwargs)
        except AlreadyDone:
            raise
        except ActionError as refused:
            say_refused(request, refused.message)
            return redirect(thing)

    return answering


def _sentence(text: Words, next_text: Words) -> str:
    return format_html("<strong>{}</strong> {}", text, next_text) if next_text else str(text)
