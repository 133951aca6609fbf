"""What filters offer: the names and the order of the things themselves, asked for at once."""

from coaching.queries import coaches_within, districts_to_visit
from collaborative.people.models import Organization
from tests import builders


def offered(client, path: str, name: str) -> list[tuple[str, str]]:
    field = client.get(path).context["filter_form"].fields[name]
    return [(str(value), label) for value, label in field.choices]


def test_things_are_offered_by_their_names_in_their_order(cast, sign_in):
    builders.initiative("Zuni history")
    builders.initiative("Álgebra")
    client = sign_in(cast.coach)
    path = "/trainings/follow-up/?show=1"

    assert offered(client, path, "district")[1:] == [(str(one.pk), one.name) for one in districts_to_visit(cast.coach)]
    coaches = coaches_within(cast.coach)
    assert offered(client, path, "coach")[2:] == [(str(one.pk), str(one)) for one in coaches] != []
    assert [label for _pk, label in offered(client, path, "initiative")] == [
        "All initiatives",
        "Álgebra",
        "Zuni history",
    ]


def test_an_order_of_its_own_is_kept(cast, sign_in):
    places = Organization.objects.of_kind("rec", "district").order_by("kind", "sort_key")

    assert offered(sign_in(cast.coordinator), "/people/?show=1", "at")[1:] == [
        (str(one.pk), one.name) for one in places
    ]


def test_what_is_not_offered_cannot_be_chosen(cast, sign_in):
    elsewhere = builders.district("Texico").pk

    page = sign_in(cast.coach).get(f"/trainings/follow-up/?district={elsewhere}&show=1")

    assert "district" in page.context["filter_form"].errors


def test_lists_ask_for_all_their_choices_at_once(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.leader)
    client.get("/trainings/follow-up/?show=1")
    with django_assert_max_num_queries(7):
        client.get("/trainings/follow-up/?show=1")
