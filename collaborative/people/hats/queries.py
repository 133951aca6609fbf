from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from collaborative.database.compiled_queries import prepared

H = TypeVar("H", bound=Model)


@prepared
def worn_now(person: int, *, model: type[H]) -> QuerySet[H]:
    """The hats that a person wears, with their organizations. The model asks for them and gives itself: it is not imported
    here. A person's shape is made of their hats, so that here, where they are asked for, the person is an id."""
    hats: Any = model._default_manager
    return hats.today().filter(person=person).select_related("organization").defer("during").order_by("id")
