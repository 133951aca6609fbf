"""Who may lead: a state initiative's training is led by somebody certified for it, or by a named, reasoned override."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collaborative.calendar import days
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.people.models import Hat, Person
from initiatives.enums import Level
from trainings.enums import Kind, TrainerPart
from trainings.models import ExpertCertification, Training

OVERRIDE = "trainings.override_leader"


def needs_certified_leader(training: Training) -> bool:
    return training.initiative.level == Level.STATE and training.kind != Kind.TRAIN_THE_EXPERT


def certified_for(training: Training, *, on: date) -> QuerySet[ExpertCertification]:
    return ExpertCertification.objects.valid(on=on).filter(initiative_id=training.initiative_id)


def leaders(training: Training) -> list[Person]:
    return [row.person for row in training.trainers.filter(part=TrainerPart.LEAD).select_related("person")]


def check_leader(training: Training, *, by: Person, override_why: str = "", led_before: list[Person]) -> None:
    """Refuse an uncertified leader, or note on the training who allowed it and why.

    An override given before holds as long as the same people lead and its reason is left as it is.
    """
    leading = leaders(training)
    if training.last_day is None:  # checked again when the days are known
        return
    if not leading or not needs_certified_leader(training) or _is_certified(training, leading):
        training.leader_override_by, training.leader_override_why = None, ""
        return
    is_unchanged = override_why in ("", training.leader_override_why)
    if is_unchanged and training.leader_override_by_id and {*leading} <= {*led_before}:
        return
    may_allow = by.has_perm(OVERRIDE, training)
    if override_why and may_allow:
        training.leader_override_by, training.leader_override_why = by, override_why[:300]
        return
    words = _uncertified_words(training, leading, may_allow=may_allow)
    raise ActionError(words, field="leader_override_why" if may_allow else "lead")


def override_words(training: Training) -> str:
    return _("Not certified for this initiative; allowed by %(name)s: %(why)s") % {
        "name": training.leader_override_by,
        "why": training.leader_override_why,
    }


def _is_certified(training: Training, leading: list[Person]) -> bool:
    return certified_for(training, on=sure(training.last_day)).filter(person__in=leading).exists()


def _uncertified_words(training: Training, leading: list[Person], *, may_allow: bool) -> str:
    told = _("%(name)s is not certified for “%(initiative)s” on %(day)s. Choose somebody who is") % {
        "name": leading[0],
        "initiative": training.initiative.title,
        "day": days.short_day(sure(training.last_day)),
    }
    if may_allow:
        return _("%(told)s, or say here why this is all right.") % {"told": told}
    return _("%(told)s, or ask %(director)s to allow it with a reason.") % {
        "told": told,
        "director": _who_allows(training),
    }


def _who_allows(training: Training) -> str:
    """By name, where the host has a director."""
    hats = Hat.objects.today().with_role("rec_director").filter(organization=training.host, person__is_active=True)
    names = [str(hat.person) for hat in hats.select_related("person").order_by("person__sort_key")]
    return _("the director, %(name)s,") % {"name": ", ".join(names)} if names else _("the director")
