"""The two things a GET may write, after the response has gone: that a thing was seen, and that named people were looked at."""

import logging
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.db import Error, models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from collaborative.journal.models import Access, Seen
from collaborative.journal.refs import ref

log = logging.getLogger(__name__)


def after_response(response: HttpResponseBase, write: Callable[[], Any]) -> None:
    """Run `write` when the response has been sent. A failure is logged; the reader never waits or suffers."""
    closing = response.close

    def close() -> None:
        try:
            write()
        except Error:
            log.exception("A fact about reading could not be written.")
        finally:
            closing()

    response.close = close  # type: ignore[method-assign]  # Django has no other place for it


def seen(response: HttpResponseBase, thing: models.Model, *, person: models.Model, organization_ids) -> None:
    rows = [
        Seen(about=ref(thing), organization_id=organization_id, person_id=person.pk, at=timezone.now())
        for organization_id in organization_ids
    ]
    if rows:
        after_response(response, lambda: Seen.objects.bulk_create(rows, ignore_conflicts=True))


def looked_at(
    response: HttpResponseBase, request: HttpRequest, *, kind: str = "page", about: models.Model | None = None
) -> None:
    """Record that this person opened a page about named people, or took an export."""
    after_response(response, _access(request, kind, ref(about) if about else "").save)


def looked_at_each(response: HttpResponseBase, request: HttpRequest, people: Iterable[models.Model]) -> None:
    """The same for each of the people whom a check page names."""
    rows = [_access(request, "page", about) for about in dict.fromkeys(ref(one) for one in people)]
    if rows:
        after_response(response, lambda: Access.objects.bulk_create(rows, batch_size=500))


def _access(request: HttpRequest, kind: str, about: str) -> Access:
    return Access(
        at=timezone.now(),
        person_id=cast(int, request.user.pk),  # of somebody behind a door
        person_name=str(request.user),
        what=request.get_full_path()[:300],
        kind=kind,
        about=about,
    )
