"""After a training has closed, who answers for people sees who was there, for how long, and the certificates."""

import csv
from io import StringIO

import pytest

from tests import builders
from trainings.attendance.actions import closing
from trainings.models import Certificate, Registration


def page(client, training, part=""):
    return client.get(f"{training.get_absolute_url()}{part}").content.decode()


def of(name):
    return Registration.objects.get(person__given_name=name)


@pytest.mark.parametrize("part", ["", "registrations/"])
def test_the_superintendent_sees_who_was_there(cast, sign_in, closed, part):
    text = page(sign_in(cast.superintendent), closed, part)

    assert "Present" in text and "Absent" in text
    assert "Seated" not in text
    assert "contact hours: 6" in text
    assert Certificate.objects.get(person=of("Rosa").person).page_url in text


def test_the_seat_page_says_it_with_the_certificate(cast, sign_in, closed):
    client = sign_in(cast.superintendent)

    rosa = client.get(of("Rosa").get_absolute_url()).content.decode()
    assert "Present" in rosa and "contact hours: 6" in rosa
    assert f'href="{Certificate.objects.get(person=of("Rosa").person).page_url}"' in rosa
    ana = client.get(of("Ana").get_absolute_url()).content.decode()
    assert "Absent" in ana and "certificate" not in ana.lower().split("<main")[1].split("what was done")[0]


def test_the_export_has_attendance_and_hours(cast, sign_in, closed):
    answer = sign_in(cast.superintendent).get(f"{closed.get_absolute_url()}registrations/?as=csv&show=1")

    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    found = {row["First name"]: (row["Attendance"], row["Contact hours"]) for row in rows}
    assert found == {"Rosa": ("Present", "6"), "Ana": ("Absent", "")}


def test_before_the_closing_a_seat_is_a_seat(cast, sign_in, training, seat):
    seat("Rosa", "Vigil")

    text = page(sign_in(cast.superintendent), training, "registrations/")

    assert "Seated" in text and "Absent" not in text


def test_a_correction_is_what_counts(cast, sign_in, closed, meeting):
    closing.correct(of("Rosa"), meeting, present=False, hours=0, why="Was at home.", by=cast.coordinator)

    text = page(sign_in(cast.superintendent), closed, "registrations/")

    assert "Present" not in text
    assert "contact hours" not in text


def test_a_trainer_with_a_seat_is_not_called_absent(cast, sign_in, closed):
    builders.registration(closed, cast.coach, builders.rec())

    [row] = Registration.objects.with_attendance(cast.coordinator).filter(person=cast.coach)

    assert row.state == "seated"
