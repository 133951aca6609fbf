"""A district's region has changed: the packages further right register what follows (trainings: who is invited)."""

from collections.abc import Callable

from collaborative.plugs.registry import Registry
from collaborative.web.text import Words

Follower = Callable[..., Words]  # (district, *, regions, starts_on, by, now) → a sentence on what followed, or nothing

followers: Registry[Follower] = Registry("follower of a region's change")


def follows_region(follow: Follower) -> Follower:
    return followers.add(f"{follow.__module__}.{follow.__name__}", follow)
