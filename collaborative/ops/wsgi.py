import os
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")

ROOM = 20_000  # places on the stack: for calls some five hundred deep
# Measured on 3.11, over eleven pages at ten depths of the stack each: up to 1,500 pages of memory asked for in one request
# without it, 30 at the most with it; 28 → 25 ms of processor on the average, the calendar of a month 32 → 26. On another
# Python it stays off until a measurement there shows the same (tests/ops/test_wsgi.py counts what is asked for).
NEEDS_ROOM = sys.version_info[:2] == (3, 11)


def with_room(application: Callable[..., Any]) -> Callable[..., Any]:
    """CPython keeps the frames of a thread in chunks of 16 KB, and gives a chunk back to the system as soon as its last
    frame returns. A template whose loop stands at the border of a chunk asks for memory in every turn. So one frame takes
    a chunk that holds all of a page."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        return application(environ, start_response)

    serve.__code__ = serve.__code__.replace(co_stacksize=ROOM)
    return serve


def under_path(application: Callable[..., Any], path: str) -> Callable[..., Any]:
    """Takes the path that the product runs under off the address, as WSGI wants it. A proxy may have done so before."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        asked = environ.get("PATH_INFO", "")
        if asked == path or asked.startswith(f"{path}/"):
            environ["PATH_INFO"] = asked.removeprefix(path) or "/"
        return application(environ, start_response)

    return serve if path else application


application = under_path(get_wsgi_application(), settings.SITE_PATH)
if NEEDS_ROOM:
    application = with_room(application)
