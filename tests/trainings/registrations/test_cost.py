"""What registering one person costs: three requests, and no more than fifty statements of them together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders as b
from tests.trainings.registrations.test_register import hidden
from trainings.models import Registration

pytestmark = pytest.mark.django_db

MOST = 50
UNCOUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


@pytest.mark.parametrize("status", ["seated", "waiting"])
def test_registering_one_person_takes_three_requests_and_few_statements(cast, sign_in, status):
    training = b.training(room_capacity=1)
    if status == "waiting":
        b.registration(training, b.person())
    invitation = training.invitations.get(organization=b.district())
    url = f"/trainings/{training.pk}/invitations/{invitation.pk}/register/"
    client = sign_in(cast.superintendent)

    with CaptureQueriesContext(connection) as asked:
        form = client.get(url)
        check = client.post(url, {**hidden(form), "go": "next", "people": [cast.teacher.pk]})
        done = client.post(url, {**hidden(check), "go": "register"})

    assert done.status_code == 302
    assert Registration.objects.get(person=cast.teacher).status == status
    statements = [one["sql"] for one in asked.captured_queries if not one["sql"].startswith(UNCOUNTED)]
    assert len(statements) <= MOST, "\n".join(statements)
