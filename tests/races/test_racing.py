"""Nothing that happens in a thread is lost."""

import pytest

from collaborative.errors import ActionError
from tests.racing import at_once, refusals


def refuse():
    raise ActionError("Not today.")


def test_what_each_gave_back_and_what_it_refused_comes_in_order(cloned_db):
    found = at_once([lambda: "first", refuse, lambda: "third"])

    assert [str(one) for one in found] == ["first", "Not today.", "third"]
    assert [one.message for one in refusals(found)] == ["Not today."]


def test_any_other_exception_ends_the_test(cloned_db):
    with pytest.raises(ExceptionGroup) as raised:
        at_once([lambda: 1 / 0, refuse])

    assert [type(one) for one in raised.value.exceptions] == [ZeroDivisionError]


def test_an_exception_that_is_expected_is_an_answer(cloned_db):
    [found] = at_once([lambda: 1 / 0], answers=(ZeroDivisionError,))

    assert isinstance(found, ZeroDivisionError)
