"""An error report says where it broke, and nothing of what people wrote. With a transport of our own."""

import json

import pytest
import sentry_sdk
from django.test import Client
from django.utils import timezone
from sentry_sdk.transport import Transport

from coaching.models import Visit
from coaching.views import visits
from collaborative.calendar.periods import today
from collaborative.journal.refs import ref
from collaborative.letters import delivery, tasks
from collaborative.letters.models import Letter
from collaborative.ops import error_reports
from tests import builders

NOTE, CODE, BODY, WORDS = "She cried after class", "WXYZ-BCDF", "Dear Rosa, here is all of it", "searched for this"
TOKEN = "WzEsMl0:1vABCD:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
SECRETS = (NOTE, CODE, BODY, WORDS, TOKEN, "rosa.montoya@example.org")
DSN = "https://key@errors.example.org/1"


class Kept(Transport):
    def __init__(self, options=None) -> None:
        super().__init__(options)
        self.said: list[str] = []

    def capture_envelope(self, envelope) -> None:
        for item in envelope.items:
            self.said.append(item.get_bytes().decode())

    def flush(self, *args, **kwargs) -> None: ...

    def kill(self) -> None: ...


@pytest.fixture
def reports():
    """reports(start) begins to report with `start`, and gives what is sent from then on."""
    kept = Kept()

    def begin(start=error_reports.start) -> Kept:
        start(DSN, transport=kept)
        return kept

    yield begin
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


@pytest.fixture
def visit(cast):
    made = Visit.objects.create(
        coach=cast.coach,
        district=builders.district(),
        rec=builders.rec(),
        kind="classroom_visit",
        planned_for=today(),
        held_on=today(),
        minutes=60,
        logged_at=timezone.now(),
        created_at=timezone.now(),
    )
    made.people.add(cast.teacher)
    return made


@pytest.fixture
def letter(cast):
    now = timezone.now()
    return Letter.objects.create(
        kind="sign_in_code",
        about=ref(cast.teacher),
        recipient=cast.teacher,
        address=cast.teacher.email,
        subject=f"Your code: {CODE}",
        body=f"{BODY} {CODE}",
        due=now,
        written_at=now,
    )


def broken_note(*args, text: str, **kwargs):
    raise ValueError(f"cannot keep «{text}»")


def write_note(cast, visit, monkeypatch) -> None:
    monkeypatch.setattr(visits.actions, "write_note", broken_note)
    client = Client(raise_request_exception=False)
    client.force_login(cast.coach)
    path = f"{visit.get_absolute_url()}note/?words={WORDS.replace(' ', '+')}"
    assert client.post(path, {"coached": cast.teacher.pk, "text": NOTE}).status_code == 500


def nothing_secret_in(said: list[str]) -> bool:
    return not any(secret in text for text in said for secret in SECRETS)


def library_alone(dsn: str, **more) -> None:
    sentry_sdk.init(dsn=dsn, **more)


def test_the_library_alone_would_tell_the_note(cast, visit, monkeypatch, reports):
    """That the test can see it."""
    kept = reports(library_alone)

    write_note(cast, visit, monkeypatch)

    assert NOTE in "".join(kept.said)


def test_a_private_note_that_could_not_be_kept(cast, visit, monkeypatch, reports):
    kept = reports()

    write_note(cast, visit, monkeypatch)

    event = json.loads(kept.said[-1])
    assert nothing_secret_in(kept.said)
    assert event["exception"]["values"][-1]["type"] == "ValueError"
    assert event["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "broken_note"
    assert event["transaction"] == "/trainings/visits/{pk}/note/"


def test_of_a_request_only_its_kind_and_its_path_are_told():
    request = {
        "method": "POST",
        "url": f"https://learning.example.org/me/address/{TOKEN}/?words={WORDS}",
        "query_string": WORDS,
        "data": {"text": NOTE},
        "cookies": {"clc_session": CODE},
        "headers": {"Referer": TOKEN},
        "env": {"REMOTE_ADDR": "203.0.113.7"},
    }
    event = {"request": request, "transaction": f"/me/address/{TOKEN}/", "user": {"id": 1}, "extra": {"args": NOTE}}

    assert error_reports.harmless(event, {}) == {
        "transaction": "/me/address/…/",
        "request": {"method": "POST", "url": "https://learning.example.org/me/address/…/"},
        "contexts": {},
    }


def test_a_letter_that_could_not_be_sent(cast, letter, monkeypatch, reports):
    kept = reports()
    monkeypatch.setattr(delivery, "as_mail", lambda letter: {}[f"{letter.address} {letter.body}"])

    delivery.deliver(letter.pk)

    assert len(kept.said) == 1
    assert json.loads(kept.said[0])["logentry"]["message"] == "Letter %s could not be sent."
    assert nothing_secret_in(kept.said)


def test_a_task_that_broke_over_a_letter(cast, letter, monkeypatch, reports):
    def broken(letter_ids):
        found = Letter.objects.get(pk=letter_ids[0])
        raise RuntimeError(found.subject + found.body)

    kept = reports()
    monkeypatch.setattr(tasks, "deliver_all", broken)

    tasks.deliver_letters.apply(args=[[letter.pk]])

    assert kept.said
    assert nothing_secret_in(kept.said)


def test_a_link_with_a_token_that_broke(cast, monkeypatch, reports):
    kept = reports()
    monkeypatch.setattr("collaborative.people.links.signing.loads", lambda *args, **kwargs: {}[TOKEN])

    answer = Client(raise_request_exception=False).get(f"/me/address/{TOKEN}/?next={TOKEN}")

    assert answer.status_code == 500
    assert kept.said
    assert nothing_secret_in(kept.said)


def test_a_row_that_the_database_refused_is_named_by_its_constraint_alone(cast, letter, reports):
    kept = reports()
    try:
        Visit.objects.create(
            coach=cast.coach,
            district=builders.district(),
            rec=builders.rec(),
            kind="call",
            planned_for=today(),
            agreed=NOTE,
            minutes=5,
            created_at=timezone.now(),
        )
    except Exception as refused:
        assert NOTE in str(refused)
        sentry_sdk.capture_exception(refused)

    assert 'constraint \\"coaching_visit_held_is_logged\\"' in kept.said[0]
    assert nothing_secret_in(kept.said)
