"""Putting a hat on somebody and taking it off: plain functions for actions."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import at_local, today
from collaborative.errors import ActionError
from collaborative.people.claims.services import sort_out
from collaborative.people.hats.granting import holder_of
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.records.services import first_sign_in
from collaborative.people.roles import ROLES
from collaborative.people.rosters import Newcomer, make_people
from collaborative.people.sign_in.sessions import renew_nonce


def put_on(
    wearer: Person,
    role: str,
    organization: Organization,
    *,
    starts_on: date,
    ends_on: date | None = None,
    by: Person | None,
    now: datetime,
    **more: Any,
) -> Hat:
    """A hat that nobody else wears and the person does not wear yet. One whose first day is today begins this second.
    `by` None: whoever runs the server."""
    begins_at = now if starts_on == today(now) else None
    begins = begins_at or at_local(starts_on, time.min)
    ends = at_local(ends_on + timedelta(days=1), time.min) if ends_on else None
    same = wearer.hats.filter(role=role, organization=organization.pk)
    if worn := same.overlapping(max(begins, now), ends).first():
        words = _("%(name)s has this role already, from %(day)s on.")
        raise ActionError(words % {"name": wearer, "day": short_day(worn.starts_on)}, field="role")
    if held := holder_of(organization, role, begins=begins, ends=ends):
        words = _("%(name)s is %(hat)s, and only one person is at a time. Name a successor on the page of %(name)s.")
        raise ActionError(words % {"name": held.person, "hat": held}, field="role")
    try:
        with transaction.atomic():
            hat = Hat.objects.create(
                person=wearer,
                role=role,
                organization_id=organization.pk,
                starts_on=starts_on,
                ends_on=ends_on,
                begins_at=begins_at,
                given_by=by,
                source=_("given by %(name)s") % {"name": by} if by else _("given at the command line"),
                **more,
            )
    except IntegrityError as broken:
        if "people_hat_one_" in str(broken):
            raise ActionError(_("Somebody else was just given this role."), field="role") from None
        raise ActionError(_("%(name)s was just given this role by somebody else.") % {"name": wearer}) from None
    hat.organization = organization
    return hat


def stop_wearing(hat: Hat, *, last: date, at: datetime | None) -> None:
    """Ends the hat with its last day, or at an instant of it: then with every session and sent link of a role that acts."""
    hat.ends_on, hat.ended_at = last, at
    hat.save(update_fields=["ends_on", "ended_at"])
    if at and hat.rules.acts:
        renew_nonce(hat.person)


def with_record(to: Person | Newcomer, organization: Organization) -> Person:
    return make_people([to], made_for=organization)[0] if isinstance(to, Newcomer) else to


def wearer_of(to: Person | Newcomer, organization: Organization, *, role: str, sign_in: str, by: Person) -> Person:
    """The person who gets a role, under a lock, with a record and, where the role acts, with an address to sign in with.
    Of one's own people alone: who has a place elsewhere is asked first, which `give_hat` does."""
    wearer = Person.objects.select_for_update(no_key=True).get(pk=with_record(to, organization).pk)
    if sort_out([wearer], at=organization, by=by).others:
        words = _("%(name)s has a place at another organization. Ask first whether they come: put them on your roster.")
        raise ActionError(words % {"name": wearer})
    if sign_in and not wearer.email:
        first_sign_in(wearer, sign_in, by=by)
    if ROLES[role].acts and not wearer.email:
        raise ActionError(_("%(name)s needs an own address to sign in with.") % {"name": wearer}, field="email")
    return wearer
