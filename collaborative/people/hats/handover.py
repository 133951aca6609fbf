"""What a person owes for an organization goes on to whoever succeeds them: each app's module `handover` registers here."""

from collections.abc import Callable
from datetime import datetime

from collaborative.database.sure import sure
from collaborative.people.models import Hat
from collaborative.plugs.registry import Registry

# move(from_hat, to_hat, now) gives how many things went on.
Move = Callable[[Hat, Hat, datetime], int]

handovers: Registry[Move] = Registry("handover")


def hand_over(hat: Hat, *, now: datetime) -> int:
    """Everything that the wearer of the hat before still owes there. How many things it was."""
    moved = sum(move(sure(hat.follows), hat, now) for move in handovers.values())
    hat.handed_over_at = now
    hat.save(update_fields=["handed_over_at"])
    return moved
