"""What is owed for a training by those who run it: its closing, from the publication on, and another leader where the
certification of the present one was revoked."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy

from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.duties.kinds import duty_kind
from collaborative.duties.services import close_duty, open_duty, postpone
from collaborative.web.addresses import path_to
from collaborative.web.sentences import gettext_kept as _
from initiatives.enums import Level
from trainings.enums import Kind, TrainerPart
from trainings.models import ExpertCertification, Trainer, Training

CLOSE, NAME_LEADER = "trainings.close", "trainings.name_leader"
DAYS = 7  # to find another leader, where the training leaves so long

duty_kind(
    CLOSE,
    gettext_lazy("close a training after its last meeting: hours, certificates, follow-up"),
    before=(),
    shown_from=1,  # nothing can be closed before the last meeting
    after=(3, 7),
    escalates_after=14,
    escalates_to="rec_director",
)
duty_kind(
    NAME_LEADER,
    gettext_lazy("name another leader for a training, or allow the present one with a reason"),
    before=(3,),
    after=(1, 3),
    escalates_after=5,
    escalates_to="rec_director",
)


def owe_closing(training: Training, now: datetime | None = None) -> None:
    """The day after the last meeting; owed at the host, and at the initiative's lead where a vendor is the host."""
    open_duty(
        CLOSE,
        about=training,
        text=_("Close the training “%(title)s”") % {"title": training.title},
        due_on=sure(training.last_day) + timedelta(days=1),
        at=training.owner,
        role=training.owner_role,
        url=path_to("training-close", training.pk),
        now=now,
    )


def postpone_closing(training: Training, *, now: datetime) -> int:
    """The last meeting has moved: so has the day of the closing."""
    return postpone(training, CLOSE, due_on=sure(training.last_day) + timedelta(days=1), now=now)


def settle_closing(training: Training, *, why: str = "done", now: datetime | None = None) -> int:
    return close_duty(training, CLOSE, why=why, now=now)


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
    open_duty(
        NAME_LEADER,
        about=training,
        text=_("Name another leader for “%(title)s”: the certification was revoked") % {"title": training.title},
        due_on=min(today(now) + timedelta(days=DAYS), max(today(now), sure(training.first_day) - timedelta(days=1))),
        at=training.owner,
        role=training.owner_role,
        url=path_to("training-notice", training.pk),
        now=now,
    )


def settle_leader(training: Training, *, why: str = "done", now: datetime | None = None) -> int:
    return close_duty(training, NAME_LEADER, why=why, now=now)
