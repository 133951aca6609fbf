"""Whose roles have ended reads what is their own, and acts on nothing."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from coaching.models import FollowUpCycle, PrivateNote, Visit
from collaborative.calendar.periods import today
from collaborative.people.models import Hat
from tests import builders as b

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle(cast):
    """Miguel coached at Cloudcroft, wrote Rosa a note, and logged a visit without one; then his role ended."""
    training = b.training(leader=cast.coach, days_ahead=-10)
    about = {"district": b.district(), "rec": b.rec(), "initiative": training.initiative}
    return FollowUpCycle.objects.create(
        training=training, opened_at=timezone.now(), people_trained=1, coach=cast.coach, **about
    )


def ended(person):
    person.hats.update(ends_on=b.LONG_AGO)
    for kept in ("hats_today", "reach", "organization_ids"):
        person.__dict__.pop(kept, None)
    return person


def visit(cast, *, note):
    about = {"coach": cast.coach, "district": b.district(), "rec": b.rec(), "kind": "classroom_visit"}
    made = Visit.objects.create(**about, planned_for=today(), location="Room 4", created_at=timezone.now())
    if note:
        says = {"coach": cast.coach, "coached": cast.teacher, "text": "Slower", "written_at": timezone.now()}
        PrivateNote.objects.create(visit=made, **says)
    return made


@pytest.mark.parametrize(
    ("who", "note", "status"), [("coach", True, 200), ("coach", False, 403), ("teacher", True, 200)]
)
def test_a_note_is_read_by_whom_it_is_of_and_to(cast, sign_in, who, note, status):
    made = visit(cast, note=note)
    client = sign_in(ended(getattr(cast, who)))

    page = client.get(made.get_absolute_url())

    assert page.status_code == status and ("Slower" in page.content.decode()) is (status == 200)
    assert client.post(f"{made.get_absolute_url()}log/", {}).status_code in (403, 404)


def test_own_acts_ask_for_a_role_of_today(cast, cycle):
    acts = ("coaching.log_visits", "coaching.keep_steps", "coaching.view_follow_ups")
    assert all(cast.coach.has_perm(act, cycle) for act in acts)
    assert cast.coach.has_perm("trainings.keep_door", cycle.training)

    ended(cast.coach)

    assert not any(cast.coach.has_perm(act, cycle) for act in acts)
    assert not cast.coach.has_perm("trainings.keep_door", cycle.training)


def test_own_registration_stays_readable_and_is_not_changed(cast):
    mine = b.registration(b.training(leader=cast.coach), cast.teacher)
    ended(cast.teacher), ended(cast.coach)
    assert cast.teacher.has_perm("trainings.view_seats", mine)
    assert not cast.teacher.has_perm("trainings.change_seats", mine)
    assert not cast.coach.has_perm("trainings.view_seats", mine)  # she led it: the seat is somebody else's


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 200),
        ("/me/", 200),
        ("/me/address/", 200),
        ("/help/", 200),
        ("/search/?words=rosa", 200),
        ("/people/", 403),
        ("/people/{teacher}/", 403),
        ("/districts/", 403),
        ("/recs/", 403),
        ("/reports/", 403),
        ("/requests/", 403),
        ("/trainings/visits/", 403),
    ],
)
@pytest.mark.parametrize("who", ["coach", "superintendent", "director"])
def test_a_former_role_opens_its_own_pages_alone(cast, sign_in, who, address, status):
    client = sign_in(ended(getattr(cast, who)))
    answer = client.get(address.format(teacher=cast.teacher.pk))
    assert answer.status_code == status
    if status == 403:
        assert "You hold no role today. What is your own stays open" in answer.content.decode()
    if "search" in address:
        assert "Montoya" not in answer.content.decode()


def test_of_two_holders_the_later_begun_stays_and_of_an_ended_one_the_earlier(cast):
    """The migration's own step, on rows as they could be written before."""
    texico, ruidoso = b.district("Texico"), b.district("Ruidoso")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE people_hat DROP CONSTRAINT people_hat_one_superintendent")
    day = today().replace(year=2020, month=5, day=1)
    later = b.hat(cast.nobody, "superintendent", texico, starts_on=day)
    passing = b.hat(cast.nobody, "superintendent", b.district(), starts_on=day, ends_on=day.replace(month=8))
    twins = [b.hat(person, "superintendent", ruidoso, starts_on=day) for person in (cast.nobody, cast.teacher)]

    import_module("collaborative.people.migrations.0009_power_ends_now").leave_one_holder(apps, None)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        (constraint,) = [one for one in Hat._meta.constraints if one.name == "people_hat_one_superintendent"]
        editor.add_constraint(Hat, constraint)
    worn = set(Hat.objects.today().filter(role="superintendent").values_list("pk", flat=True))
    assert worn == {later.pk, twins[1].pk, cast.superintendent.hats.get(role="superintendent").pk}
    assert Hat.objects.get(pk=passing.pk).ends_on == day.replace(month=8)
