"""Ranges as the database makes and compares them, without an extension."""

from django.db.models import DateTimeField, F, Field, Func, Value


class Int8Range(Func):
    """A range of one id, so that an exclusion constraint can ask for equality."""

    function = "int8range"
    output_field = Field()


def only(field: str) -> Int8Range:
    return Int8Range(F(field), F(field), Value("[]"))


class LocalMidnight(Func):
    """Where a day begins in New Mexico, or the day that many days later."""

    output_field = DateTimeField()

    def __init__(self, day: str, *, days: int = 0) -> None:
        super().__init__(F(day), template=f"timezone('America/Denver', (%(expressions)s + {days})::timestamp)")
