"""Who owes the closing of a training. Opened at publication; moving, cancelling and closing the training settle it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from collaborative.addresses import path_to
from collaborative.duties.owing import owe, postpone, settle
from collaborative.people.models import Organization
from collaborative.sure import sure
from trainings.models import Training

CLOSE = "trainings.close"
RUN_BY = {"ped": "ped_leader", "bureau": "bureau_staff"}


def owe_closing(training: Training, now: datetime | None = None) -> None:
    """The day after the last meeting; owed at the host, and at the initiative's lead where a vendor is the host."""
    host = keeper(training)
    owe(
        CLOSE,
        about=training,
        text=_("Close the training “%(title)s”") % {"title": training.title},
        due_on=sure(training.last_day) + timedelta(days=1),
        at=host,
        role=running_role(host),
        url=path_to("training-close", training.pk),
        now=now,
    )


def postpone_closing(training: Training, *, now: datetime) -> int:
    """The last meeting has moved: so has the day of the closing."""
    return postpone(training, CLOSE, due_on=sure(training.last_day) + timedelta(days=1), now=now)


def settle_closing(training: Training, *, why: str = "done", now: datetime | None = None) -> int:
    return settle(training, CLOSE, why=why, now=now)


def keeper(training: Training) -> Organization:
    """Whose people run the training."""
    return training.initiative.lead if training.host.kind == Organization.Kind.VENDOR else training.host


def running_role(keeper: Organization) -> str:
    """The role of those who run trainings there."""
    return RUN_BY.get(keeper.kind, "rec_coordinator")
