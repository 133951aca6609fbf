from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control

from collaborative.web.languages import is_choice, language_of
from collaborative.web.request_id import request_id

GetResponse = Callable[[HttpRequest], HttpResponse]


class StatementComments:
    """Writes the URL's name and the request's id as a comment into every statement, so that a slow one tells its page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def commented(execute, sql, params, many, context):
            match = request.resolver_match
            name = (match.view_name or "") if match else ""
            return execute(f"{sql} /* {name} {request_id.get()} */", params, many, context)

        with connection.execute_wrapper(commented):
            return self.get_response(request)


class ReaderLanguage(LocaleMiddleware):
    """Pages are in the language that somebody signed in has chosen, else in the one that the browser asks for."""

    def __init__(self, get_response: GetResponse) -> None:
        if not is_choice():
            raise MiddlewareNotUsed
        super().__init__(get_response)

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.user.is_authenticated:
            translation.activate(language_of(request.user))
            request.LANGUAGE_CODE = translation.get_language()


class PrivatePages:
    """What somebody signed in is answered is for them alone: no shared cache on the way keeps it. What a link with a token
    opens is kept by no cache at all, the browser's own included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.resolver_match and "token" in request.resolver_match.kwargs:
            patch_cache_control(response, private=True, no_store=True)
        elif settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response:
            patch_cache_control(response, private=True)
        return response


class NoNul:
    """PostgreSQL keeps no NUL. No page has an address with one, and no cookie of ours has one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META["QUERY_STRING"]:
            raise Http404
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return self.get_response(request)


class NotByLink:
    """An address that takes a button alone, opened as a link (after signing in again, say), says so in words."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET":
            allowed = response["Allow"]
            response = render(request, "405.html", status=405)
            response["Allow"] = allowed
        return response


class UploadLimit:
    """Refuses a request that is too large by its Content-Length, before a byte of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.REQUEST_LIMIT:
            response = render(request, "413.html", {"limit": settings.UPLOAD_LIMIT // 1024 // 1024}, status=413)
            response["Connection"] = "close"
            return response
        return self.get_response(request)
