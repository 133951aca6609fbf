"""A refusal outside a form: told at the top of the training's page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from collaborative.refusals import AlreadyDone, Refused
from collaborative.saying import say_refused


def answer_refused(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answering(request: HttpRequest, thing: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, thing, *args, **kwargs)
        except AlreadyDone:
            raise
        except Refused as refused:
            say_refused(request, refused.message)
            return redirect(thing)

    return answering
