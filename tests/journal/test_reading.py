"""What a GET writes after the response has gone, and that nobody suffers when it cannot."""

import logging

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse

from collaborative.journal.access_log import after_response


@pytest.mark.parametrize("problem", [InterfaceError("connection already closed"), OperationalError("gone")])
def test_a_fact_that_cannot_be_written_is_logged_and_the_response_is_closed(problem, caplog):
    closed = []
    response = HttpResponse()
    response.close = lambda: closed.append("closed")

    def write():
        raise problem

    after_response(response, write)
    with caplog.at_level(logging.ERROR):
        response.close()

    assert closed == ["closed"]
    assert "A fact about reading could not be written." in caplog.text


def test_the_response_is_closed_even_where_the_writing_is_broken():
    closed = []
    response = HttpResponse()
    response.close = lambda: closed.append("closed")
    after_response(response, lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        response.close()

    assert closed == ["closed"]
