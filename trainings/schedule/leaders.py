"""Who may lead: a state initiative's training is led by somebody certified for it, or by a named, reasoned override."""

from datetime import date

from django.db.models import QuerySet

from collaborative.calendar import days
from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.people.models import Hat, Person
from collaborative.web.sentences import Sentence, shown
from collaborative.web.sentences import gettext_kept as _
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
    text = _uncertified_text(training, leading, may_allow=may_allow)
    raise ActionError(text, field="leader_override_why" if may_allow else "lead")


def override_text(training: Training) -> Sentence:
    return _("Not certified for this initiative; allowed by %(name)s: %(why)s") % {
        "name": training.leader_override_by,
        "why": training.leader_override_why,
    }


def _is_certified(training: Training, leading: list[Person]) -> bool:
    return certified_for(training, on=sure(training.last_day)).filter(person__in=leading).exists()


def _uncertified_text(training: Training, leading: list[Person], *, may_allow: bool) -> Sentence:
    director = "" if may_allow else _who_allows(training)
    if may_allow:
        text = _(
            "%(name)s is not certified for “%(initiative)s” on %(day)s. Choose somebody who is, or say here why this is"
            " all right."
        )
    elif director:
        text = _(
            "%(name)s is not certified for “%(initiative)s” on %(day)s. Choose somebody who is, or ask the director,"
            " %(director)s, to allow it with a reason."
        )
    else:
        text = _(
            "%(name)s is not certified for “%(initiative)s” on %(day)s. Choose somebody who is, or ask the director to"
            " allow it with a reason."
        )
    return text % {
        "name": leading[0],
        "initiative": training.initiative.title,
        "day": shown(days.short_day, sure(training.last_day)),
        "director": director,
    }


def _who_allows(training: Training) -> str:
    """The host's director by name, where it has one."""
    hats = Hat.objects.today().with_role("rec_director").filter(organization=training.host, person__is_active=True)
    names = [str(hat.person) for hat in hats.select_related("person").order_by("person__sort_key")]
    return ", ".join(names)
