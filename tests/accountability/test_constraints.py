"""What the database itself refuses, whoever writes."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accountability.models import Submission


def write(sql: str, *parameters) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("accepted_at = now(), reviewed_by_id = {by}, returned_at = now(), returned_why = 'x'", "one_end"),
        ("returned_at = now(), returned_why = '', reviewed_by_id = {by}", "return_reasoned"),
        ("returned_why = 'x'", "return_reasoned"),
        ("accepted_at = now()", "review_whole"),
        ("returned_at = now(), returned_why = 'x'", "review_whole"),
        ("reviewed_by_id = {by}", "review_whole"),
    ],
)
def test_half_an_answer_is_refused(cast, submitted, change, name):
    with pytest.raises(IntegrityError, match=name):
        write(
            f"UPDATE accountability_submission SET {change.format(by=cast.bureau.pk)} WHERE id = %s",
            submitted.pk,
        )


def test_only_one_submission_stands(cast, submitted):
    with pytest.raises(IntegrityError, match="one_standing"), transaction.atomic():
        Submission.objects.create(
            deliverable=submitted.deliverable, number=2, submitted_at=timezone.now(), submitted_by=cast.director
        )


def test_a_number_is_given_once(cast, submitted):
    Submission.objects.filter(pk=submitted.pk).update(
        returned_at=timezone.now(), returned_why="Count again.", reviewed_by=cast.bureau
    )

    with pytest.raises(IntegrityError, match="number_once"), transaction.atomic():
        Submission.objects.create(
            deliverable=submitted.deliverable, number=1, submitted_at=timezone.now(), submitted_by=cast.director
        )


def test_a_submitted_deliverable_stays(submitted):
    with pytest.raises(IntegrityError), transaction.atomic():
        write("DELETE FROM initiatives_deliverable WHERE id = %s", submitted.deliverable_id)
        connection.check_constraints()
