from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from collaborative.choices import known
from collaborative.journal.querysets import EntryQuerySet, LetterQuerySet


def _at_most_one(*facts: str) -> models.Q:
    """At most one of these facts is dated."""
    allowed = models.Q()
    for fact in facts:
        others = {f"{other}__isnull": True for other in facts if other != fact}
        allowed |= models.Q(**others)
    return allowed


class Entry(models.Model):
    """What was done, by whom, under which hat. Append-only: a trigger refuses change and deletion.

    There are no foreign keys; names are written out as they were on that day.
    """

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=80)  # «training.published»
    text = models.TextField()  # the sentence a person reads
    refs = ArrayField(models.CharField(max_length=80))  # everything it is about; the first is the thing itself
    by_id = models.BigIntegerField(null=True)  # null: the system
    by_name = models.CharField(max_length=200)
    hat = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)

    leads: tuple[str, str, str, str]  # put on by history_of

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            GinIndex(fields=["refs"], name="journal_entry_refs"),
            # Nearly all that refers to an initiative was done to its trainings; its own history is a few lines of that.
            GinIndex(
                fields=["refs"],
                name="journal_entry_initiative",
                condition=models.Q(verb__startswith="initiative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name}: {self.text}"


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
            models.UniqueConstraint(fields=["kind", "about", "recipient", "due"], name="journal_letter_once"),
            models.CheckConstraint(
                condition=(_at_most_one("sent_at", "stopped_at", "refused_at", "given_up_at")),
                name="journal_letter_one_end",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due"],
                name="journal_letter_waiting",
                condition=models.Q(
                    sent_at__isnull=True, refused_at__isnull=True, stopped_at__isnull=True, given_up_at__isnull=True
                ),
            ),
            models.Index(fields=["about"], name="journal_letter_about"),
            models.Index(fields=["recipient", "-due"], name="journal_letter_recipient"),
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


class Once(models.Model):
    """The key of a form that was carried out: sent again (double click, replay) it does nothing and is told so."""

    key = models.CharField(max_length=40, primary_key=True)
    ref = models.CharField(max_length=80)
    url = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)


class Seen(models.Model):
    """First view of a thing by a signed-in person of an organization. Append-only; written after the response."""

    about = models.CharField(max_length=80)
    organization_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about", "organization_id", "person_id"], name="journal_seen_once"),
        ]


ACCESS_KINDS = [("page", _("page")), ("export", _("export"))]


class Access(models.Model):
    """Who opened a page about named people, or took an export. Append-only; written after the response."""

    at = models.DateTimeField(db_index=True)
    person_id = models.BigIntegerField(db_index=True)
    person_name = models.CharField(max_length=200)
    what = models.CharField(max_length=300)  # the address, with its filters
    kind = models.CharField(max_length=20, choices=ACCESS_KINDS)
    about = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [known("kind", ACCESS_KINDS, name="journal_access_kind_known")]


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
