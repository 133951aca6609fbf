"""References to things without foreign keys: «trainings.training:12». Readable years later, whatever becomes of the row."""

from django.apps import apps
from django.db.models import Model


def ref(thing: Model) -> str:
    """The reference of a row. A kind of organization answers with its organization's."""
    label = getattr(thing, "ref_label", None) or thing._meta.label_lower
    return f"{label}:{thing.pk}"


def parse(reference: str) -> tuple[type[Model], int]:
    label, _, pk = reference.partition(":")
    return apps.get_model(label), int(pk)
