"""Two who give the same role in the same moment, on two real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection, transaction

from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.people.hats.actions import hats as hat_actions
from collaborative.people.models import Hat
from tests import builders
from tests.cast import make_cast
from tests.racing import at_once, refusals
from tests.waiting import until


def test_a_role_that_somebody_else_is_just_giving_is_refused_in_words(cloned_db):
    cast, begun = make_cast(), Event()

    def give_slowly():
        with transaction.atomic():
            builders.hat(cast.teacher, "coach", builders.rec(), starts_on=today())
            begun.set()
            until(_somebody_waits_for_me, what="the second one at the same row")
        connection.close()

    def give():
        begun.wait(10)
        try:
            hat_actions.give_hat(builders.rec(), role="coach", to=cast.teacher, starts_on=today(), by=cast.director)
        except ActionError as refused:
            return refused.message
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(give_slowly), pool.submit(give)
    first.result()

    assert second.result() == "Rosa Montoya was just given this role by somebody else."


def test_two_name_a_superintendent_at_once_and_one_is_told(cloned_db):
    cast, district = make_cast(), builders.district("Ruidoso")

    def give(to, by):
        return hat_actions.give_hat(district, role="superintendent", to=to, starts_on=today(), by=by)

    found = at_once([lambda: give(cast.teacher, cast.director), lambda: give(cast.nobody, cast.leader)])

    (told,) = refusals(found)
    holder = Hat.objects.today().get(organization=district, role="superintendent").person
    assert str(holder) in told.message and holder in (cast.teacher, cast.nobody)


def _somebody_waits_for_me() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid)))")
        return cursor.fetchone()[0]
