"""Who may lead: a state initiative's training is led by somebody certified for it, or by a named, reasoned override."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collaborative import days
from collaborative.people.models import Person
from collaborative.refusals import Refused
from initiatives.enums import Level
from trainings.enums import Kind, TrainerPart
from trainings.models import ExpertCertification, Training


def needs_certified_leader(training: Training) -> bool:
    return training.initiative.level == Level.STATE and training.kind != Kind.TRAIN_THE_EXPERT


def certified_for(training: Training, *, on: date) -> QuerySet[ExpertCertification]:
    return ExpertCertification.objects.valid(on=on).filter(initiative_id=training.initiative_id)


def leaders(training: Training) -> list[Person]:
    return [row.person for row in training.trainers.filter(part=TrainerPart.LEAD).select_related("person")]


def check_leader(training: Training, *, by: Person, override_why: str = "", led_before: list[Person]) -> None:
    """Refuse an uncertified leader, or note on the training who allowed it and why.

    An override given before holds as long as the same people lead.
    """
    leading = leaders(training)
    if training.last_day is None:  # checked again when the days are known
        return
    if not leading or not needs_certified_leader(training) or _is_certified(training, leading):
        training.leader_override_by, training.leader_override_why = None, ""
        return
    if not override_why and training.leader_override_by_id and {*leading} <= {*led_before}:
        return
    if override_why and by.has_perm("trainings.override_leader", training):
        training.leader_override_by, training.leader_override_why = by, override_why[:300]
        return
    raise Refused(_uncertified_words(training, leading, by), field="leader_override_why")


def _is_certified(training: Training, leading: list[Person]) -> bool:
    return certified_for(training, on=training.last_day).filter(person__in=leading).exists()


def _uncertified_words(training: Training, leading: list[Person], by: Person) -> str:
    told = _("%(name)s is not certified for “%(initiative)s” on %(day)s. Choose somebody who is") % {
        "name": leading[0],
        "initiative": training.initiative.title,
        "day": days.short_day(training.last_day),
    }
    if by.has_perm("trainings.override_leader", training):
        return _("%(told)s, or say here why this is all right.") % {"told": told}
    return _("%(told)s, or ask the director to allow it with a reason.") % {"told": told}
