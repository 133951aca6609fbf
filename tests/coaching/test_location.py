"""Where a visit is: what was typed, and the school or venue that it names."""

import pytest
from django.db import IntegrityError, transaction

from coaching.actions import visits as actions
from coaching.models import Visit
from collaborative.calendar.periods import today
from tests import builders


@pytest.fixture
def school(cast):
    return builders.school(name="Sacramento High (sample)")


def planned(cast, location: str) -> Visit:
    return actions.plan(
        builders.district(),
        coach=cast.coach,
        kind="call",
        planned_for=today(),
        location=location,
        people=[cast.teacher],
        by=cast.coach,
    )


def test_a_school_of_the_district_is_known_by_its_name(cast, school):
    visit = planned(cast, "sacramento high (SAMPLE), room 12")

    assert (visit.school_id, visit.venue_id, visit.location) == (school.pk, None, "sacramento high (SAMPLE), room 12")


def test_a_venue_of_the_rec_is_known_by_its_name(cast):
    venue = builders.venue()

    assert planned(cast, venue.name).venue == venue
    assert planned(cast, "By phone").named_place is None


def test_what_it_names_follows_a_correction(cast, school, sign_in):
    visit = planned(cast, "By phone")
    facts = {"held_on": today(), "minutes": 30, "people": [cast.teacher], "by": cast.coach}
    actions.log(visit, location="By phone", **facts)

    actions.correct(visit, location=school.name, why="It was there.", **facts)

    visit.refresh_from_db()
    assert visit.school_id == school.pk
    page = sign_in(cast.coach).get(visit.get_absolute_url()).content.decode()
    assert f'<a href="{school.get_absolute_url()}">{school.name}</a>' in page.replace("\n", "")


def test_a_school_of_another_district_is_words_alone(cast):
    other = builders.school(builders.district("Texico"), name="Texico Elementary (sample)")

    assert planned(cast, other.name).school is None


def test_names_are_offered_while_one_types(cast, school, sign_in):
    page = sign_in(cast.coach).get(f"/trainings/visits/new/?district={builders.district().pk}").content.decode()

    assert f'<option value="{school.name}"></option>' in page
    assert 'list="id_location_names"' in page


def test_a_visit_is_at_one_place(cast, school):
    visit = planned(cast, school.name)
    with pytest.raises(IntegrityError, match="coaching_visit_at_one_place"), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(venue=builders.venue())
