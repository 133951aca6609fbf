"""Signs of life: worker and beat each leave a timestamp in Redis every few seconds."""

import time
from contextlib import suppress
from functools import lru_cache

import redis
from django.conf import settings
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
    """Seconds since the last sign of worker and beat; None: never."""
    names = ["worker", "beat"]
    now = time.time()
    values = redis_client().mget([KEY + name for name in names])
    return {name: None if value is None else now - float(value) for name, value in zip(names, values, strict=True)}
