"""What must never be false, asked of the rows themselves: `manage.py verify`. One small function a promise."""

from accountability.verification import (
    affiliations,
    bookings,
    duties,
    figures,
    hours,
    invitations,
    journal,
    letters,
    merged,
    seats,
    things,
)
from accountability.verification.checking import Check, Checked, checks

__all__ = [
    "Check",
    "Checked",
    "affiliations",
    "bookings",
    "checks",
    "duties",
    "figures",
    "hours",
    "invitations",
    "journal",
    "letters",
    "merged",
    "seats",
    "things",
]
