"""How a change happens: an action is one transaction that leaves exactly one entry, or refuses and changes nothing."""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.errors import AlreadyDone
from collaborative.journal.models import Entry, Once
from collaborative.journal.refs import ref
from collaborative.web.addresses import from_kept, path_to, to_keep
from collaborative.web.sentences import Saying, kept, of_the_day

P = ParamSpec("P")
T = TypeVar("T")

KEYS_KEPT = timedelta(days=60)  # twice as long as a sign-in lasts: no form is open longer

_entries: ContextVar[list[Entry] | None] = ContextVar("entries", default=None)


def action(fn: Callable[P, T]) -> Callable[P, T]:
    """A verb of the house: atomic, not nested in another action, and it leaves exactly one journal entry.

    `once` is the key of the form that asks: the same key of the same person is carried out once, and the second caller
    gets AlreadyDone. It may be made by the page or by whoever fills it in off line.
    """

    @wraps(fn)
    def acting(*args: Any, once: str = "", **kwargs: Any) -> T:
        if _entries.get() is not None:
            raise RuntimeError(f"{fn.__qualname__} was called inside another action; share a plain function instead.")
        key = _key_of(once, kwargs.get("by")) if once else ""
        token = _entries.set([])
        try:
            with transaction.atomic():
                if key:
                    _take(key)
                result = fn(*args, **kwargs)
                entries = _entries.get() or []
                if len(entries) != 1:
                    raise RuntimeError(f"{fn.__qualname__} left {len(entries)} entries; an action leaves exactly one.")
                if key:
                    _remember(key, entries[0], result)
            return result
        finally:
            _entries.reset(token)

    acting.is_action = True  # type: ignore[attr-defined]  # by which the house's own tests know actions
    return cast(Callable[P, T], acting)  # to mypy, tests/once_plugin.py tells of «once»


def _key_of(once: str, by: Any) -> str:
    """Two people who came upon the same key do not stand in each other's way, nor learn where the other's led."""
    return f"{by.pk}:{once}" if by is not None else once


def _take(key: str) -> None:
    """Insert the key; a second transaction with the same key waits here until the first has ended."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_once (key, ref, url, at) VALUES (%s, '', '/', now()) ON CONFLICT DO NOTHING", [key]
        )
        if cursor.rowcount:
            return
    raise AlreadyDone(from_kept(Once.objects.values_list("url", flat=True).get(key=key)))


def _remember(key: str, entry: Entry, result: Any) -> None:
    url = result.get_absolute_url() if hasattr(result, "get_absolute_url") else path_to("today")
    Once.objects.filter(key=key).update(ref=entry.refs[0], url=to_keep(url))


def forget_keys(*, now: datetime) -> int:
    """Keys of forms that nobody can have open any more. Returns how many there were."""
    return Once.objects.filter(at__lt=now - KEYS_KEPT).delete()[0]


def name_and_url(thing: Any) -> dict[str, Any]:
    """What other pages show of a thing: its name on that day, the short one where it has one, and where it stands."""
    name = getattr(thing, "short_name", "") or getattr(thing, "name_kept", "") or str(thing)
    return {"name": of_the_day(name), "message": kept(name), "url": to_keep(thing.get_absolute_url())}


def record(
    verb: str,
    thing: models.Model,
    *,
    text: Saying,
    by: models.Model | None,
    also: Iterable[models.Model] = (),
    said_at: dict[models.Model, Saying] | None = None,
    unsigned: Iterable[models.Model] = (),
    data: dict[str, Any] | None = None,
    now: datetime | None = None,
) -> Entry:
    """Write the entry of an action. `also` names the other pages on whose history it belongs, which name the thing and
    lead to it; `by` None is the system.

    `said_at` gives the words for pages whose readers should read others than `text`; on those of `unsigned` it is not
    said who did it.
    """
    more: dict[str, Any] = dict(data or {})
    also = list(also)
    if also and hasattr(thing, "get_absolute_url"):
        more["of"] = name_and_url(thing)
    if said_at:
        more["said_at"] = {ref(other): of_the_day(words) for other, words in said_at.items()}
        more["messages_at"] = {ref(other): kept(words) for other, words in said_at.items()}
        more["unsigned"] = [ref(other) for other in unsigned]
    hat = getattr(by, "acting_hat", None)
    entry = Entry.objects.create(
        at=now or timezone.now(),
        verb=verb,
        text=of_the_day(text),
        message=kept(text),
        refs=list(dict.fromkeys([ref(thing), *(ref(other) for other in also)])),
        by_id=by.pk if by else None,
        by_name=str(by) if by else _("the system"),
        hat=of_the_day(hat.name_kept) if hat else "",
        hat_message=kept(hat.name_kept) if hat else None,
        data=more,
    )
    written = _entries.get()
    if written is not None:
        written.append(entry)
    return entry
