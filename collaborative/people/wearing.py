"""Putting a hat on somebody and taking it off: plain functions for actions."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from collaborative.days import short_day
from collaborative.people.giving import holder_of
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.sessions import renew_nonce
from collaborative.periods import at_local, today
from collaborative.refusals import Refused


def put_on(
    wearer: Person,
    role: str,
    organization: Organization,
    *,
    starts_on: date,
    ends_on: date | None = None,
    by: Person,
    now: datetime,
    **more: Any,
) -> Hat:
    """A hat that nobody else wears and the person does not wear yet. One whose first day is today begins this second."""
    begins_at = now if starts_on == today(now) else None
    begins = begins_at or at_local(starts_on, time.min)
    ends = at_local(ends_on + timedelta(days=1), time.min) if ends_on else None
    same = wearer.hats.filter(role=role, organization=organization.pk)
    if worn := same.overlapping(max(begins, now), ends).first():
        words = _("%(name)s has this role already, from %(day)s on.")
        raise Refused(words % {"name": wearer, "day": short_day(worn.starts_on)}, field="role")
    if held := holder_of(organization, role, begins=begins, ends=ends):
        words = _("%(name)s is %(hat)s, and only one person is at a time. Name a successor on the page of %(name)s.")
        raise Refused(words % {"name": held.person, "hat": held}, field="role")
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
                source=_("given by %(name)s") % {"name": by},
                **more,
            )
    except IntegrityError as broken:
        if "people_hat_one_" in str(broken):
            raise Refused(_("Somebody else was just given this role."), field="role") from None
        raise Refused(_("%(name)s was just given this role by somebody else.") % {"name": wearer}) from None
    hat.organization = organization
    return hat


def stop_wearing(hat: Hat, *, last: date, at: datetime | None) -> None:
    """Ends the hat with its last day, or at an instant of it: then with every session and sent link of a role that acts."""
    hat.ends_on, hat.ended_at = last, at
    hat.save(update_fields=["ends_on", "ended_at"])
    if at and hat.rules.acts:
        renew_nonce(hat.person)
