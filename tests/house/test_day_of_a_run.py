"""The chosen day of a run."""

from datetime import UTC, datetime

import pytest

from tests.day import AWKWARD, moment, seconds_until

WINTER, SUMMER = datetime(2026, 11, 28, 12, tzinfo=UTC), datetime(2026, 7, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize("now", [WINTER, SUMMER])
@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("2027-06-30T23:30", datetime(2027, 7, 1, 5, 30, tzinfo=UTC)),
        ("2026-12-24", datetime(2026, 12, 24, 17, tzinfo=UTC)),
        ("2027-03-14T01:30", datetime(2027, 3, 14, 8, 30, tzinfo=UTC)),
    ],
)
def test_it_begins_at_the_minute_that_clocks_in_new_mexico_show(words, instant, now):
    assert now.timestamp() + seconds_until(moment(words), now) == instant.timestamp()


def test_every_awkward_day_can_be_read():
    assert len({moment(words) for words in AWKWARD}) == 12
