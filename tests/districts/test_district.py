from datetime import timedelta

from collaborative.calendar.periods import today
from collaborative.people.affiliations import affiliate
from tests import builders


def test_a_district_cites_the_source_of_todays_region_not_of_a_later_one(cast, sign_in):
    district = builders.district()
    affiliate(district, parent=builders.rec(9), starts_on=today(), source="The board’s minutes of this year")
    affiliate(district, parent=builders.rec(6), starts_on=today() + timedelta(1), source="A wish for next year")

    page = sign_in(cast.coordinator).get(f"/districts/{district.pk}/").content.decode()

    assert "The board’s minutes of this year" in page
    assert "A wish for next year" not in page
