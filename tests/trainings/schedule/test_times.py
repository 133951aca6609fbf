from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaborative.errors import ActionError
from trainings.schedule.timetable import Sitting, spans

DENVER = ZoneInfo("America/Denver")
SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)
days = st.one_of(
    st.sampled_from([SPRING, AUTUMN]),
    st.dates(SPRING - timedelta(3), SPRING + timedelta(3)),
    st.dates(AUTUMN - timedelta(3), AUTUMN + timedelta(3)),
)
clocks = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
LONG_BEFORE = date(2026, 1, 1)


@given(day=days, starts=clocks, ends=clocks)
def test_a_meeting_is_as_typed_or_refused_at_its_field(day, starts, ends):
    """Across both clock changes: the wall shows what was typed, the hours are those that really pass."""
    try:
        (span,) = spans([Sitting(day, starts, ends)], zone=DENVER, today=LONG_BEFORE)
    except ActionError as refused:
        skipped = day == SPRING and any(at.hour == 2 for at in (starts, ends))
        assert skipped or ends <= starts
        assert refused.field in ("m1_starts", "m1_ends")
        return
    assert (span.starts_at.astimezone(DENVER).date(), span.date) == (day, day)
    assert span.starts_at.astimezone(DENVER).time() == starts
    assert span.ends_at.astimezone(DENVER).time() == ends
    passed = (span.ends_at.astimezone(UTC) - span.starts_at.astimezone(UTC)).total_seconds() / 3600
    assert abs(float(span.hours) - passed) < 0.01
    assert span.ends_at > span.starts_at


@pytest.mark.parametrize(
    ("day", "starts", "ends", "hours"),
    [
        (SPRING, time(0, 30), time(9), "7.50"),
        (AUTUMN, time(0, 30), time(9), "9.50"),
        (date(2027, 5, 4), time(9), time(15, 30), "6.50"),
    ],
)
def test_hours_are_those_that_pass(day, starts, ends, hours):
    (span,) = spans([Sitting(day, starts, ends)], zone=DENVER, today=LONG_BEFORE)

    assert span.hours == Decimal(hours)


def test_the_missing_hour_of_march_is_told():
    with pytest.raises(ActionError, match="clocks go forward") as refused:
        spans([Sitting(SPRING, time(2, 30), time(9))], zone=DENVER, today=LONG_BEFORE)

    assert refused.value.field == "m1_starts"


def test_an_evening_in_june_belongs_to_june():
    (span,) = spans([Sitting(date(2027, 6, 30), time(18, 30), time(20))], zone=DENVER, today=LONG_BEFORE)

    assert span.starts_at == datetime(2027, 7, 1, 0, 30, tzinfo=UTC)
    assert span.date == date(2027, 6, 30)


def test_meetings_are_put_in_order_and_may_not_overlap():
    first = Sitting(date(2027, 5, 4), time(9), time(12), field="m2")
    second = Sitting(date(2027, 5, 4), time(11), time(15), field="m1")

    with pytest.raises(ActionError) as refused:
        spans([second, first], zone=DENVER, today=LONG_BEFORE)
    assert refused.value.field == "m1_starts"

    later = Sitting(date(2027, 5, 5), time(9), time(12), field="m1")
    assert [span.date.day for span in spans([later, first], zone=DENVER, today=LONG_BEFORE)] == [4, 5]


@pytest.mark.parametrize("sittings", [[], [Sitting(date(2025, 1, 1), time(9), time(10))]])
def test_no_meeting_and_a_day_that_has_passed_are_refused(sittings):
    with pytest.raises(ActionError):
        spans(sittings, zone=DENVER, today=LONG_BEFORE)


@pytest.mark.parametrize(
    ("ends", "hours", "words"),
    [
        (time(11), "20", "The meeting lasts 2 hours; enter at most 2."),
        (time(11), "2.25", "The meeting lasts 2 hours; enter at most 2."),
        (time(10), "1.5", "The meeting lasts 1 hour; enter at most 1."),
        (time(15, 30), "7", "The meeting lasts 6.5 hours; enter at most 6.5."),
        (time(11), "0", "Enter more than 0 contact hours"),
    ],
)
def test_contact_hours_are_no_more_than_the_meeting_lasts(ends, hours, words):
    with pytest.raises(ActionError) as refused:
        spans([Sitting(date(2027, 5, 4), time(9), ends, Decimal(hours))], zone=DENVER, today=LONG_BEFORE)

    assert words in refused.value.message
    assert refused.value.field == "m1_hours"


@pytest.mark.parametrize(("ends", "hours"), [(time(11), "2"), (time(10, 40), "1.67"), (time(15, 30), "0.25")])
def test_fewer_hours_or_all_of_them_are_as_typed(ends, hours):
    (span,) = spans([Sitting(date(2027, 5, 4), time(9), ends, Decimal(hours))], zone=DENVER, today=LONG_BEFORE)

    assert span.hours == Decimal(hours)
