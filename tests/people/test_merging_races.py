"""Two who merge the same records in the same moment, on real connections."""

from collaborative.people.merges import actions as merge_actions
from collaborative.people.models import Person
from collaborative.people.models.merge import Merge
from tests import builders as b
from tests.cast import make_cast
from tests.racing import at_once, refusals


def test_of_two_who_merge_at_once_one_does_and_the_other_is_told(cloned_db):
    cast = make_cast()
    rosa, second, third = (b.staff(cast.school, "Rosa", "Vigil", email="", made_for=b.district()) for _n in range(3))

    def merging(kept: Person, gone: Person):
        return lambda: merge_actions.merge(kept, gone=gone, name_of=kept, by=cast.superintendent)

    found = at_once([merging(rosa, second), merging(second, rosa)])
    assert len(refusals(found)) == 1
    assert "was merged with another one meanwhile" in str(refusals(found)[0])
    assert Person.objects.filter(merged_into__isnull=False).count() == Merge.objects.merged().count() == 1

    kept = Person.objects.get(pk__in=[rosa.pk, second.pk], merged_into__isnull=True)
    found = at_once([merging(kept, third), merging(third, kept)])
    assert len(refusals(found)) == 1
    assert Person.objects.filter(merged_into__isnull=False, merged_into__merged_into__isnull=False).count() == 0
