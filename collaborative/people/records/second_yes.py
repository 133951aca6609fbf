"""Who may say yes or no to a change of somebody else's record."""

from datetime import datetime
from enum import Enum

from django.utils.translation import gettext as _

from collaborative.people.hats.granting import leads_beside
from collaborative.people.models import Organization, Person
from collaborative.people.models.record_change import RecordChange, leads_ped
from collaborative.people.records.services import answers_nowhere


class Say(Enum):
    FIRST_AT_PED = "first at ped"
    SECOND_AT_PED = "second at ped"
    SECOND_AT_REC = "second at rec"


def say_of(change: RecordChange, by: Person, *, now: datetime) -> tuple[Say | None, str]:
    """What somebody's yes would be worth now; else None, and why not, in words."""
    if not change.is_open or change.is_confirmed:
        return None, ""
    if change.person == by:
        return None, _("You are asked yourself: answer on your own page.")
    if change.grade == RecordChange.Grade.TWO_AT_PED:
        return _at_ped(change, by, now=now)
    return _at_rec(change, by)


def may_refuse(change: RecordChange, by: Person) -> bool:
    """Whoever asked takes it back; PED, and the REC whose region it is, say no."""
    if not change.is_open or change.person == by:
        return False
    return change.asked_by == by or leads_ped(by) or _keeps_at_rec(change, by)


def _at_ped(change: RecordChange, by: Person, *, now: datetime) -> tuple[Say | None, str]:
    if not leads_ped(by):
        return None, _("%(name)s says yes, or else two people at PED.") % {"name": change.person}
    if change.first_yes_by is None:
        return Say.FIRST_AT_PED, ""
    first = change.first_yes_by
    if first == by:
        return None, _("You said the first yes. Somebody else at PED says the second.")
    if not any(hat.role == "ped_leader" and hat.given_by_id != first.pk for hat in by.hats_today):
        return None, _("%(name)s gave you your role and said the first yes. Somebody else at PED says the second.") % {
            "name": first
        }
    if leads_beside(by, first, now=now) is None:
        return None, _("Your role is younger than seven days. Somebody else at PED says the second yes.")
    return Say.SECOND_AT_PED, ""


def _at_rec(change: RecordChange, by: Person) -> tuple[Say | None, str]:
    if not answers_nowhere(change):
        return None, _("%(name)s is asked by a letter.") % {"name": change.person}
    if change.asked_by == by:
        return None, _("You asked for it. A second person at the REC says yes.")
    if not _keeps_at_rec(change, by):
        return None, _("No address of %(name)s answers: somebody at the REC says yes.") % {"name": change.person}
    return Say.SECOND_AT_REC, ""


def _keeps_at_rec(change: RecordChange, by: Person) -> bool:
    return any(
        hat.organization.kind == Organization.Kind.REC
        and hat.organization_id in change.organization.ancestors
        and "people.keep_records" in hat.rules.permissions
        for hat in by.hats_today
    )
