from typing import NamedTuple, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from collaborative.database.choices import known
from collaborative.journal.refs import ref
from collaborative.web.sentences import in_words


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, thing: models.Model) -> Self:
        return self.filter(refs__contains=[ref(thing)]).order_by("-at", "-id")


class Leads(NamedTuple):
    """The words of an entry about something else: they lead there by its name."""

    before: str
    name: str
    url: str
    after: str


class Entry(models.Model):
    """What was done, by whom, under which hat. Append-only: a trigger refuses change and deletion.

    There are no foreign keys; names are written out as they were on that day. `text` is the sentence as it was then,
    `message` what it was made of, for readers of another language; rows of before have none.
    """

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=80)  # «training.published»
    text = models.TextField()
    message = models.JSONField(null=True)
    refs = ArrayField(models.CharField(max_length=80))  # everything it is about; the first is the thing itself
    by_id = models.BigIntegerField(null=True)  # null: the system
    by_name = models.CharField(max_length=200)
    hat = models.CharField(max_length=200, blank=True)
    hat_message = models.JSONField(null=True)
    data = models.JSONField(default=dict)

    leads: Leads  # put on by history_of

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

    def sentence(self, at: str = "") -> str:
        """What a person reads, in their language; on the page `at` in the words meant for that page, where there are any."""
        said_at = self.data.get("said_at", {})
        if at not in said_at:
            return in_words(self.message, self.text)
        return in_words(self.data.get("messages_at", {}).get(at), said_at[at])


class Once(models.Model):
    """The key of a form that was carried out: sent again (double click, replay) it does nothing and is told so."""

    key = models.CharField(max_length=64, primary_key=True)  # person and key: see recording.action
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
