"""Who may see a file: whoever may see the thing it hangs on. Each app says how in its policy.py."""

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from collaborative.people.models import Person
from collaborative.plugs.registry import Registry

# A thing's label («initiatives.initiativeversion») to the rows of it that a person may see.
attachable: Registry[Callable[[Person], models.QuerySet]] = Registry("thing that files hang on")


def visible_refs(person: Person) -> Q:
    """What is about a thing of a kind that is not named here is seen by nobody."""
    allowed = Q(pk__in=[])
    for label, rows in attachable.items():
        kind = ContentType.objects.get_by_natural_key(*label.split("."))
        allowed |= Q(about_type=kind, about_id__in=rows(person).order_by().values("pk"))
    return allowed
