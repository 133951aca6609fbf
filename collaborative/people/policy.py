"""Who may do what: the one place that answers `person.has_perm(name, thing)`.

Each app's policy.py names its permissions with `allow`. A hat allows an act when its role has the permission and the hat
covers the thing: state hats cover everything, other hats what stands at or under their organization.
*When* an act is possible is no matter of permission: that is a property of the model (`is_open`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from collaborative.people.roles import Reach
from collaborative.plugs.registry import Registry
from collaborative.web.text import Words

if TYPE_CHECKING:
    from collaborative.people.models import Hat, Organization, Person

Lineages = Callable[[Any], Iterable[int]]


@dataclass(frozen=True)
class Permission:
    """`words`: what it allows, for the help page. `at(thing)`: ids of organizations, each with those above it (ancestors),
    of which the hat's must be one. `own(person, thing)`: also allowed for this person's own, whichever hat of today they
    wear; `former(person, thing)`: reading what is theirs, without any hat. An act asks for a hat of today.
    `state` False: state reach does not suffice, the hat must stand among the ancestors themselves."""

    name: str
    words: Words
    at: Lineages | None = None
    own: Callable[["Person", Any], bool] | None = None
    state: bool = True
    former: Callable[["Person", Any], bool] | None = None


permissions: Registry[Permission] = Registry("permission")


def allow(
    name: str,
    words: Words,
    *,
    at: Lineages | None = None,
    own: Callable[["Person", Any], bool] | None = None,
    state: bool = True,
    former: Callable[["Person", Any], bool] | None = None,
) -> Permission:
    return permissions.add(name, Permission(name, words, at, own, state, former))


def hat_for(person: "Person", name: str, thing: Any = None) -> "Hat | bool":
    """The hat that allows the act, True where it is the person's own affair, else False."""
    if hat := next(hats_for(person, name, thing), None):
        return hat
    permission = permissions[name]
    theirs = permission.own if person.hats_today else permission.former
    return bool(theirs and thing is not None and theirs(person, thing))


def hats_for(person: "Person", name: str, thing: Any = None) -> "Iterator[Hat]":
    """All hats that allow the act."""
    permission = permissions[name]
    ancestors: set[int] | None = None
    for hat in person.hats_today:
        if name not in hat.rules.permissions:
            continue
        if thing is None or permission.at is None or (hat.rules.reach is Reach.STATE and permission.state):
            yield hat
            continue
        if ancestors is None:
            ancestors = set(permission.at(thing))
        if hat.organization_id in ancestors:
            yield hat


def reaches(person: "Person", organization: "Organization") -> bool:
    """Whether the organization stands within reach of the person's hats, so that its people have pages for them."""
    return person.reach.state or not {*person.reach.organization_ids}.isdisjoint(organization.ancestors)


class PolicyBackend:
    """Django's face of the policy: authentication is allauth's, by a code sent by mail."""

    def get_user(self, pk: int) -> "Person | None":
        """Nobody signs in with a record that was merged into another one, or that is locked."""
        return get_user_model().objects.may_enter().filter(pk=pk).first()

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None

    def has_perm(self, person: "Person", name: str, thing: Any = None) -> bool:
        return person.has_perm(name, thing)


def itself(organization: "Organization") -> list[int]:
    """For acts on an organization: it stands under itself."""
    return organization.ancestors


allow("people.give_hats", _("give and end roles of one’s organization and those under it"), at=itself, state=True)
allow("people.keep_records", _("correct the records of people whom one’s organization brought in"), at=itself)
