import json
import os
import subprocess
import sys

import redis
from django.conf import settings

from collaborative.ops.celery import EVERY, app, hand_over
from collaborative.people.tasks import clear_out
from collaborative.web.request_id import request_id


def waiting() -> list[dict]:
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        return [json.loads(one) for one in client.lrange("collaborative", 0, -1)]


def test_work_is_handed_over_after_commit_only(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(clear_out)
        assert waiting() == []

    assert [one["headers"]["task"] for one in waiting()] == ["collaborative.people.tasks.clear_out"]


def test_work_of_a_rolled_back_change_is_never_handed_over(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        hand_over(clear_out)

    assert waiting() == []


def test_task_carries_the_id_of_its_request(db, django_capture_on_commit_callbacks):
    token = request_id.set("ab12")
    with django_capture_on_commit_callbacks(execute=True):
        hand_over(clear_out)
    request_id.reset(token)

    assert waiting()[0]["headers"]["caused_by"] == "ab12"


DOWN = """
import logging, time, django
django.setup()
from collaborative.ops.celery import EVERY, app, hand_over
from collaborative.people.tasks import clear_out
logging.getLogger().setLevel("WARNING")
began = time.monotonic()
hand_over(clear_out)
print("went on after", time.monotonic() - began)
"""


def test_broker_that_is_down_neither_raises_nor_holds_the_page(tmp_path):
    nowhere = {"REDIS_URL": f"unix://{tmp_path}/nobody.sock?db=0", "DJANGO_SETTINGS_MODULE": "collaborative.settings"}

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DOWN],
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        check=True,
    )

    assert float(done.stdout.rsplit(" ", 1)[1]) < 2
    assert "Redis did not take collaborative.people.tasks.clear_out" in done.stderr
    assert "The next sweep will pick it up." in done.stderr


def test_beat_asks_only_for_tasks_that_exist():
    app.loader.import_default_modules()

    assert [name for name in EVERY if name not in app.tasks] == []
