from datetime import timedelta

from collaborative.calendar.periods import today
from collaborative.people.affiliations import affiliate, refresh_stale
from collaborative.people.models import Organization
from tests import builders


def test_a_change_of_region_is_copied_on_its_day(db, django_assert_num_queries):
    district, school, elsewhere = builders.district(), builders.school(), builders.rec(6)
    tomorrow = today() + timedelta(1)
    affiliate(district, parent=elsewhere, starts_on=tomorrow, source="a decision of the board")

    with django_assert_num_queries(3):
        assert refresh_stale() == 0
    assert refresh_stale(on=tomorrow) == 2

    school = Organization.objects.get(pk=school.pk)
    assert school.ancestors == [school.pk, district.pk, elsewhere.pk]
    assert Organization.objects.get(pk=district.pk).parent == elsewhere
    assert refresh_stale(on=tomorrow) == 0
