"""Giving and ending roles."""

from datetime import date, datetime

from django.utils import timezone

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.claims.services import ask, sort_out
from collaborative.people.hats.granting import giving_hat, leaders_beside, others_lead, tell_of_hat
from collaborative.people.hats.services import put_on, stop_wearing, wearer_of, with_record
from collaborative.people.models import Claim, Hat, Organization, Person
from collaborative.people.models.claim import STANDS_FOR
from collaborative.people.roles import ROLES
from collaborative.people.rosters import Newcomer
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import of_the_day, shown


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
        raise ActionError(_("You cannot give this role there."), field="role")
    if ends_on and ends_on < starts_on:
        raise ActionError(_("The last day lies before the first. Choose a later one."), field="ends_on")
    if role == "ped_leader":
        raise ActionError(_("Leadership of PED is given by two: a second leader says yes."), field="role")
    to = with_record(to, organization)
    if sort_out([to], at=organization, by=by).others:
        return _ask_for_role(
            organization, role=role, of=to, starts_on=starts_on, ends_on=ends_on, position=position, by=by, now=now
        )
    wearer = wearer_of(to, organization, role=role, sign_in=sign_in, by=by)
    hat = put_on(
        wearer,
        role,
        organization,
        starts_on=starts_on,
        ends_on=ends_on,
        position=position,
        by=by,
        now=now or timezone.now(),
    )
    record(
        "hat.given",
        wearer,
        by=by,
        now=now,
        also=[organization],
        text=_("%(name)s was made %(hat)s from %(day)s on.")
        % {"name": wearer, "hat": hat, "day": shown(short_day, starts_on)},
    )
    tell_of_hat("hat_given", hat, by=by, now=now)
    return hat


@action
def give_hat_by_command(organization: Organization, *, role: str, to: Person, now: datetime | None = None) -> Hat:
    """By whoever runs the machine: the first roles of all. Leadership of PED only where no two people could give it."""
    now = now or timezone.now()
    if role == "ped_leader" and leaders_beside(to, at=organization) >= 2:
        raise ActionError(
            _("Two people lead PED: one of them proposes %(name)s on a page.") % {"name": to}, field="role"
        )
    hat = put_on(to, role, organization, starts_on=today(now), by=None, now=now)
    text = _("%(name)s was made %(hat)s from %(day)s on.")
    said = {"name": to, "hat": hat, "day": shown(short_day, hat.starts_on)}
    record("hat.given", to, by=None, now=now, also=[organization], text=text % said)
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
        raise ActionError(_("%(name)s needs an own address to sign in with.") % {"name": of}, field="email")
    now = now or timezone.now()
    asked = Claim(
        person=of,
        organization_id=organization.pk,
        role=role,
        position=position,
        starts_on=starts_on,
        ends_on=ends_on,
        source=of_the_day(_("given by %(name)s") % {"name": by}),
        claimed_by=by,
        claimed_at=now,
        lapses_on=today(now) + STANDS_FOR,
    )
    if not ask([asked], at=organization, now=now):
        raise ActionError(_("%(name)s was asked already and has not answered yet.") % {"name": of})
    text = _("%(name)s was asked to take a role: %(what)s.") % {"name": of, "what": asked.what}
    record("claim.made", of, by=by, now=now, also=[organization], text=text)
    return asked


@action
def end_hat(hat: Hat, *, on: date | None = None, by: Person, now: datetime | None = None) -> Hat:
    """The day is the last on which the hat is worn; without one it ends now, to the second, and what was opened with it
    ends too: sessions, and links in letters. What the person did stays as it is."""
    at = now or timezone.now()
    hat = (
        Hat.objects.select_for_update(of=("self",), no_key=True).select_related("person", "organization").get(pk=hat.pk)
    )
    last = on or today(at)
    if hat.ends is not None and hat.ends_on is not None and (hat.ends <= at or (on and hat.ends_on <= on)):
        raise ActionError(_("This role ends already on %(day)s.") % {"day": shown(short_day, hat.ends_on)}, field="on")
    if last < hat.starts_on or (hat.begins >= at and on is None):
        raise ActionError(_("The last day lies before the first. Choose a later one."), field="on")
    if hat.role == "ped_leader" and not others_lead(hat):
        raise ActionError(
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
        text=words % {"name": hat.person, "hat": hat, "day": shown(short_day, last)},
    )
    tell_of_hat("hat_ended", hat, by=by, now=now)
    return hat
