"""Answering, withdrawing and lapsing of claims. They are made inside the acts that need them: services.py."""

from datetime import datetime

from django.utils import timezone

from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.claims.answers import fulfil, how_to_answer
from collaborative.people.claims.notifications import tell_ended
from collaborative.people.claims.services import places_of
from collaborative.people.hats.granting import tell_of_hat
from collaborative.people.models import Organization, Person
from collaborative.people.models.claim import Claim
from collaborative.people.records.write_access import keeps
from collaborative.web.sentences import Sentence, joined
from collaborative.web.sentences import gettext_kept as _

OUTCOMES: dict[str, Sentence] = {
    Claim.Outcome.YES: _("%(name)s: yes to %(what)s."),
    Claim.Outcome.NO: _("%(name)s: no to %(what)s."),
    Claim.Outcome.WITHDRAWN: _("%(name)s is no longer asked: %(what)s."),
    Claim.Outcome.LAPSED: _("Nobody answered for %(name)s: %(what)s."),
}


@action
def answer_claim(
    claim: Claim, *, yes: bool, by: Person, by_link: bool = False, reason: str = "", now: datetime | None = None
) -> Claim:
    """By the person, by a keeper of the place they have, or, where no address answers, with a reason by the REC."""
    now = now or timezone.now()
    claim = _locked(claim, now)
    how = how_to_answer(claim, by, now=now)
    if not how:
        raise ActionError(_("Only the person, or who keeps the roster of the place they have, can answer this."))
    if how == Claim.How.REC and not (yes and reason.strip()):
        raise ActionError(_("Say why you answer for the person."), field="reason")
    if yes:
        fulfil(claim, now=now)
    claim.how, claim.reason = how, reason.strip()[:300]
    outcome = Claim.Outcome.YES if yes else Claim.Outcome.NO
    return _end(claim, outcome, verb="claim.answered", by=by, signed=not by_link, now=now)


@action
def withdraw_claim(claim: Claim, *, by: Person, now: datetime | None = None) -> Claim:
    """The organization asks no longer."""
    now = now or timezone.now()
    claim = _locked(claim, now)
    if not may_withdraw(claim, by):
        raise ActionError(_("Only %(place)s can withdraw this.") % {"place": claim.organization.short_name})
    return _end(claim, Claim.Outcome.WITHDRAWN, verb="claim.withdrawn", by=by, now=now)


@action
def lapse_claim(claim: Claim, *, by: None = None, now: datetime | None = None) -> Claim:
    """Nobody answered within the time. Done by the sweep."""
    now = now or timezone.now()
    claim = _locked(claim, None)
    if claim.lapses_on >= today(now):
        raise ActionError(_("There is time left to answer."))
    return _end(claim, Claim.Outcome.LAPSED, verb="claim.lapsed", by=by, now=now)


def may_withdraw(claim: Claim, who: Person) -> bool:
    return who.pk == claim.claimed_by_id or keeps(who, claim.organization)


def _locked(claim: Claim, now: datetime | None) -> Claim:
    """Open still, under its lock; of two answers the first counts."""
    rows = Claim.objects.select_for_update(no_key=True, of=("self",))
    claim = rows.select_related("person", "organization", "claimed_by").get(pk=claim.pk)
    if claim.ended_at:
        raise ActionError(_("This was answered or withdrawn already."))
    if now and claim.lapses_on < today(now):
        raise ActionError(_("The time to answer this is over."))
    return claim


def _end(claim: Claim, outcome: str, *, verb: str, by: Person | None, signed: bool = True, now: datetime) -> Claim:
    claim.ended_at, claim.outcome = now, outcome
    claim.ended_by = by if signed else None
    places = places_of([claim.person])
    claim.save(update_fields=["ended_at", "outcome", "how", "ended_by", "reason"])
    tell_ended([claim], places, by=by, now=now)
    if outcome == Claim.Outcome.YES and not claim.is_place:
        hat = claim.person.hats.filter(role=claim.role, organization=claim.organization_id).latest("id")
        tell_of_hat("hat_given", hat, by=claim.claimed_by, now=now)
    text = joined(OUTCOMES[outcome] % {"name": claim.person, "what": claim.what}, claim.reason)
    record(verb, claim.person, by=by, text=text, also=[claim.organization, *_district(claim)], now=now)
    return claim


def _district(claim: Claim) -> list[Organization]:
    return [sure(claim.organization.parent)] if claim.organization.kind == Organization.Kind.SCHOOL else []
