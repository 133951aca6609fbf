from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from collaborative.journal.refs import ref

CLAIM_MINUTES = 5  # a claimed letter whose sender died is taken up again after this


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> Self:
        return self.filter(
            sent_at__isnull=True, refused_at__isnull=True, stopped_at__isnull=True, given_up_at__isnull=True
        )

    def free(self, *, now: datetime) -> Self:
        """Those that nobody is sending right now."""
        broken_off = Q(claimed_at__lt=now - timedelta(minutes=CLAIM_MINUTES))
        return self.filter(Q(claimed_at__isnull=True) | broken_off)

    def due(self, *, now: datetime) -> Self:
        """Waiting letters whose moment has come, that are still of use and that nobody is sending right now."""
        again = Q(try_again_at__isnull=True) | Q(try_again_at__lte=now)
        of_use = Q(not_after__isnull=True) | Q(not_after__gt=now)
        return self.waiting().free(now=now).filter(again, of_use, due__lte=now)

    def too_late(self, *, now: datetime) -> Self:
        """Waiting letters that are of no use any more on their own."""
        return self.waiting().free(now=now).filter(not_after__lte=now)

    def about(self, thing: models.Model) -> Self:
        return self.filter(about=ref(thing))


def _at_most_one(*facts: str) -> models.Q:
    """At most one of these facts is dated."""
    allowed = models.Q()
    for fact in facts:
        others = {f"{other}__isnull": True for other in facts if other != fact}
        allowed |= models.Q(**others)
    return allowed


class Letter(models.Model):
    """One message to one person, kept here before, while and after it is sent.

    `due` is the moment from which it may go: letters that tell many people lie ten minutes, so that undo can stop them.
    """

    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=80)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="letters", db_index=False)
    due = models.DateTimeField()
    address = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)  # REQUEST or CANCEL
    data = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    try_again_at = models.DateTimeField(null=True)
    not_after = models.DateTimeField(null=True)  # from then on it does not go alone: too late to be of use
    attempts = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True)  # of refusing, stopping or giving up

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-due", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "about", "recipient", "due"], name="letters_letter_once"),
            models.CheckConstraint(
                condition=(_at_most_one("sent_at", "stopped_at", "refused_at", "given_up_at")),
                name="letters_letter_one_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due"],
                name="letters_letter_waiting",
                condition=models.Q(
                    sent_at__isnull=True, refused_at__isnull=True, stopped_at__isnull=True, given_up_at__isnull=True
                ),
            ),
            models.Index(fields=["about"], name="letters_letter_about"),
            models.Index(fields=["recipient", "-due"], name="letters_letter_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"

    @property
    def state(self) -> str:
        """One word of the fixed set of statuses."""
        if self.sent_at:
            return "sent"
        if self.refused_at or self.given_up_at:
            return "refused"
        if self.stopped_at:
            return "stopped"
        return "held"

    def is_held(self, *, now: datetime) -> bool:
        return self.state == "held" and self.due > now


class Delivered(models.Model):
    """The demo mailbox: what the mail server would have received. Exists where no mail server is named."""

    at = models.DateTimeField(db_index=True)
    to = models.EmailField(db_index=True)
    subject = models.CharField(max_length=250)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    message_id = models.CharField(max_length=200)

    class Meta:
        ordering = ["-at", "-id"]


class Pulse(models.Model):
    """When a sweep last ran to its end, so that a page can say whether reminders run."""

    name = models.CharField(max_length=40, primary_key=True)  # «letters», «reminders»
    at = models.DateTimeField()

    @classmethod
    def beat(cls, name: str, now: datetime) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": now})
