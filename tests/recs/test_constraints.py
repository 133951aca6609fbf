"""What must never be false of RECs, venues and rooms, tried by raw writes."""

import pytest
from django.db import IntegrityError, transaction

from recs.models import Rec
from tests import builders

pytestmark = pytest.mark.django_db


def refused(constraint):
    return pytest.raises(IntegrityError, match=constraint)


def test_a_number_belongs_to_one_rec():
    with refused("recs_rec_number"), transaction.atomic():
        Rec.objects.filter(number=9).update(number=6)


def test_a_keeper_lists_a_venue_of_one_name_and_city_once():
    builders.venue()
    builders.venue(builders.rec(6))
    builders.venue(city="Carrizozo")

    with refused("recs_venue_once"), transaction.atomic():
        builders.venue()


def test_a_venue_has_a_room_of_one_name_once():
    room = builders.room()

    with refused("recs_room_once"), transaction.atomic():
        builders.room(room.venue)


def test_a_room_has_seats_or_their_number_is_not_known():
    builders.room(seats=None)

    with refused("recs_room_has_seats"), transaction.atomic():
        builders.room(builders.venue(city="Carrizozo"), seats=0)
