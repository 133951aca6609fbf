from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from collaborative.calendar.periods import morning_of
from collaborative.duties.models import Duty
from collaborative.duties.reminders import remind
from collaborative.duties.services import open_duty
from collaborative.letters.models import Letter
from tests import builders
from tests.cast import make_cast
from tests.duties.test_reminders import KIND
from tests.racing import at_once

DUE = date(2027, 1, 20)


def test_sweeps_side_by_side_write_each_reminder_once(cloned_db):
    cast = make_cast()
    for number in range(20):
        open_duty(
            KIND,
            about=builders.person("Ana", f"Number {number}"),
            text=f"Visit {number}",
            due_on=DUE - timedelta(5 if number % 2 else 0),
            at=builders.district(),
            person=cast.coach,
            now=datetime(2027, 1, 1, tzinfo=ZoneInfo("UTC")),
        )
    now = morning_of(DUE) + timedelta(minutes=5)

    def sweep():
        remind(now=now)
        remind(now=now + timedelta(seconds=1))

    at_once([sweep] * 5)

    assert Letter.objects.filter(kind="duty_reminder").count() == 10
    assert Letter.objects.filter(kind="duty_catch_up").count() == 1
    assert not Duty.objects.filter(next_reminder_at__lte=now).exists()
