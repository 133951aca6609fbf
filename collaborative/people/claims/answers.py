"""Who may answer a claim, and what becomes of a yes."""

from datetime import datetime

from django.utils.translation import gettext as _

from collaborative.calendar.business_days import add_business_days
from collaborative.calendar.periods import today
from collaborative.errors import ActionError
from collaborative.journal.refs import ref
from collaborative.letters.models import Letter
from collaborative.people.claims.services import places_of
from collaborative.people.hats.granting import giving_hat
from collaborative.people.hats.services import put_on
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.models.claim import Claim
from collaborative.people.policy import hats_for
from collaborative.people.records.write_access import keeps
from collaborative.people.rosters import give_places

DAYS_TO_ANSWER = 5  # business days, before the REC may answer for somebody whom no letter reaches


def how_to_answer(claim: Claim, who: Person, *, now: datetime) -> str:
    """As whom somebody may answer; empty where they may not. A role that acts is the person's own affair."""
    if claim.person_id == who.pk:
        return Claim.How.PERSON
    if not claim.is_place:
        return ""
    if any(keeps(who, place) for place in their_places(claim)):
        return Claim.How.KEEPER
    if who.pk != claim.claimed_by_id and rec_hat(claim, who) and why_rec_waits(claim, now=now) == "":
        return Claim.How.REC
    return ""


def their_places(claim: Claim) -> list[Organization]:
    """Where the person works, save for the organization that asks."""
    places = places_of([claim.person]).get(claim.person_id, [])
    return [place for place in places if claim.organization_id not in place.ancestors]


def rec_hat(claim: Claim, who: Person) -> Hat | None:
    """The role at the REC of the organization that asks."""
    rec = Organization.objects.filter(pk__in=claim.organization.ancestors, kind=Organization.Kind.REC).first()
    if rec is None:
        return None
    hats = hats_for(who, "people.keep_records", rec)
    return next((hat for hat in hats if hat.organization_id == rec.pk), None)


def why_rec_waits(claim: Claim, *, now: datetime) -> str:
    """Why the REC cannot answer yet, in words."""
    if today(now) < add_business_days(today(claim.claimed_at), DAYS_TO_ANSWER):
        return _("The person and those who keep their roster have five working days to answer.")
    if answers_letters(claim):
        return _("A letter reached the person: only they, or who keeps their roster, can answer.")
    return ""


def answers_letters(claim: Claim) -> bool:
    """An address is on file, and their mail server did not refuse the letter that asked."""
    if not claim.person.address:
        return False
    asked = Letter.objects.filter(kind="claim_asked", about=ref(claim), recipient=claim.person_id).first()
    return asked is None or not (asked.refused_at or asked.given_up_at)


def fulfil(claim: Claim, *, now: datetime) -> None:
    """The place or the role, from this day on."""
    day = max(claim.starts_on or today(now), today(now))
    if claim.ends_on and claim.ends_on < day:
        raise ActionError(_("The time for which this was asked is over."))
    if claim.is_place and not claim.starts_on:
        give_places(
            [claim.person],
            at=claim.organization,
            starts_on=day,
            by=claim.claimed_by,
            source=claim.source,
            position=claim.position,
        )
        return
    _check_role(claim)
    put_on(
        claim.person,
        claim.role,
        claim.organization,
        starts_on=day,
        ends_on=claim.ends_on,
        position=claim.position,
        by=claim.claimed_by,
        now=now,
    )


def _check_role(claim: Claim) -> None:
    """Who gave it must still be able to give it."""
    if giving_hat(claim.claimed_by, claim.role, claim.organization) is None:
        words = _("%(name)s can no longer give this role. Ask %(place)s to have it given anew.")
        raise ActionError(words % {"name": claim.claimed_by, "place": claim.organization.short_name})
    if claim.rules.acts and not claim.person.email:
        raise ActionError(_("%(name)s needs an own address to sign in with.") % {"name": claim.person})
