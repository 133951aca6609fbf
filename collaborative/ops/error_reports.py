"""Error reports (Sentry): where it broke, and nothing of what people wrote.

A report is made anew of what is known to be harmless; whatever else the library puts into one stays here. The words of an
exception stay here, too: a database quotes the row that it refused, a mail server the address.
"""

import re
from importlib import import_module
from typing import Any

from collaborative.ops.log_lines import cut_tokens

Event = dict[str, Any]

KEPT = (
    "event_id",
    "timestamp",
    "level",
    "platform",
    "logger",
    "release",
    "environment",
    "server_name",
    "sdk",
    "modules",
)
KEPT_OF_FRAME = (
    "filename", "abs_path", "function", "module", "lineno", "in_app", "pre_context", "context_line", "post_context",
)  # fmt: skip
CONSTRAINT = re.compile(r'constraint "\w+"')


def start(dsn: str, **more: Any) -> None:
    sentry_sdk = import_module("sentry_sdk")  # only where reports are sent: else a start pays a quarter second for it
    # `send_default_pii` is off where nothing is said; naming it is deprecated.
    sentry_sdk.init(
        dsn=dsn,
        max_request_body_size="never",
        include_local_variables=False,
        max_breadcrumbs=0,  # they hold the parameters of statements and the lines of the log
        before_breadcrumb=lambda crumb, hint: None,
        before_send=harmless,
        before_send_transaction=lambda event, hint: None,
        enable_logs=False,
        **more,
    )


def harmless(event: Event, hint: Event) -> Event:
    report = {name: event[name] for name in KEPT if name in event}
    if "transaction" in event:
        report["transaction"] = cut_tokens(event["transaction"])
    if values := event.get("exception", {}).get("values"):
        report["exception"] = {"values": [_exception(value) for value in values]}
    if words := event.get("logentry", {}).get("message"):
        report["logentry"] = {"message": _template(words, event["logentry"])}
    if request := event.get("request"):
        path = request.get("url", "").partition("?")[0]
        report["request"] = {"method": request.get("method", ""), "url": cut_tokens(path)}
    contexts = event.get("contexts", {})
    report["contexts"] = {name: contexts[name] for name in ("runtime", "os") if name in contexts}
    return report


def _exception(value: Event) -> Event:
    found = CONSTRAINT.search(value.get("value") or "")
    frames = (value.get("stacktrace") or {}).get("frames", [])
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "value": found.group() if found else "",
        "stacktrace": {"frames": [{name: frame[name] for name in KEPT_OF_FRAME if name in frame} for frame in frames]},
    }


def _template(words: str, entry: Event) -> str:
    """The line of the log before its values were put in; one without places for values may quote anything."""
    return words if entry.get("params") and "%" in words else ""
