import os
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")

ROOM = 20_000  # places on the stack: for calls some five hundred deep


def with_room(application: Callable[..., Any]) -> Callable[..., Any]:
    """CPython keeps the frames of a thread in chunks of 16 KB, and gives a chunk back to the system as soon as its last
    frame returns. A template whose loop stands at the border of a chunk asks for memory in every turn: six hundred times
    on the page of an initiative, a quarter of its processor time. So one frame takes a chunk that holds all of a page."""

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


application = with_room(under_path(get_wsgi_application(), settings.SITE_PATH))
