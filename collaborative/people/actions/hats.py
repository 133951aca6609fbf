"""Giving and ending roles."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaborative.days import short_day
from collaborative.journal.recording import action, record
from collaborative.people.changing import first_sign_in
from collaborative.people.claim import STANDS_FOR
from collaborative.people.claiming import ask, sort_out
from collaborative.people.giving import giving_hat, tell_of_hat
from collaborative.people.models import Claim, Hat, Organization, Person
from collaborative.people.roles import ROLES
from collaborative.people.staffing import Newcomer, make_people
from collaborative.periods import today
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
) -> Hat | Claim:
    """A person takes a role for the organization and is told. The same role twice at a time is refused.

    Somebody of another organization is asked first: the role counts once they say yes.

    `sign_in` is the first sign-in address of somebody who had none: a role that acts cannot be held without.
    """
    if giving_hat(by, role, organization) is None:
        raise Refused(_("You cannot give this role there."), field="role")
    if ends_on and ends_on < starts_on:
        raise Refused(_("The last day lies before the first. Choose a later one."), field="ends_on")
    to = make_people([to], made_for=organization)[0] if isinstance(to, Newcomer) else to
    if sort_out([to], at=organization, by=by).others:
        dates = {"starts_on": starts_on, "ends_on": ends_on}
        return _ask_for_role(organization, role=role, of=to, **dates, position=position, by=by, now=now)
    wearer = _wearer(to, role=role, sign_in=sign_in, by=by)
    same = wearer.hats.filter(role=role, organization=organization.pk)
    if worn := same.during(max(starts_on, today()), ends_on).first():
        words = _("%(name)s has this role already, from %(day)s on.")
        raise Refused(words % {"name": wearer, "day": short_day(worn.starts_on)}, field="role")
    try:
        with transaction.atomic():
            hat = Hat.objects.create(
                person=wearer,
                role=role,
                organization_id=organization.pk,
                starts_on=starts_on,
                ends_on=ends_on,
                position=position,
                given_by=by,
                source=_("given by %(name)s") % {"name": by},
            )
    except IntegrityError:
        raise Refused(_("%(name)s was just given this role by somebody else.") % {"name": wearer}) from None
    hat.organization = organization
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


def _ask_for_role(
    organization: Organization,
    *,
    role: str,
    of: Person,
    starts_on: date,
    ends_on: date | None,
    position: str,
    by: Person,
    now: datetime | None,
) -> Claim:
    if ROLES[role].acts and not of.email:
        raise Refused(_("%(name)s needs an own address to sign in with.") % {"name": of}, field="email")
    now = now or timezone.now()
    asked = Claim(
        person=of,
        organization_id=organization.pk,
        role=role,
        position=position,
        starts_on=starts_on,
        ends_on=ends_on,
        source=_("given by %(name)s") % {"name": by},
        claimed_by=by,
        claimed_at=now,
        lapses_on=today(now) + STANDS_FOR,
    )
    if not ask([asked], at=organization, now=now):
        raise Refused(_("%(name)s was asked already and has not answered yet.") % {"name": of})
    text = _("%(name)s was asked to take a role: %(what)s.") % {"name": of, "what": asked.what}
    record("claim.made", of, by=by, now=now, also=[organization], text=text)
    return asked


@action
def end_hat(hat: Hat, *, on: date, by: Person, now: datetime | None = None) -> Hat:
    """The day is the last on which the hat is worn. What the person did stays as it is."""
    hat = (
        Hat.objects.select_for_update(of=("self",), no_key=True).select_related("person", "organization").get(pk=hat.pk)
    )
    if hat.ends_on is not None and hat.ends_on <= on:
        raise Refused(_("This role ends already on %(day)s.") % {"day": short_day(hat.ends_on)}, field="on")
    if on < hat.starts_on:
        raise Refused(_("The last day lies before the first. Choose a later one."), field="on")
    if hat.role == "ped_leader" and not _others_lead(hat):
        raise Refused(
            _("Nobody else leads PED then, and nobody could give roles. Give the role to somebody first."), field="on"
        )
    hat.ends_on = on
    hat.save(update_fields=["ends_on"])
    record(
        "hat.ended",
        hat.person,
        by=by,
        now=now,
        also=[hat.organization],
        text=_("%(name)s is %(hat)s until %(day)s.") % {"name": hat.person, "hat": hat, "day": short_day(on)},
    )
    tell_of_hat("hat_ended", hat, by=by, now=now)
    return hat


def _others_lead(hat: Hat) -> bool:
    """Whether somebody keeps giving roles when this hat is taken off: asked under a lock on PED's own row."""
    list(Organization.objects.select_for_update(no_key=True, of=("self",)).filter(pk=hat.organization_id))
    return Hat.objects.filter(role=hat.role, ends_on__isnull=True, person__is_active=True).exclude(pk=hat.pk).exists()


def _wearer(to: Person, *, role: str, sign_in: str, by: Person) -> Person:
    """The person who gets a role, under a lock and, where the role acts, with an address to sign in with."""
    wearer = Person.objects.select_for_update(no_key=True).get(pk=to.pk)
    if sign_in and not wearer.email:
        first_sign_in(wearer, sign_in, by=by)
    if ROLES[role].acts and not wearer.email:
        raise Refused(_("%(name)s needs an own address to sign in with.") % {"name": wearer}, field="email")
    return wearer
