"""Who may see a file: whoever may see the thing it hangs on. Each app says how in its policy.py."""

from collections.abc import Callable

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat

from collaborative.people.models import Person
from collaborative.plugs.registry import Registry

# A thing's label («initiatives.initiativeversion») to the rows of it that a person may see.
attachable: Registry[Callable[[Person], models.QuerySet]] = Registry("thing that files hang on")


def visible_refs(person: Person) -> Q:
    allowed = Q(pk__in=[])
    for label, rows in attachable.items():
        refs = (
            rows(person).order_by().values_list(Concat(Value(f"{label}:"), Cast("pk", models.CharField())), flat=True)
        )
        allowed |= Q(about__startswith=f"{label}:", about__in=refs)
    return allowed
