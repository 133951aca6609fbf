"""Celery: what leaves the request. No result backend; progress of long jobs is rows in the database."""

import logging
import os
from functools import partial
from urllib.parse import parse_qs, urlsplit

from celery import Celery, Task
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from collaborative.web.request_id import fresh, request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "collaborative.settings")

logger = logging.getLogger(__name__)


def broker_url(redis_url: str) -> str:
    """Celery's way of writing a Redis address: a socket is `redis+socket:///path?virtual_host=0` there."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


# What beat asks for, and every how many seconds. Each may run twice, side by side, or late: they look for what is due.
EVERY = {
    "collaborative.letters.tasks.sweep_letters": 30,
    "collaborative.duties.tasks.sweep_reminders": 60,
    "trainings.tasks.lapse_offers": 60,
    "trainings.tasks.close_answers": 300,  # the day begins in the state's own zone
    "collaborative.people.tasks.refresh_affiliations": 3600,  # the day begins in the state's own zone
    "collaborative.people.tasks.settle_changes": 600,
    "collaborative.people.tasks.lapse_claims": 3600,  # the day begins in the state's own zone
    "collaborative.people.tasks.hand_over": 300,
    "collaborative.people.tasks.clear_out": 24 * 3600,
    "collaborative.imports.tasks.sweep_imports": 60,
    "collaborative.imports.tasks.clear_out": 24 * 3600,
}


class TracedTask(Task):
    """Carries the id of the request that caused it, so that one id finds the page, its statements and its letters."""

    def apply_async(self, args=None, kwargs=None, **options):
        headers = {"caused_by": request_id.get(), **(options.pop("headers", None) or {})}
        return super().apply_async(args, kwargs, headers=headers, **options)

    def before_start(self, task_id, args, kwargs):
        cause = (self.request.headers or {}).get("caused_by", "-")
        request_id.set(cause if cause != "-" else f"task-{fresh()}")


app = Celery("collaborative", task_cls=TracedTask)
app.set_default()
app.conf.update(
    broker_url=broker_url(settings.REDIS_URL),
    # A second to connect and no second try: a broker that is down must not hold a page; the sweep picks the work up.
    broker_transport_options={
        "visibility_timeout": 3600,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    },
    task_publish_retry=False,
    broker_connection_retry_on_startup=True,
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_serializer="json",
    accept_content=["json"],
    task_track_started=False,
    task_default_queue="collaborative",
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    timezone="UTC",
    enable_utc=True,
    beat_scheduler="collaborative.ops.celery_components:HeartbeatScheduler",
    beat_schedule={
        task: {"task": task, "schedule": every, "options": {"expires": every * 2}} for task, every in EVERY.items()
    },
)
app.steps["worker"].add("collaborative.ops.celery_components:WorkerHeartbeat")
app.autodiscover_tasks()


def hand_over(task: Task, *args: object) -> None:
    """Gives work to Celery once the transaction is committed. A broker that is down is logged, never raised: what was
    written stays written, and the sweep finds the work later."""
    transaction.on_commit(partial(_publish, task, args))


def _publish(task: Task, args: tuple[object, ...]) -> None:
    try:
        task.apply_async(args)
    except (OperationalError, OSError) as error:
        logger.warning("Redis did not take %s%s: %s. The next sweep will pick it up.", task.name, args, error)
