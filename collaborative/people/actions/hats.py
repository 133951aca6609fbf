"""Giving and ending roles."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.days import short_day
from collaborative.journal.recording import action, record
from collaborative.people.actions.account import sign_in_with
from collaborative.people.giving import giving_hat, holder_of, others_lead, tell_of_hat
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.roles import ROLES
from collaborative.people.sessions import renew_nonce
from collaborative.people.staffing import Newcomer, make_people
from collaborative.periods import at_local, today
from collaborative.refusals import Refused


@action
def give_hat(
    organization: Organization,
    *,
    role: str,
    to: Person | Newcomer,
    sign_in: str = "",
    starts_on: date,
    ends_on: date | None = None,
    position: str = "",
    by: Person,
    now: datetime | None = None,
) -> Hat:
    """A person takes a role for the organization and is told. The same role twice at a time is refused.

    `sign_in` is the first sign-in address of somebody who had none: a role that acts cannot be held without.
    """
    if giving_hat(by, role, organization) is None:
        raise Refused(_("You cannot give this role there."), field="role")
    if ends_on and ends_on < starts_on:
        raise Refused(_("The last day lies before the first. Choose a later one."), field="ends_on")
    if role == "ped_leader":
        raise Refused(_("Leadership of PED is given by two: a second leader says yes."), field="role")
    wearer = wearer_of(to, organization, role=role, sign_in=sign_in)
    says = {"starts_on": starts_on, "ends_on": ends_on, "position": position}
    hat = put_on(wearer, role, organization, **says, by=by, now=now or timezone.now())
    record(
        "hat.given",
        wearer,
        by=by,
        now=now,
        also=[organization],
        text=_("%(name)s was made %(hat)s from %(day)s on.")
        % {"name": wearer, "hat": hat, "day": short_day(starts_on)},
    )
    tell_of_hat("hat_given", hat, by=by, now=now)
    return hat


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


@action
def end_hat(hat: Hat, *, on: date | None = None, by: Person, now: datetime | None = None) -> Hat:
    """The day is the last on which the hat is worn; without one it ends now, to the second, and what was opened with it
    ends too: sessions, and links in letters. What the person did stays as it is."""
    at = now or timezone.now()
    hat = (
        Hat.objects.select_for_update(of=("self",), no_key=True).select_related("person", "organization").get(pk=hat.pk)
    )
    last = on or today(at)
    if hat.ends is not None and (hat.ends <= at or (on and hat.ends_on <= on)):
        raise Refused(_("This role ends already on %(day)s.") % {"day": short_day(hat.ends_on)}, field="on")
    if last < hat.starts_on or (hat.begins >= at and on is None):
        raise Refused(_("The last day lies before the first. Choose a later one."), field="on")
    if hat.role == "ped_leader" and not others_lead(hat):
        raise Refused(
            _("Nobody else leads PED then, and nobody could give roles. Give the role to somebody first."), field="on"
        )
    stop_wearing(hat, last=last, at=None if on else at)
    words = _("%(name)s is %(hat)s until %(day)s.") if on else _("%(name)s is %(hat)s no more, from now on.")
    record(
        "hat.ended",
        hat.person,
        by=by,
        now=now,
        also=[hat.organization],
        text=words % {"name": hat.person, "hat": hat, "day": short_day(last)},
    )
    tell_of_hat("hat_ended", hat, by=by, now=now)
    return hat


def stop_wearing(hat: Hat, *, last: date, at: datetime | None) -> None:
    """Ends the hat with its last day, or at an instant of it: then with every session and sent link of a role that acts."""
    hat.ends_on, hat.ended_at = last, at
    hat.save(update_fields=["ends_on", "ended_at"])
    if at and hat.rules.acts:
        renew_nonce(hat.person)


def wearer_of(to: Person | Newcomer, organization: Organization, *, role: str, sign_in: str) -> Person:
    """The person who gets a role, with a record and, where the role acts, with an address to sign in with."""
    wearer = (
        make_people([to], made_for=organization)[0]
        if isinstance(to, Newcomer)
        else Person.objects.select_for_update(no_key=True).get(pk=to.pk)
    )
    if sign_in and not wearer.email:
        sign_in_with(sign_in, wearer)
    if ROLES[role].acts and not wearer.email:
        raise Refused(_("%(name)s needs an own address to sign in with.") % {"name": wearer}, field="email")
    return wearer
