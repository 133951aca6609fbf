from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from collaborative.journal.models import Once
from collaborative.journal.recording import KEYS_KEPT
from collaborative.ops.celery import EVERY
from collaborative.people.tasks import clear_out


def test_ended_sign_ins_go_and_living_ones_stay(cast, sign_in):
    client = sign_in(cast.coordinator)
    Session.objects.create(session_key="ended", session_data="", expire_date=timezone.now() - timedelta(minutes=1))

    clear_out()

    assert not Session.objects.filter(session_key="ended").exists()
    assert client.get("/me/").status_code == 200


def test_keys_of_forms_long_closed_go_and_others_still_hold_a_second_click(db, settings):
    now = timezone.now()
    Once.objects.create(key="old", ref="x:1", url="/", at=now - KEYS_KEPT - timedelta(minutes=1))
    Once.objects.create(key="young", ref="x:2", url="/", at=now - timedelta(seconds=settings.SESSION_COOKIE_AGE))

    clear_out()

    assert [one.key for one in Once.objects.all()] == ["young"]


def test_it_runs_once_a_day_and_twice_does_no_harm(db):
    clear_out()
    clear_out()

    assert EVERY["collaborative.people.tasks.clear_out"] == 24 * 3600
