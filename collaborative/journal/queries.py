from typing import Any

from django.db.models import CharField, QuerySet, Value

from collaborative.database.compiled_queries import prepared, union_all
from collaborative.journal.models import Entry
from collaborative.journal.refs import parse


@prepared
def entries_about(here: str, *, verbs: str, first: int, last: int) -> QuerySet[Entry]:
    """One more than is shown: whether there are others."""
    entries = Entry.objects.filter(refs__contains=[here])
    if verbs:
        entries = entries.filter(verb__startswith=verbs)
    return entries.order_by("-at", "-id")[first : last + 1]


@prepared
def refs_within_reach(reader: Any, *ids: list[int], labels: tuple[str, ...]) -> QuerySet:
    """Label and id of those that the reader may see: of things of several kinds the ids alone are wanted."""
    found = []
    for label, some in zip(labels, ids, strict=True):
        model, _pk = parse(f"{label}:0")
        manager: Any = model._default_manager
        within = manager.visible_to(reader).filter(pk__in=some)
        found.append(within.order_by().values_list(Value(label, CharField()), "pk"))
    return union_all(found)
