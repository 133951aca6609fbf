"""References to things without foreign keys: «trainings.training:12». Readable years later, whatever becomes of the row."""

from django.apps import apps
from django.db.models import Model

# What rows that are only added call a model that has moved since. It says so itself, in `ref_label`.
NOW: dict[str, str] = {
    "trainings.followupcycle": "coaching.followupcycle",
    "trainings.followupstep": "coaching.followupstep",
    "trainings.privatenote": "coaching.privatenote",
    "trainings.visit": "coaching.visit",
}


def ref(thing: Model) -> str:
    """The reference of a row. A kind of organization answers with its organization's, a model that has moved
    with the name it had before: rows that are only added keep that one."""
    label = getattr(thing, "ref_label", None) or thing._meta.label_lower
    return f"{label}:{thing.pk}"


def parse(reference: str) -> tuple[type[Model], int]:
    label, _, pk = reference.partition(":")
    return apps.get_model(NOW.get(label, label)), int(pk)
