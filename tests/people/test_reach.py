from collaborative.people.models import Person
from tests import builders


def test_a_coordinator_sees_the_people_of_the_own_region_only(cast):
    seen = Person.objects.visible_to(cast.coordinator)

    assert cast.teacher in seen
    assert cast.superintendent in seen
    assert cast.other_superintendent not in seen


def test_a_teacher_sees_nobody_else(cast):
    assert list(Person.objects.visible_to(cast.teacher)) == [cast.teacher]


def test_a_hat_that_ended_opens_no_door(cast):
    assert not cast.former.has_perm("districts.view_roster", builders.district("Cloudcroft"))
    assert cast.superintendent.has_perm("districts.view_roster", builders.district("Cloudcroft"))


def test_a_training_is_run_by_its_host_alone(cast):
    training = builders.training(leader=cast.coach)

    allowed = {name for name, person in cast.people().items() if person.has_perm("trainings.run", training)}

    assert allowed == {"coordinator", "director"}


def test_organizations_with_a_permission_are_those_of_the_hats_that_give_it(cast):
    district, other = builders.district("Cloudcroft"), builders.district("Tularosa")
    builders.hat(cast.superintendent, "superintendent", other)
    builders.hat(cast.superintendent, "delegate", other)
    builders.hat(cast.superintendent, "council_member", builders.rec())

    assert cast.superintendent.organizations_with("support.ask") == [district.pk, other.pk]
    assert cast.former.organizations_with("support.ask") == []
