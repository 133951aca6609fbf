"""No duty and no file can be about nothing: neither written so nor left so, whoever writes, and however many at once."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from collaborative.duties.services import forget_duties
from collaborative.files.access import attachable
from collaborative.files.models import Upload
from initiatives.models import Deliverable
from tests import builders
from tests.cast import make_cast
from tests.coaching.conftest import follow_up
from tests.database.old_files import old_files
from tests.racing import at_once

TABLES = {Duty: "duties_duty", Upload: "files_upload"}
NOWHERE = 9_000_000


def duty(thing, cast) -> Duty:
    return Duty(
        kind="tests.step",
        about=thing,
        text="Visit",
        url="/",
        person=cast.coach,
        organization=builders.district(),
        due_on=today(),
        opened_at=timezone.now(),
    )


def upload(thing, cast) -> Upload:
    return Upload(
        about=thing,
        name="plan.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        content=b"x",
        uploaded_by=cast.director,
        uploaded_at=timezone.now(),
    )


MAKES = pytest.mark.parametrize("make", [duty, upload])


@pytest.fixture
def deliverable(cast):
    of = builders.initiative(by=cast.bureau)
    return Deliverable.objects.create(
        initiative=of, version=of.current, rec=builders.rec(), fiscal_year=2027, measure="trainings_held", target=2,
        due_on=today(),
    )  # fmt: skip


def tried(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@MAKES
def test_nothing_is_written_about_a_thing_that_is_not_there(cast, deliverable, make):
    row = make(deliverable, cast)
    row.about_id = NOWHERE

    with pytest.raises(IntegrityError, match=f"There is no {NOWHERE} in initiatives_deliverable"), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError, match=f"There is no {NOWHERE}"), transaction.atomic():
        type(row).objects.bulk_create([row], ignore_conflicts=True)


@MAKES
def test_nothing_is_moved_to_a_thing_that_is_not_there(cast, deliverable, make):
    row = make(deliverable, cast)
    row.save()

    with pytest.raises(IntegrityError, match=f"There is no {NOWHERE}"):
        tried(f"UPDATE {TABLES[type(row)]} SET about_id = %s WHERE id = %s", NOWHERE, row.pk)
    tried(f"UPDATE {TABLES[type(row)]} SET about_id = about_id WHERE id = %s", row.pk)


@MAKES
def test_nothing_is_about_a_thing_whose_table_does_not_keep_it(cast, make):
    row = make(builders.venue(), cast)

    with pytest.raises(IntegrityError, match="Nothing keeps the things"), transaction.atomic():
        row.save()


@MAKES
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM initiatives_deliverable WHERE id = {}",
        "UPDATE initiatives_deliverable SET id = 9000000 WHERE id = {}",
        "TRUNCATE initiatives_deliverable CASCADE",
    ],
)
def test_a_thing_stays_while_something_is_about_it(cast, deliverable, make, statement):
    row = make(deliverable, cast)
    row.save()

    with pytest.raises(IntegrityError, match=f"Rows of {TABLES[type(row)]} are about"):
        tried("SET CONSTRAINTS ALL IMMEDIATE;" + statement.format(deliverable.pk))

    row.delete()
    tried("SET CONSTRAINTS ALL IMMEDIATE;" + statement.format(deliverable.pk))


def test_a_closed_duty_keeps_its_thing_until_it_is_forgotten(cast, deliverable):
    row = duty(deliverable, cast)
    row.closed_at, row.closed_why = timezone.now(), "dropped"
    row.save()

    with pytest.raises(IntegrityError), transaction.atomic():
        deliverable.delete()

    forget_duties([deliverable])
    deliverable.delete()
    assert not Duty.objects.filter(pk=row.pk).exists()


def test_of_two_at_once_one_gives_way(cloned_db):
    """Either the duty is there and so is its training, or neither is."""
    cast = make_cast()
    of = builders.initiative(by=cast.bureau)
    trainings = [builders.training(f"Part {number}", of=of, published=False) for number in range(8)]

    def act(training, *, by_hand: bool):
        def owe():
            duty(training, cast).save()

        def discard():
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("DELETE FROM trainings_meeting WHERE training_id = %s", [training.pk])
                cursor.execute("DELETE FROM trainings_training WHERE id = %s", [training.pk])

        return discard if by_hand else owe

    acts = [act(training, by_hand=by_hand) for training in trainings for by_hand in (True, False)]
    answers = at_once(acts, answers=(IntegrityError,))

    assert sum(isinstance(answer, IntegrityError) for answer in answers) == len(trainings)
    there = {training.pk for training in trainings if type(training).objects.filter(pk=training.pk).exists()}
    assert set(Duty.objects.values_list("about_id", flat=True)) == there


def test_old_references_become_keys_and_keys_old_references(cloned_db):
    """A model that has moved is found by its old name, and what was about nothing goes."""
    cast = make_cast()
    step = follow_up(builders.training(by=cast.coordinator)).steps.first()
    rows = [
        duty(step, cast),
        duty(cast.school, cast),
        duty(step.cycle.training, cast),
        upload(step.cycle.initiative.current, cast),
    ]
    for row in rows:
        row.save()
    kept = [(row.about_type_id, row.about_id) for row in rows]

    old_files().migrate([("duties", "0002_known_choices"), ("files", "0002_fewer_indexes")])
    texts = [read(f"SELECT about FROM {TABLES[type(row)]} WHERE id = {row.pk}") for row in rows]
    assert texts == [
        f"trainings.followupstep:{step.pk}",
        f"people.organization:{cast.school.pk}",
        f"trainings.training:{step.cycle.training_id}",
        f"initiatives.initiativeversion:{step.cycle.initiative.current_id}",
    ]
    tried("UPDATE duties_duty SET about = 'trainings.training:9000000' WHERE id = %s", rows[2].pk)
    executor = old_files()
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert not Duty.objects.filter(pk=rows[2].pk).exists()
    for row, key in zip([*rows[:2], rows[3]], [*kept[:2], kept[3]], strict=True):
        row.refresh_from_db()
        assert (row.about_type_id, row.about_id) == key


def read(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("label", sorted(attachable))
def test_what_files_hang_on_is_kept(db, label):
    app, model = label.split(".")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'files_upload_keeps'", [f"{app}_{model}"]
        )
        assert cursor.rowcount == 1
