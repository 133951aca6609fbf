"""Hours as they are read."""

from decimal import Decimal


def in_hours(value: Decimal) -> str:
    """6.00 as 6, 5.50 as 5.5."""
    return f"{value.normalize():f}" if value else "0"
