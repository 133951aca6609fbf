from typing import TypeVar

T = TypeVar("T")


def sure(value: T | None) -> T:
    """A value that is there by a rule: of the database, or of the state of the thing, such as the days of a published
    training. Where the rule is broken, it is said here and not three functions further on."""
    if value is None:
        raise RuntimeError("What must be there by a rule is not there.")
    return value
