"""Who is alive: each of worker and beat leaves a timestamp in Redis every few seconds, and /healthz reads them."""

import time
from contextlib import suppress
from functools import lru_cache

import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from redis.backoff import NoBackoff
from redis.retry import Retry

EVERY = 3  # seconds between two signs of life
ALIVE_FOR = 15  # a sign older than this means that the process hangs or is gone
KEY = "pulse:"


@lru_cache(maxsize=1)
def redis_client() -> redis.Redis:
    """For signs of life only: gives up at once, because a page that asks who is alive must not wait for the dead."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
    )


def sign(who: str) -> None:
    with suppress(redis.RedisError):  # without Redis there is nowhere to sign, and /healthz says so
        redis_client().set(KEY + who, time.time())


def ages() -> dict[str, float | None]:
    """Seconds since the last sign of worker, beat and the round trip of beat's task through the worker; None: never."""
    names = ["worker", "beat", "round trip"]
    now = time.time()
    values = redis_client().mget([KEY + name for name in names])
    return {name: None if value is None else now - float(value) for name, value in zip(names, values, strict=True)}


def healthz(request: HttpRequest) -> HttpResponse:
    lines = {"web": "ok", "PostgreSQL": postgresql_line(), **redis_lines()}
    well = all(line.startswith("ok") for line in lines.values())
    body = "".join(f"{name}: {line}\n" for name, line in lines.items())
    response = HttpResponse(body, content_type="text/plain; charset=utf-8", status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response


def postgresql_line() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception as error:  # whatever the driver raises, the answer is that it does not answer
        return f"missing ({type(error).__name__})"
    return "ok"


def redis_lines() -> dict[str, str]:
    try:
        seen = ages()
    except redis.RedisError as error:
        return {
            "Redis": f"missing ({type(error).__name__})",
            "worker": "unknown without Redis",
            "beat": "unknown without Redis",
        }
    return {"Redis": "ok", "worker": pulse_line(seen["worker"]), "beat": pulse_line(seen["beat"])}


def pulse_line(age: float | None) -> str:
    if age is None:
        return "missing (never seen)"
    return f"ok ({age:.0f} s ago)" if age <= ALIVE_FOR else f"missing (last seen {age:.0f} s ago)"
