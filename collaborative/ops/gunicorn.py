"""The web server's settings: two processes of four threads, loaded once and forked."""

import gc
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver

from collaborative.ops import env
from collaborative.ops.bind import address

bind = address().bind
workers = env.whole("WEB_WORKERS", 2, least=1)
threads = env.whole("WEB_THREADS", 4, least=1)
worker_class = "collaborative.ops.web_worker.HeadersFirstWorker"
preload_app = True
timeout = 60
graceful_timeout = 15
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
control_socket_disable = True
forwarder_headers = ""  # under which path it runs is said by SITE_URL, never by a header of the request
proc_name = "collaborative-web"
wsgi_app = "collaborative.ops.wsgi:application"


def when_ready(server) -> None:
    """What is loaded before the fork is shared by the web processes: views, forms and parsed templates."""
    get_resolver().url_patterns  # noqa: B018
    pages: Any = settings.TEMPLATES[0]
    for folder in pages["DIRS"]:
        for path in sorted(folder.rglob("*.html")):
            get_template(str(path.relative_to(folder)))
    gc.collect()
    gc.freeze()
    # A page makes thousands of objects and hardly a cycle; by default they are looked through ten times a page.
    gc.set_threshold(20_000, 20, 50)


def pre_fork(server, worker) -> None:
    # Two processes on one inherited connection would read each other's answers.
    connections.close_all()
