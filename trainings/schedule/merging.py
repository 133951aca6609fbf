"""Trainers' time of two records that become one. Who led what is closed stays under the id it was written with."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.errors import ActionError
from collaborative.people.merges.movers import Facts, Joining, not_all, repoint, special
from collaborative.people.models import Person
from trainings.bookings import services as bookings
from trainings.enums import TrainerPart
from trainings.models import Booking, Trainer, Training
from trainings.registrations.merging import OPEN

LED = gettext_lazy("Trainings to come that the person leads")


def led_by(person: Person) -> QuerySet[Trainer]:
    return Trainer.objects.filter(OPEN, person=person.pk)


def move_led(joining: Joining) -> Facts:
    """Who leads under one record and assists under the other leads. Two trainings at one time are refused."""
    _refuse_overlap(joining)
    same = Trainer.objects.filter(training=OuterRef("training"), person=joining.kept.pk)
    twice = list(led_by(joining.gone).filter(Exists(same)).select_related("training"))
    told = [_lead_once(trainer, joining) for trainer in twice]
    ids = list(led_by(joining.gone).values_list("pk", flat=True))
    trainings = led_by(joining.gone).values("training")
    booked = Booking.objects.filter(person=joining.gone.pk, meeting__training__in=trainings)
    booked.update(person=joining.kept)
    return repoint(Trainer, "person", ids, to=joining.kept) | ({"twice": told} if told else {})


def _lead_once(trainer: Trainer, joining: Joining) -> dict[str, Any]:
    own = Trainer.objects.get(training=trainer.training_id, person=joining.kept.pk)
    was = {"training": trainer.training_id, "part": trainer.part, "own": own.pk, "own_part": own.part}
    Booking.objects.filter(person=joining.gone.pk, meeting__training=trainer.training_id).delete()
    trainer.delete()
    if was["part"] == TrainerPart.LEAD:
        Trainer.objects.filter(pk=own.pk).update(part=TrainerPart.LEAD)
    return was


def _refuse_overlap(joining: Joining) -> None:
    at_that_time = Booking.objects.filter(person=joining.kept.pk, override_why="", during__overlap=OuterRef("during"))
    at_that_time = at_that_time.exclude(meeting__training=OuterRef("meeting__training"))
    booked = Booking.objects.filter(person=joining.gone.pk, override_why="", meeting__training__closed_at__isnull=True)
    clash = booked.filter(Exists(at_that_time)).select_related("meeting__training").first()
    if clash:
        words = _(
            "Both records lead a training at the time of “%(title)s”. Give one of the two to another trainer first."
        )
        raise ActionError(words % {"title": clash.meeting.training})


def put_led_back(joining: Joining, facts: Facts) -> list[str]:
    told = []
    rows = Trainer.objects.filter(OPEN, pk__in=facts.get("ids", []), person=joining.kept.pk)
    trainings = list(rows.values_list("training", flat=True))
    Booking.objects.filter(person=joining.kept.pk, meeting__training__in=trainings).update(person=joining.gone)
    told += not_all(LED, rows.update(person=joining.gone), len(facts.get("ids", [])))
    for was in facts.get("twice", []):
        training = Training.objects.filter(pk=was["training"], closed_at__isnull=True).first()
        if training is None or training.trainers.filter(person=joining.gone).exists():
            told.append(_("One training is no longer led by both records."))
            continue
        Trainer.objects.create(training=training, person=joining.gone, part=was["part"])
        Trainer.objects.filter(pk=was["own"]).update(part=was["own_part"])
        if not training.is_cancelled:
            bookings.book(training, by=joining.by)
    return told


special(
    Trainer,
    "person",
    LED,
    find=led_by,
    move=move_led,
    put_back=put_led_back,
    left_behind=lambda: Trainer.objects.filter(OPEN, person__merged_into__isnull=False),
)
special(Booking, "person", "")  # goes with its trainer
