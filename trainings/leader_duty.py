"""A planned training that lost its certified leader: its host owes another one, or a reason why the present one may lead."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from collaborative.addresses import path_to
from collaborative.duties.owing import owe, settle
from collaborative.periods import today
from collaborative.sure import sure
from initiatives.enums import Level
from trainings.closing_duty import keeper, running_role
from trainings.enums import Kind, TrainerPart
from trainings.models import ExpertCertification, Trainer, Training

NAME_LEADER = "trainings.name_leader"
DAYS = 7  # to find somebody, where the training leaves so long


def led_uncertified_without(certification: ExpertCertification, *, on: date) -> QuerySet[Training]:
    """Planned trainings of a state initiative that this person leads, and for which nobody who leads is certified once this
    certification is revoked. The same before and after."""
    initiative, person = certification.initiative, certification.person
    leads = Trainer.objects.filter(training=OuterRef("pk"), part=TrainerPart.LEAD)
    certified = (
        ExpertCertification.objects.filter(person=OuterRef("person"), initiative=initiative, revoked_at__isnull=True)
        .filter(valid_from__lte=OuterRef("training__last_day"), valid_until__gte=OuterRef("training__last_day"))
        .exclude(pk=certification.pk)
    )
    planned = Training.objects.upcoming(on=on).filter(initiative=initiative, initiative__level=Level.STATE)
    planned = planned.exclude(kind=Kind.TRAIN_THE_EXPERT).filter(leader_override_by__isnull=True)
    return planned.filter(Exists(leads.filter(person=person)), ~Exists(leads.filter(Exists(certified)))).select_related(
        "host", "initiative__lead"
    )


def owe_leader(training: Training, *, now: datetime) -> None:
    host = keeper(training)
    owe(
        NAME_LEADER,
        about=training,
        text=_("Name another leader for “%(title)s”: the certification was revoked") % {"title": training.title},
        due_on=min(today(now) + timedelta(days=DAYS), max(today(now), sure(training.first_day) - timedelta(days=1))),
        at=host,
        role=running_role(host),
        url=path_to("training-notice", training.pk),
        now=now,
    )


def settle_leader(training: Training, *, why: str = "done", now: datetime | None = None) -> int:
    return settle(training, NAME_LEADER, why=why, now=now)
