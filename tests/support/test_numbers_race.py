from functools import partial

import pytest
from django.db import DataError

from collaborative.calendar.periods import fiscal_year, today
from support import actions
from support.models import SupportRequest
from tests import builders
from tests.cast import make_cast
from tests.racing import at_once, refusals
from tests.support.asked import asked


def test_numbers_asked_for_at_once_have_no_gap_and_no_twin(cloned_db):
    cast = make_cast()
    builders.hat(builders.person("Abel", "Aragon"), "rec_coordinator", builders.rec(9))

    def ask(number):
        if number % 4 == 3:  # what fails after its number was taken leaves no gap
            with pytest.raises(DataError):
                asked(cast, for_whom="y" * 201)
            return None
        return asked(cast).owner_id

    owners = [owner for owner in at_once(partial(ask, number) for number in range(32)) if owner]

    numbers = sorted(SupportRequest.objects.values_list("number", flat=True))
    assert numbers == [f"R-{fiscal_year(today())}-{running:04d}" for running in range(1, 25)]
    assert sorted(owners.count(owner) for owner in set(owners)) == [12, 12]


def test_the_same_form_sent_at_once_makes_one_request(cloned_db):
    cast = make_cast()

    made = at_once([partial(asked, cast, once="key-1")] * 6)

    request = SupportRequest.objects.get()
    assert [one for one in made if one not in refusals(made)] == [request]
    assert [one.url for one in refusals(made)] == [request.get_absolute_url()] * 5


def test_two_who_end_it_at_once_end_it_once(cloned_db):
    cast = make_cast()
    request = asked(cast)

    end = partial(actions.end, request, "no", by=cast.coordinator)

    assert len(refusals(at_once([partial(end, words="One reason."), partial(end, words="Another.")]))) == 1
