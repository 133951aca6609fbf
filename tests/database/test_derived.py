"""What is derived from the facts of a row says the same in Python and in the database, whatever the facts are that the
database allows. Every `derived` of every model is tried."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from collaborative.calendar.periods import today
from collaborative.database.derived import Derived
from collaborative.duties.models import Duty
from collaborative.people.models import Organization
from tests.depth import DEEP


def key_of(thing: models.Model) -> dict[str, Any]:
    return {"about_type": ContentType.objects.get_for_model(thing), "about_id": thing.pk}


DERIVED = [
    pytest.param(model, name, id=f"{model._meta.label_lower}.{name}")
    for model in apps.get_models()
    for name, value in vars(model).items()
    if isinstance(value, Derived)
]
LOOKUPS = ("isnull", "in", "lt", "lte", "gt", "gte")
ALSO = {  # beside what no row lacks
    Duty: lambda: {"role": "superintendent", **key_of(Organization.objects.order_by("pk")[0])},
}
DAYS = st.sampled_from((-1, 0, 1)) | st.sampled_from((-400, -91, -90, -89, -14, -2, 2, 13, 14, 15, 89, 90, 91, 400))


@pytest.fixture
def pk(cast, model) -> int:
    return made(model).pk


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "name"), DERIVED)
@settings(max_examples=400 if DEEP else 25)
@given(data=st.data())
def test_the_database_says_what_the_property_says(pk, model, name, data):
    sql = getattr(model, name).sql()
    conditions: dict[Any, Q] = sql if isinstance(sql, dict) else {True: sql}
    with transaction.atomic():
        paths = sorted({path for condition in conditions.values() for path in facts_of(condition)})
        facts = {path: value for path in paths if (value := data.draw(values_at(model, path), path)) is not None}
        for path, value in [*facts.items()] * 2:  # what waits for another fact is written after it
            write(model, pk, path, value, but=paths)
        found = [words for words, condition in conditions.items() if model._base_manager.filter(condition, pk=pk)]
        said = getattr(model._base_manager.get(pk=pk), name)
        transaction.set_rollback(True)

    assert found == ([] if said is False else [said])


def facts_of(expression: Any) -> Iterator[str]:
    """The fields from which something is derived."""
    if isinstance(expression, F):
        yield expression.name
    for child in getattr(expression, "children", ()):
        if isinstance(child, tuple):
            path, value = child
            yield "__".join(part for part in path.split("__") if part not in LOOKUPS)
            yield from facts_of(value)
        else:
            yield from facts_of(child)
    for inner in expression.get_source_expressions() if hasattr(expression, "get_source_expressions") else ():
        yield from facts_of(inner)


def values_at(model: type[models.Model], path: str) -> st.SearchStrategy:
    name, _, rest = path.partition("__")
    field: Any = model._meta.get_field(name)
    if rest:
        return values_at(field.related_model, rest)
    return (
        st.booleans().map(lambda is_there: least(field) if is_there else None)
        if field.is_relation
        else values_of(field)
    )


def write(model: type[models.Model], pk: int, path: str, value: Any, *, but: Iterable[str]) -> None:
    """A fact of this row, or of the one that it points at, with what the database wants to know beside it. What is refused
    nevertheless stays as it was."""
    name, _, rest = path.partition("__")
    if rest:
        if other := model._base_manager.values_list(name, flat=True).get(pk=pk):
            write(model._meta.get_field(name).related_model, other, rest, value, but=())
        return
    checks = [set(facts_of(check.condition)) for check in model._meta.constraints if isinstance(check, CheckConstraint)]
    beside = {field for check in checks if name in check for field in check} - {name, *but}
    with suppress(IntegrityError), transaction.atomic():
        also = {field: least(model._meta.get_field(field), is_known=True) for field in beside}
        model._base_manager.filter(pk=pk).update(**{name: value}, **also)


def values_of(field: Any) -> st.SearchStrategy:
    if isinstance(field, models.DateTimeField):
        values: st.SearchStrategy = DAYS.filter(bool).map(lambda days: timezone.now() + timedelta(days))
    elif isinstance(field, models.DateField):
        values = DAYS.map(lambda days: today() + timedelta(days))
    elif isinstance(field, models.BooleanField):
        values = st.booleans()
    elif isinstance(field, models.IntegerField):
        values = st.integers(0, 24)
    else:
        choices = [choice for choice, _words in field.choices or ()]
        values = st.sampled_from(["", *choices] if field.blank and "" not in choices else choices)
    return st.none() | values if field.null else values


def made(model: type[models.Model]) -> models.Model:
    """A row of which only the least is known. Where it points at several of a kind, they are different ones."""
    values: dict[str, Any] = {}
    also = ALSO[model]() if model in ALSO else {}
    for field in model._meta.concrete_fields:
        if not (field.null or field.has_default() or field.primary_key or field.name in also):
            values[field.name] = least(field, but=values.values())
    [row] = model._base_manager.bulk_create([model(**values | also)])
    return row


def least(field: Any, *, but: Iterable[Any] = (), is_known: bool = False) -> Any:
    if field.is_relation:
        rows = field.related_model._base_manager.order_by("pk")
        return next((row for row in rows if row not in but), None) or made(field.related_model)
    if isinstance(field, models.DateField):
        now = timezone.now() + timedelta("end" in field.name)
        return now if isinstance(field, models.DateTimeField) else today(now)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, (models.IntegerField, models.DecimalField)):
        return 1
    return "" if field.blank and not is_known else field.choices[0][0] if field.choices else "x"
