"""What was done to a thing, page by page, for its own page."""

from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from collaborative.journal.models import Entry, Leads
from collaborative.journal.queries import entries_about, refs_within_reach
from collaborative.journal.refs import parse, ref
from collaborative.web.addresses import from_kept
from collaborative.web.sentences import in_words

LATEST = 5  # on the page itself
ON_A_PAGE = 25  # of those before
PAGES_PREPARED = 3


class History(list[Entry]):
    """The entries of one page, the latest first. `earlier` and `later` are the numbers of the pages beside it, or none."""

    earlier: int = 0
    later: int = 0


def history_of(thing: Any, request: HttpRequest | None = None, *, verbs: str = "") -> History:
    """In the words meant for the thing's page; `?history=2` of the request chooses the page.

    `verbs`: only entries that begin so, where the rest is other people's. An entry about something else names it and leads
    there where the reader may go (one statement more, where there is such an entry).
    """
    here, number = ref(thing), _page_number(request)
    first, last = (0, LATEST) if number == 1 else (LATEST + (number - 2) * ON_A_PAGE, LATEST + (number - 1) * ON_A_PAGE)
    asked = entries_about if number <= PAGES_PREPARED else entries_about.plain
    found = list(asked(here, verbs=verbs, first=first, last=last))
    history = History(found[: last - first])
    history.earlier = number + 1 if len(found) > last - first else 0
    history.later = number - 1
    for entry in history:
        entry.text = entry.sentence(here)
        entry.hat = in_words(entry.hat_message, entry.hat)
        if entry.by_id is None:
            entry.by_name = _("the system")
        if here in entry.data.get("unsigned", ()):
            entry.by_name = entry.hat = ""
    if request:
        _lead_on(history, here, request.user)
    return history


def _page_number(request: HttpRequest | None) -> int:
    wanted = request.GET.get("history", "") if request else ""
    return max(int(wanted), 1) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 6 else 1


def _lead_on(history: History, here: str, reader: Any) -> None:
    """Puts on `entry.leads` where the entry is about something else that the reader may see."""
    others = {entry.refs[0] for entry in history if entry.refs[0] != here and entry.data.get("of")}
    ids: dict[str, list[int]] = {}
    for other in sorted(others):
        model, pk = parse(other)
        if hasattr(model._default_manager, "visible_to"):
            ids.setdefault(other.partition(":")[0], []).append(pk)
    if not ids:
        return
    within = {f"{label}:{pk}" for label, pk in refs_within_reach(reader, *ids.values(), labels=tuple(ids))}
    for entry in history:
        if entry.refs[0] in within:
            of = entry.data["of"]
            name, url = in_words(of.get("message"), of["name"]), from_kept(of["url"])
            before, found, after = entry.text.partition(name)
            shown = name if before else capfirst(name)
            entry.leads = Leads(before, shown, url, after) if found else Leads(f"{entry.text} · ", name, url, "")
