"""What must never be false of a duty, tried by raw writes."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.duties.models import Duty
from tests import builders


def row(cast, **more) -> Duty:
    """Owed by the superintendent of Cloudcroft."""
    says = {"kind": "tests.step", "about": builders.district(), "text": "Visit", "url": "/", "role": "superintendent"}
    says |= {"organization": builders.district(), "due_on": today(), "opened_at": timezone.now()}
    return Duty(**{**says, **more})


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


@pytest.mark.parametrize("of", [{}, {"person": "Miguel", "role": ""}], ids=["a hat", "a person"])
def test_the_same_is_owed_once_at_a_time(cast, of):
    of = {name: cast.coach if name == "person" else value for name, value in of.items()}
    first = row(cast, **of)
    first.save()

    with refused("duties_duty_open_once"), transaction.atomic():
        row(cast, **of).save()

    first.closed_at, first.closed_why = timezone.now(), "done"
    first.save()
    row(cast, **of).save()


def test_somebody_owes_it(cast):
    with refused("duties_duty_has_debtor"), transaction.atomic():
        row(cast, role="").save()


@pytest.mark.parametrize("half", [{"closed_at": timezone.now()}, {"closed_why": "done"}])
def test_a_duty_is_closed_with_day_and_reason(cast, half):
    with refused("duties_duty_closed_pair"), transaction.atomic():
        row(cast, **half).save()
