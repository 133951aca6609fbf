"""/healthz: who is alive, a line each."""

import redis
from django.db import connection
from django.http import HttpRequest, HttpResponse

from collaborative.ops.heartbeat import ALIVE_FOR, ages
from collaborative.people.permissions import public


@public
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
