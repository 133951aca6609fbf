"""What can be owed, and when the one who owes it hears of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from collaborative.calendar.periods import morning_of
from collaborative.plugs.registry import Registry
from collaborative.web.text import Words

# Who shares a duty that is owed to a hat: delegates do what the superintendent does.
SHARED_BY = {
    "superintendent": ("superintendent", "delegate"),
}


@dataclass(frozen=True)
class DutyKind:
    """`before` and `after`: days before and after the due day on which the debtor is reminded, beside the due day itself.
    `escalates_after`: days overdue after which `escalates_to` (a role above) hears of it. Reminders go at eight, local time.
    `grace`: how late a reminder may still go alone, in days; later it is named in one catch-up letter.
    `shown_from`: how many days before the due day Today begins to show it; what cannot be done earlier is not shown earlier."""

    name: str
    words: Words
    before: tuple[int, ...] = (3,)
    after: tuple[int, ...] = (3,)
    escalates_after: int | None = None
    escalates_to: str = ""
    grace: int = 2
    shown_from: int = 30

    def moments(self, due_on: date) -> list[tuple[datetime, str]]:
        """All reminders of a duty, in order: (when, which)."""
        found = [(morning_of(due_on - timedelta(days)), "before") for days in self.before]
        found.append((morning_of(due_on), "due"))
        found += [(morning_of(due_on + timedelta(days)), "overdue") for days in self.after]
        if self.escalates_after is not None:
            found.append((morning_of(due_on + timedelta(self.escalates_after)), "climbed"))
        return sorted(found)


duty_kinds: Registry[DutyKind] = Registry("kind of duty")


def duty_kind(name: str, words: Words, **rules: Any) -> DutyKind:
    return duty_kinds.add(name, DutyKind(name, words, **rules))


def roles_sharing(role: str) -> tuple[str, ...]:
    return SHARED_BY.get(role, (role,))


def roles_owing(role: str) -> list[str]:
    """The roles whose duties a holder of this role sees as their own."""
    return [role, *(owner for owner, sharers in SHARED_BY.items() if role in sharers and owner != role)]
