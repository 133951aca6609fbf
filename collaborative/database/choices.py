"""A column of choices holds one of them: the database refuses what the form would refuse."""

from collections.abc import Iterable

from django.db.models import CheckConstraint, Q

Choices = Iterable[tuple[str, object]]


def known(field: str, choices: Choices, *, name: str, or_empty: bool = False) -> CheckConstraint:
    """`or_empty` where the field may be left blank. A choice that is added or goes needs a migration."""
    return CheckConstraint(condition=Q(**{f"{field}__in": _values(choices, or_empty)}), name=name)


def all_known(field: str, choices: Choices, *, name: str) -> CheckConstraint:
    """Of a column that holds a list of choices."""
    return CheckConstraint(condition=Q(**{f"{field}__contained_by": _values(choices)}), name=name)


def _values(choices: Choices, or_empty: bool = False) -> list[str]:
    values = [str(value) for value, _words in choices]
    return ["", *values] if or_empty and "" not in values else values
