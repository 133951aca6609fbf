"""Handing a role on: one act ends the one hat and begins the other at the same instant. And roles that two people give."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters.outbox import write
from collaborative.people.hats.granting import giving_hat, tell_of_hat
from collaborative.people.hats.handover import hand_over
from collaborative.people.hats.proposals import AHEAD, hears_of, may_answer, may_name_own
from collaborative.people.hats.services import put_on, stop_wearing, wearer_of
from collaborative.people.links import link_kind
from collaborative.people.models import Hat, Organization, Person, RoleProposal
from collaborative.people.roles import ROLES
from collaborative.people.rosters import Newcomer
from collaborative.web.addresses import absolute, absolute_url
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import shown

STOP = link_kind("people.stop_succession", good_for=timedelta(days=120))


@action
def name_successor(
    hat: Hat,
    *,
    to: Person | Newcomer,
    sign_in: str = "",
    on: date | None = None,
    by: Person,
    now: datetime | None = None,
) -> Hat:
    """`on`: the successor's first day; without one the role goes on now. The holder of a district's names their own for
    three days ahead or later; who may give the role does so for any time."""
    at = now or timezone.now()
    hat = _locked(hat)
    own = may_name_own(by, hat)
    if giving_hat(by, hat.role, hat.organization) is None:
        if not own:
            raise ActionError(_("You cannot give this role there."))
        if on is None or on < today(at) + AHEAD:
            raise ActionError(
                _("For an earlier day than %(day)s somebody above says yes.")
                % {"day": shown(short_day, today(at) + AHEAD)},
                field="on",
            )
    wearer = wearer_of(to, hat.organization, role=hat.role, sign_in=sign_in, by=by)
    after = _hand_on(hat, wearer, on=on, by=by, at=at)
    _tell_all(after, by=by, now=now)
    return after


@action
def propose_successor(
    hat: Hat, *, to: Person | Newcomer, sign_in: str = "", by: Person, now: datetime | None = None
) -> RoleProposal:
    """From now on: the REC director or PED says yes."""
    hat = _locked(hat)
    if not may_name_own(by, hat):
        raise ActionError(_("You cannot give this role there."))
    return _propose(hat.role, hat.organization, to=to, sign_in=sign_in, follows=hat, by=by, now=now)


@action
def propose_leader(
    organization: Organization,
    *,
    to: Person | Newcomer,
    sign_in: str = "",
    starts_on: date,
    ends_on: date | None = None,
    by: Person,
    now: datetime | None = None,
) -> RoleProposal:
    """Leadership of PED is given by two: nothing changes until a second leader says yes."""
    if giving_hat(by, "ped_leader", organization) is None:
        raise ActionError(_("You cannot give this role there."), field="role")
    days = {"starts_on": starts_on, "ends_on": ends_on}
    return _propose("ped_leader", organization, to=to, sign_in=sign_in, **days, by=by, now=now)


@action
def answer_proposal(proposal: RoleProposal, *, yes: bool, by: Person, now: datetime | None = None) -> RoleProposal:
    at = now or timezone.now()
    rows = RoleProposal.objects.select_for_update(of=("self",)).select_related("organization", "person", "proposed_by")
    proposal = rows.get(pk=proposal.pk)
    if not proposal.is_open:
        raise ActionError(_("Somebody has answered this already."))
    if not may_answer(by, proposal):
        raise ActionError(_("Somebody else says yes or no to this."))
    said = {"name": proposal.person, "role": proposal}
    proposal.answer = RoleProposal.Answer.YES if yes else RoleProposal.Answer.NO
    proposal.answered_by, proposal.answered_at = by, at
    proposal.save(update_fields=["answer", "answered_by", "answered_at"])
    if not yes:
        text = _("%(role)s: %(name)s was proposed and not taken.") % said
        record("hat.proposal_refused", proposal.person, by=by, now=now, also=[proposal.organization], text=text)
        write(
            "proposal_refused",
            about=proposal,
            to=[proposal.proposed_by],
            context={"proposal": proposal, "by": by},
            now=now,
        )
        return proposal
    says = {"role": proposal.role, "sign_in": proposal.sign_in}
    wearer = wearer_of(proposal.person, proposal.organization, **says, by=proposal.proposed_by)
    if proposal.follows:
        hat = _hand_on(_locked(proposal.follows), wearer, on=None, by=by, at=at)
        _tell_all(hat, by=by, now=now)
        return proposal
    starts_on = max(sure(proposal.starts_on), today(at))
    hat = put_on(
        wearer, proposal.role, proposal.organization, starts_on=starts_on, ends_on=proposal.ends_on, by=by, now=at
    )
    text = _("%(name)s was made %(role)s, proposed by %(first)s.") % {**said, "first": proposal.proposed_by}
    record("hat.given", wearer, by=by, now=now, also=[proposal.organization], text=text)
    tell_of_hat("hat_given", hat, by=by, now=now)
    return proposal


@action
def stop_succession(hat: Hat, *, by: Person, now: datetime | None = None) -> Hat:
    """Anybody concerned stops it until it begins: the hat that nobody has worn yet goes, and the one before stays on."""
    hat = Hat.objects.select_for_update(of=("self",)).select_related("person", "organization").get(pk=hat.pk)
    if hat.follows is None or hat.begins <= (now or timezone.now()):
        raise ActionError(_("%(name)s has this role by now.") % {"name": hat.person})
    before = _locked(hat.follows)
    last, told = hat.followed_until, concerned_by(hat)
    hat_id, after = hat.pk, hat.person
    hat.delete()
    before.ends_on = last
    before.save(update_fields=["ends_on"])
    said = {"name": before.person, "hat": before, "after": after}
    text = _("%(name)s stays %(hat)s: that %(after)s follows was stopped.") % said
    record(
        "hat.succession_stopped",
        before.person,
        by=by,
        now=now,
        also=[after, before.organization],
        text=text,
        data={"hat": hat_id},
    )
    write("succession_stopped", about=before, to=told, context={"before": before, "after": after, "by": by}, now=now)
    return before


@action
def hand_over_duties(hat: Hat, *, now: datetime | None = None) -> Hat:
    """What the one before owes still, on the day on which the successor begins."""
    moved = hand_over(hat, now=now or timezone.now())
    text = _("%(name)s took over what %(before)s still owed as %(hat)s: %(count)s.")
    said = {"name": hat.person, "before": sure(hat.follows).person, "hat": hat, "count": moved}
    record("hat.handed_over", hat.person, by=None, now=now, also=[hat.organization], text=text % said)
    return hat


def _hand_on(hat: Hat, wearer: Person, *, on: date | None, by: Person, at: datetime) -> Hat:
    """Ends the hat and begins the successor's, with the action's one entry."""
    if hat.is_over or hat.begins > at:
        raise ActionError(_("%(name)s does not hold this role today.") % {"name": hat.person})
    if wearer == hat.person:
        raise ActionError(_("%(name)s has this role already.") % {"name": wearer})
    if on is not None and on <= today(at):
        raise ActionError(_("Choose a day ahead, or «from now on»."), field="on")
    until = hat.ends_on
    if on is None:
        stop_wearing(hat, last=today(at), at=at)
    elif until is None or until >= on:
        stop_wearing(hat, last=on - timedelta(days=1), at=None)
    after = put_on(
        wearer, hat.role, hat.organization, starts_on=on or today(at), follows=hat, followed_until=until, by=by, now=at
    )
    moved = hand_over(after, now=at) if on is None else 0
    text = _("%(after)s follows %(name)s as %(hat)s from %(day)s on.")
    said = {"after": wearer, "name": hat.person, "hat": hat, "day": shown(short_day, after.starts_on)}
    record(
        "hat.handed_on",
        hat.person,
        by=by,
        now=at,
        also=[wearer, hat.organization],
        text=text % said,
        data={"duties": moved},
    )
    return after


def concerned_by(hat: Hat) -> list[Person]:
    """The one before, the one after, and who directs the region."""
    return [sure(hat.follows).person, hat.person, *hears_of(hat.organization, but=hat.role)]


def _tell_all(after: Hat, *, by: Person, now: datetime | None) -> None:
    """Until it begins, each of them can stop it by a link; the successor hears of the role besides."""
    ahead = after.begins_at is None

    def stop_link(person: Person) -> dict[str, str]:
        return {"link": absolute_url("succession-stop", STOP.sign(person, after.pk)) if ahead else ""}

    context = {"after": after, "before": after.follows, "by": by}
    write("successor_named", about=after, to=concerned_by(after), context=context, per_person=stop_link, now=now)
    tell_of_hat("hat_given", after, by=by, now=now)


def _propose(
    role: str,
    organization: Organization,
    *,
    to: Person | Newcomer,
    sign_in: str,
    by: Person,
    now: datetime | None,
    **more,
) -> RoleProposal:
    """Gives nothing yet: neither the role nor an address to sign in with."""
    wearer = wearer_of(to, organization, role="staff", sign_in="", by=by)
    if ROLES[role].acts and not (wearer.email or sign_in):
        raise ActionError(_("%(name)s needs an own address to sign in with.") % {"name": wearer}, field="email")
    says = {"role": role, "organization_id": organization.pk, "person": wearer, "sign_in": sign_in, **more}
    try:
        with transaction.atomic():
            proposal = RoleProposal.objects.create(**says, proposed_by=by, proposed_at=now or timezone.now())
    except IntegrityError:
        raise ActionError(_("%(name)s is proposed already; somebody else says yes or no.") % {"name": wearer}) from None
    proposal.organization = organization
    said = {"name": wearer, "role": proposal}
    record(
        "hat.proposed", wearer, by=by, now=now, also=[organization], text=_("%(name)s was proposed: %(role)s.") % said
    )
    to_answer = (
        hears_of(organization, but="")
        if role != "ped_leader"
        else [one for one in Person.objects.holding("ped_leader", at=organization) if may_answer(one, proposal)]
    )
    if role == "ped_leader" and not to_answer:
        raise ActionError(
            _(
                "Nobody else leads PED for seven days or more. Where you lead it alone, whoever runs this server adds"
                " somebody: manage.py add_person."
            )
        )
    link = absolute(proposal.get_absolute_url())
    write(
        "role_proposed", about=proposal, to=to_answer, context={"proposal": proposal, "by": by, "link": link}, now=now
    )
    return proposal


def _locked(hat: Hat) -> Hat:
    rows = Hat.objects.select_for_update(of=("self",), no_key=True).select_related("person", "organization")
    return rows.get(pk=hat.pk)
