"""Databases, Redis, the SMTP sink and the live product for tests. Plain tests take pytest-django's `db`; tests
that commit take `cloned_db`, because append-only tables forbid the flush of `transaction=True`."""

import os
import uuid
from contextlib import contextmanager

import pytest
import redis
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from embedded.urls import database_name, with_number
from tests import stand
from tests.chromium import NO_CHROMIUM
from tests.depth import DEEP
from tests.live import LiveProduct
from tests.sink import SmtpSink

LONG = {"demo_db", "cloned_db", "live_product", "_live_session"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if {"live_product", "_live_session"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group("live"))
        if item.get_closest_marker("deep") and not DEEP:
            item.add_marker(pytest.mark.skip(reason="only with script/test --deep"))
    yield
    items.sort(key=_begins_late)


def _begins_late(item: pytest.Item) -> bool:
    """What has a database of its own takes long: begun first, so that no process waits for the other's last one."""
    return not LONG & set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """The worker's own database is a clone of the loaded template."""
    with stand.clone(database_name(os.environ["DATABASE_URL"])):
        with django_db_blocker.unblock():
            ContentType.objects.get_for_models(
                *apps.get_models()
            )  # each process reads them once; statements are counted
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@contextmanager
def connected_to(name: str, blocker):
    """All connections of this process, those of new threads included, go to another database for a while."""
    settings = connections.settings["default"]
    before = settings["NAME"]
    with blocker.unblock():
        connections.close_all()
        settings["NAME"] = name
        try:
            yield
        finally:
            connections.close_all()
            settings["NAME"] = before


@pytest.fixture
def cloned_db(django_test_environment, django_db_blocker):
    """A database of the test's own, in which it may commit. The value is its name."""
    name = f"clc_clone_{uuid.uuid4().hex[:12]}"
    with stand.clone(name), connected_to(name, django_db_blocker):
        yield name


@pytest.fixture
def demo_db(django_test_environment, django_db_blocker):
    """As `cloned_db`, with the demo year in it."""
    name = f"clc_clone_{uuid.uuid4().hex[:12]}"
    with stand.clone(name, of=stand.DEMO), connected_to(name, django_db_blocker):
        yield name


@pytest.fixture(autouse=True)
def _nothing_left_in_redis():
    yield
    with redis.Redis.from_url(with_number(os.environ[stand.REDIS], stand.worker_number())) as client:
        client.flushdb()


@pytest.fixture
def smtp_sink(settings):
    """Mail of this process goes over real SMTP to this sink."""
    sink = SmtpSink().start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.host, sink.port
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def _live_session(tmp_path_factory):
    name = f"clc_live_{stand.worker_number()}"
    number = stand.LIVE_NUMBER + stand.worker_number()
    sink = SmtpSink().start()
    with stand.clone(name) as url:
        live = LiveProduct(
            tmp_path_factory.mktemp("live"),
            database_url=url,
            redis_url=with_number(os.environ[stand.REDIS], number),
            sink=sink,
        )
        live.database_name = name
        try:
            yield live.start()
        finally:
            live.stop()
            sink.stop()


@pytest.fixture
def live_product(_live_session, django_db_blocker):
    """Web, worker and beat are running; the test's own connections go to their database."""
    _live_session.sink.clear()
    with connected_to(_live_session.database_name, django_db_blocker):
        yield _live_session


def pytest_terminal_summary(terminalreporter):
    missed = [report for report in terminalreporter.stats.get("skipped", []) if NO_CHROMIUM in str(report.longrepr)]
    if missed:
        terminalreporter.section("NOT RUN", sep="!", red=True)
        terminalreporter.line(f"{len(missed)} browser tests were not run: {NO_CHROMIUM}")
