"""The roles on somebody's page: since when, until when, who follows, and what the reader may do with each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from collaborative.calendar.periods import today
from collaborative.people.hats.actions.successors import STOP, concerned_by
from collaborative.people.hats.granting import giving_hat
from collaborative.people.hats.proposals import may_name_own
from collaborative.people.models import Hat, Person
from collaborative.web.addresses import path_to


@dataclass(frozen=True)
class RoleLine:
    hat: Hat
    may_end: bool = False
    may_hand_on: bool = False
    follower: Hat | None = None  # named, and not begun yet
    stop_url: str = ""


def role_lines(hats: Iterable[Hat], *, reader: Person) -> list[RoleLine]:
    hats = list(hats)
    ending = [hat.pk for hat in hats if hat.rules.is_single and hat.is_worn() and hat.ends_on]
    after = {hat.follows_id: hat for hat in _followers(ending)} if ending else {}
    return [_line(hat, after.get(hat.pk), reader) for hat in hats]


def _line(hat: Hat, follower: Hat | None, reader: Person) -> RoleLine:
    ends = hat.is_worn() and giving_hat(reader, hat.role, hat.organization) is not None
    if follower is not None:
        stops = reader in concerned_by(follower)
        stop_url = path_to("succession-stop", STOP.sign(reader, follower.pk)) if stops else ""
        return RoleLine(hat, may_end=ends, follower=follower, stop_url=stop_url)
    hands_on = hat.rules.is_single and (ends or may_name_own(reader, hat))
    return RoleLine(hat, may_end=ends, may_hand_on=hands_on)


def _followers(ending: list[int]) -> QuerySet[Hat]:
    ahead = Hat.objects.filter(follows__in=ending, starts_on__gt=today())
    return ahead.select_related("person", "organization", "follows__person")
