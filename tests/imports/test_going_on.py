"""Long files are read and applied step by step; whoever was stopped goes on, and nothing happens twice."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.imports import actions, background, staged_rows
from collaborative.imports.models import ExternalId, Import, ImportRow
from collaborative.imports.row_reader import read_file
from collaborative.imports.tasks import carry_on, clear_out, sweep_imports
from collaborative.journal.models import Entry
from collaborative.people.models import Hat, Person
from tests import builders as b
from tests.cast import make_cast
from tests.imports.giving import apply, called, given, outcomes
from tests.racing import at_once, refusals

HEAD = "First name,Last name,Email\n"


def lines(n: int) -> str:
    return HEAD + "".join(f"{called(one)},Lucero,ana{one}@school.example\n" for one in range(n))


@pytest.fixture
def short_batches(monkeypatch):
    for module in (staged_rows, actions, background):
        monkeypatch.setattr(module, "BATCH", 3)


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.superintendent)


def test_a_long_file_waits_for_the_worker_and_the_page_says_how_far_it_is(cast, client, short_batches):
    upload = given(client, lines(8))
    html = client.get(upload.get_absolute_url()).content.decode()
    assert "0 of 9 lines" in html or "1 of 9 lines" in html
    assert 'hx-trigger="every 3s"' in html and "Look again" in html

    carry_on(upload.pk)
    assert "Apply 8 lines" in client.get(upload.get_absolute_url()).content.decode()

    html = apply(client, upload).content.decode()
    assert "0 of 8 lines" in html and not Person.objects.filter(family_name="Lucero").exists()
    carry_on(upload.pk)
    assert Person.objects.filter(family_name="Lucero").count() == 8
    assert Entry.objects.filter(verb="roster.imported").count() == 3


def test_the_worker_is_asked_after_commit(cast, client, short_batches, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        given(client, lines(8))
    assert len(asked) == 1


def test_the_progress_is_a_fragment_that_ends_by_itself(cast, client, short_batches):
    upload = given(client, lines(8))
    part = client.get(upload.get_absolute_url(), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode() and "HX-Refresh" not in part

    carry_on(upload.pk)
    assert client.get(upload.get_absolute_url(), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_short_file_is_read_and_applied_at_once(cast, client):
    upload = given(client, lines(8))
    assert Import.objects.get(pk=upload.pk).read_at
    apply(client, upload)
    assert Import.objects.get(pk=upload.pk).applied_at
    assert Entry.objects.filter(verb="roster.imported").count() == 1


def test_whoever_is_killed_while_reading_goes_on(cast, client, short_batches, monkeypatch):
    upload = given(client, lines(8))
    _breaks_at(monkeypatch, staged_rows, "judge", 2)
    with pytest.raises(RuntimeError):
        carry_on(upload.pk)
    assert ImportRow.objects.to_read().filter(upload=upload).count() == 5

    sweep_imports()

    assert [*outcomes(upload).values()].count("new") == 8


def test_whoever_is_killed_while_applying_goes_on_and_does_nothing_twice(cast, client, short_batches, monkeypatch):
    upload = given(client, lines(8))
    carry_on(upload.pk)
    apply(client, upload)
    _breaks_at(monkeypatch, actions, "record", 2)
    with pytest.raises(RuntimeError):
        carry_on(upload.pk)
    assert Person.objects.filter(family_name="Lucero").count() == 3

    sweep_imports()
    carry_on(upload.pk)

    assert Person.objects.filter(family_name="Lucero").count() == 8
    assert Hat.objects.filter(person__family_name="Lucero").count() == 8
    entries = Entry.objects.filter(verb="roster.imported")
    assert sum(one.data["new"] for one in entries) == 8
    assert Import.objects.get(pk=upload.pk).applied_at


def _breaks_at(monkeypatch, module, name: str, number: int) -> None:
    """The worker dies at the so-manieth call, once."""
    calls, real = [], getattr(module, name)

    def breaking(*args, **kwargs):
        calls.append(1)
        if len(calls) == number:
            raise RuntimeError("killed")
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, breaking)


def test_the_second_to_apply_is_told(cast, client, sign_in):
    upload = given(client, lines(2))
    apply(client, upload)

    answer = sign_in(cast.delegate).post(f"{upload.get_absolute_url()}apply/", {"once": "b"}, follow=True)

    assert "Dolores Peña applied “staff.csv” on" in answer.content.decode()
    assert Entry.objects.filter(verb="roster.imported").count() == 1


def test_who_may_no_longer_keep_the_roster_stops_half_way(cast, client, short_batches):
    upload = given(client, lines(8))
    carry_on(upload.pk)
    apply(client, upload)
    Hat.objects.filter(person=cast.superintendent).update(ends_on=timezone.localdate() - timedelta(days=1))

    carry_on(upload.pk)

    assert not Person.objects.filter(family_name="Lucero").exists()
    upload.refresh_from_db()
    assert upload.stopped_at and upload.is_open


def test_rows_are_gone_thirty_days_after_the_end(cast, client):
    upload = given(client, lines(2))
    apply(client, upload)
    Import.objects.filter(pk=upload.pk).update(applied_at=timezone.now() - timedelta(days=29))
    clear_out()
    assert upload.rows.exists()

    Import.objects.filter(pk=upload.pk).update(applied_at=timezone.now() - timedelta(days=31))
    clear_out()

    assert not upload.rows.exists() and Import.objects.filter(pk=upload.pk).exists()
    assert "are no longer kept" in client.get(upload.get_absolute_url()).content.decode()


def test_one_that_was_left_lying_is_let_go(cast, client):
    upload = given(client, lines(2))
    Import.objects.filter(pk=upload.pk).update(uploaded_at=timezone.now() - timedelta(days=31))
    clear_out()
    upload.refresh_from_db()
    assert upload.discarded_at and not upload.rows.exists()


def test_two_people_applying_at_once_give_one_result(cloned_db):
    cast = make_cast()
    upload = _read(cast.superintendent, 40)

    found = at_once(
        [lambda one=one: actions.apply_at_once(upload, by=one) for one in (cast.superintendent, cast.delegate)]
    )

    assert len(refusals(found)) == 1
    assert Person.objects.filter(family_name="Lucero").count() == 40


def test_two_files_of_the_same_people_at_once_add_each_once(cloned_db):
    cast = make_cast()
    uploads = [_read(cast.superintendent, 40, email=False) for _n in range(2)]

    at_once([lambda one=one: actions.apply_at_once(one, by=cast.superintendent) for one in uploads])

    assert Person.objects.filter(family_name="Lucero").count() == 40


def test_two_workers_at_one_file_take_turns(cloned_db, monkeypatch):
    for module in (staged_rows, actions):
        monkeypatch.setattr(module, "BATCH", 10)
    cast = make_cast()
    upload = _read(cast.superintendent, 60)
    actions.begin_applying(upload, by=cast.superintendent)

    at_once([lambda: carry_on(upload.pk)] * 3)

    assert Person.objects.filter(family_name="Lucero").count() == 60
    assert sum(one.data["new"] for one in Entry.objects.filter(verb="roster.imported")) == 60


def _read(by: Person, n: int, *, email: bool = True) -> Import:
    """An import of new people that is read and waits for a yes."""
    text = lines(n) if email else re.sub(",ana.*", ",", lines(n))
    read = read_file("staff.csv", text.encode())
    made = actions.upload_list(
        b.district(), kind="staff of a district", file=("staff.csv", 1, "0"), read=read, place=b.district(), by=by
    )
    made.rows.filter(number__gt=1).update(decision="new")
    staged_rows.read_all(made.pk, now=timezone.now())
    return Import.objects.get(pk=made.pk)


def test_the_database_keeps_an_id_for_one_person_or_one_place(cast):
    now = timezone.now()
    said = {"organization": b.district(), "scheme": "employee id", "learned_at": now}
    ExternalId.objects.create(**said, value="1", person=cast.teacher)
    for broken in ({"value": "1", "person": cast.nobody}, {"value": "2"}, {"value": "", "person": cast.nobody}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExternalId.objects.create(**said, **broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalId.objects.create(**said, value="3", person=cast.teacher, place=cast.school)


def test_a_number_of_the_state_comes_from_ped_alone(cast):
    said = {"scheme": "state staff id", "value": "1", "person": cast.teacher, "learned_at": timezone.now()}
    with pytest.raises(ValidationError):
        ExternalId.objects.create(organization=b.district(), **said)
    ExternalId.objects.create(organization=b.ped(), **said)


def test_an_import_that_is_read_no_more_cannot_be_applied(cast, client, short_batches):
    upload = given(client, lines(8))
    with pytest.raises(ActionError, match="still being read"):
        actions.begin_applying(upload, by=cast.superintendent)
