from decimal import Decimal

import pytest

from coaching.models import FollowUpCycle
from collaborative.errors import ActionError
from trainings.attendance.actions import closing
from trainings.certificates import actions as certificates
from trainings.models import Certificate, HoursEntry


@pytest.fixture
def correct(closed, cast):
    def put_right(family, hours, why="Left after lunch."):
        registration = closed.registrations.select_related("person", "training").get(person__family_name=family)
        return closing.correct(
            registration,
            closed.meetings.get(),
            present=bool(hours),
            hours=Decimal(hours),
            why=why,
            by=cast.coordinator,
        )

    return put_right


def test_the_difference_is_entered_and_the_certificate_replaced(correct):
    before = Certificate.objects.get(name="Rosa Vigil")

    correct("Vigil", 4)

    assert list(HoursEntry.objects.filter(person__family_name="Vigil").values_list("hours", "why")) == [
        (6, ""),
        (-2, "Left after lunch."),
    ]
    before.refresh_from_db()
    assert (before.is_revoked, before.revoked_why) == (True, "Left after lunch.")
    after = Certificate.objects.standing().get(name="Rosa Vigil")
    assert after.hours == 4
    assert after.code != before.code


def test_absent_after_all_takes_the_certificate_and_counts_nobody_trained(correct, closed):
    correct("Abeyta", 0)

    assert not Certificate.objects.standing().filter(name="Luis Abeyta").exists()
    assert FollowUpCycle.objects.get(district__short_name="Tularosa").people_trained == 0

    correct("Abeyta", 3)

    assert Certificate.objects.standing().get(name="Luis Abeyta").hours == 3
    assert FollowUpCycle.objects.get(district__short_name="Tularosa").people_trained == 1


def test_present_after_all_gets_hours_and_a_certificate(correct):
    correct("Lujan", "1.25")

    assert HoursEntry.objects.get(person__family_name="Lujan").hours == Decimal("1.25")
    assert Certificate.objects.standing().filter(name="Ana Lujan").exists()
    assert FollowUpCycle.objects.get(district__short_name="Cloudcroft").people_trained == 2


def test_what_somebody_revoked_does_not_come_back_with_a_correction(correct, cast):
    certificate = Certificate.objects.get(name="Rosa Vigil")
    certificates.revoke_certificate(certificate, why="Not she who came.", by=cast.coordinator)

    correct("Vigil", 4)

    assert not Certificate.objects.standing().filter(name="Rosa Vigil").exists()


def test_nothing_changed_is_told(correct):
    with pytest.raises(ActionError, match="stands already"):
        correct("Vigil", 6)

    assert HoursEntry.objects.count() == 2


def test_a_certificate_is_issued_again_under_the_present_name(closed, cast):
    before = Certificate.objects.get(name="Rosa Vigil")
    before.person.family_name = "Vigil-Romero"
    before.person.save()

    after = certificates.issue_again(before, why="Married name.", by=cast.coordinator)

    assert (after.name, after.hours) == ("Rosa Vigil-Romero", 6)
    assert Certificate.objects.standing().filter(person=before.person).count() == 1


def test_the_page_corrects_with_a_reason(sign_in, cast, closed):
    rosa = closed.registrations.get(person__family_name="Vigil")
    url = f"/trainings/{closed.pk}/door/{rosa.pk}/correct/1/"
    client = sign_in(cast.coordinator)

    asked = client.post(url, {"there": "yes", "hours": "4"})
    done = client.post(url, {"there": "yes", "hours": "4", "why": "Left after lunch."})

    assert "Enter the reason." in asked.content.decode()
    assert done.status_code == 302
    assert Certificate.objects.standing().get(name="Rosa Vigil").hours == 4
