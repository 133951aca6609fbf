"""One id for everything that a request causes: its log lines, its SQL comments, the Celery tasks it hands over."""

import logging
import re
import uuid
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")

HEADER = "X-Request-ID"
PLAIN = re.compile(r"[A-Za-z0-9-]{1,64}")


def fresh() -> str:
    return uuid.uuid4().hex[:16]


class RequestIdMiddleware:
    """Takes the id that a proxy in front sent, where it is a plain word, or makes one; answers with it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        sent = request.headers.get(HEADER, "")
        request.id = sent if PLAIN.fullmatch(sent) else fresh()
        token = request_id.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response[HEADER] = request.id
        return response


class RequestIdFilter(logging.Filter):
    """Puts the id on every log record, so that a format may say %(request_id)s."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True
