from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DataError, connection

from collaborative.periods import fiscal_year, today
from collaborative.refusals import AlreadyDone
from support import actions
from support.models import SupportRequest
from tests import builders
from tests.cast import make_cast
from tests.support.asked import asked

AT_ONCE = 12


def together(work, items):
    def one(item):
        try:
            return work(item)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, items))


def test_numbers_asked_for_at_once_have_no_gap_and_no_twin(cloned_db):
    cast = make_cast()
    builders.hat(builders.person("Abel", "Aragon"), "rec_coordinator", builders.rec(9))

    def ask(number):
        if number % 4 == 3:  # what fails after its number was taken leaves no gap
            with pytest.raises(DataError):
                asked(cast, for_whom="y" * 201)
            return None
        return asked(cast).owner_id

    owners = [owner for owner in together(ask, range(32)) if owner]

    numbers = sorted(SupportRequest.objects.values_list("number", flat=True))
    assert numbers == [f"R-{fiscal_year(today())}-{running:04d}" for running in range(1, 25)]
    assert sorted(owners.count(owner) for owner in set(owners)) == [12, 12]


def test_the_same_form_sent_at_once_makes_one_request(cloned_db):
    cast = make_cast()

    def ask(_number):
        try:
            return asked(cast, once="key-1").pk
        except AlreadyDone as done:
            return done.url

    made = together(ask, range(6))

    request = SupportRequest.objects.get()
    assert sorted(map(str, set(made))) == sorted([str(request.pk), request.get_absolute_url()])


def test_two_who_end_it_at_once_end_it_once(cloned_db):
    cast = make_cast()
    request = asked(cast)

    def end(words):
        try:
            actions.end(request, "no", words=words, by=cast.coordinator)
        except Exception as refused:
            return type(refused).__name__
        return "ended"

    assert sorted(together(end, ["One reason.", "Another."])) == ["Refused", "ended"]
