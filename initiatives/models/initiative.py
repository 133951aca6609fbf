from collections.abc import Iterable
from datetime import date, datetime
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from collaborative.calendar.periods import today
from collaborative.database.choices import all_known, known
from collaborative.database.derived import derived
from collaborative.database.search_keys import plain, sort_key
from collaborative.journal.models import Seen
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from collaborative.web.sentences import Sentence
from collaborative.web.sentences import gettext_kept as _
from initiatives.enums import AudienceRole, Grade, Level, Owes, Touchpoint


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def published(self) -> Self:
        return self.filter(Initiative.is_published.sql())

    def unpublished(self) -> Self:
        return self.filter(Initiative.state.sql()["draft"])

    def unacknowledged(self) -> Self:
        """In force, and at least one REC has not said that it has read it."""
        open_ones = Acknowledgment.objects.open().filter(version=OuterRef("current"))
        return self.running().filter(Exists(open_ones))

    def running(self, *, on: date | None = None) -> Self:
        return self.filter(Initiative.state.sql(on)["published"])

    def ended(self, *, on: date | None = None) -> Self:
        return self.filter(Initiative.state.sql(on)["ended"])

    def visible_to(self, person: Person) -> Self:
        """Published ones are everybody's; a draft is seen by its lead and partner bureaus, a bureau's by PED leadership."""
        return self.filter(Q(current__isnull=False) | Q(pk__in=self.model.objects.drafts_shown_to(person).values("pk")))

    def drafts_shown_to(self, person: Person) -> Self:
        """Those whose drafts, of a first or a later version, this person sees: a REC's own are shown to nobody else."""
        mine = person.organization_ids
        if any(hat.role == "ped_leader" for hat in person.hats_today):
            return self.filter(~Q(level=Level.LOCAL, lead__kind=Organization.Kind.REC) | Q(lead__in=mine))
        partnered = self.model.partners.through.objects.filter(organization_id__in=mine)
        return self.filter(Q(lead__in=mine) | Q(pk__in=partnered.values("initiative_id")))

    def open_to(self, organizations: Iterable[int]) -> Self:
        """Under which these organizations (by id) may work: the state's, and of the local ones their own."""
        return self.filter(~Q(level=Level.LOCAL) | Q(lead__in=organizations))

    def for_page(self, person: Person) -> Self:
        """Within reach, with `partner_names`, so that a page asks once."""
        partners = self.model.partners.through.objects.filter(initiative=OuterRef("pk")).order_by(
            "organization__sort_key"
        )
        return self.visible_to(person).annotate(partner_names=ArraySubquery(partners.values("organization__name")))

    def with_acknowledged(self) -> Self:
        """`asked` RECs and `acknowledged` of them, for the version in force."""
        return self.annotate(
            asked=self._acknowledgments(Count("pk")), acknowledged=self._acknowledgments(Count("acknowledged_at"))
        )

    def _acknowledgments(self, figure: Count) -> Subquery:
        rows = Acknowledgment.objects.filter(version=OuterRef("current")).order_by().values("version")
        return Subquery(rows.annotate(n=figure).values("n"))

    def matching(self, words: str) -> Self:
        return self.filter(search_key__contains=plain(words))


class VersionQuerySet(models.QuerySet["InitiativeVersion"]):
    def published(self) -> Self:
        return self.filter(InitiativeVersion.is_published.sql())

    def drafts(self) -> Self:
        return self.filter(~InitiativeVersion.is_published.sql())

    def visible_to(self, person: Person) -> Self:
        """Published ones are everybody's; a draft is seen by whoever sees its initiative's drafts."""
        initiatives = Initiative.objects.drafts_shown_to(person)
        return self.filter(Q(published_at__isnull=False) | Q(initiative__in=initiatives.values("pk")))


class AcknowledgmentQuerySet(models.QuerySet["Acknowledgment"]):
    def open(self) -> Self:
        return self.filter(acknowledged_at__isnull=True)

    def visible_to(self, person: Person) -> Self:
        """PED sees who has read what; a REC sees its own."""
        if person.reach.state:
            return self.all()
        return self.filter(rec__in=person.organization_ids)

    def with_seen(self, version: str) -> Self:
        """`seen_at`: when somebody of the REC first opened the page of the version (its ref) while signed in."""
        views = Seen.objects.filter(about=version, organization_id=OuterRef("rec")).order_by("at")
        return self.annotate(seen_at=Subquery(views.values("at")[:1]))


def _states(on: date | None = None) -> dict[str, Q]:
    on = on or today()
    return {
        "draft": Q(current__isnull=True),
        "ended": Q(current__ends_on__lt=on),
        "published": Q(current__ends_on__gte=on),
    }


class Initiative(models.Model):
    """A state, federal or local priority. What it says is in its versions; `current` is the published one in force."""

    title = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level.choices)
    # A bureau; a REC where local.
    lead = models.ForeignKey(Organization, models.PROTECT, related_name="initiatives_led", db_index=False)
    partners = models.ManyToManyField(Organization, related_name="initiatives_partnered", blank=True)
    current = models.ForeignKey("InitiativeVersion", models.PROTECT, null=True, blank=True, related_name="+")
    sort_key = models.CharField(max_length=120, editable=False)
    search_key = models.CharField(max_length=120, editable=False)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)  # rises with every save: two editors are told of each other

    partner_names: list[str]  # of for_page
    acknowledgments_shown: list["Acknowledgment"]  # this and the next: put on for a page
    waiting: int | None
    asked_of_rec: bool  # this and the next: put on for a REC's page
    answered: str

    said_by = ("title",)
    objects = InitiativeQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "title"], name="initiatives_initiative_title_once"),
            known("level", Level.choices, name="initiatives_initiative_level_known"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs) -> None:
        self.sort_key, self.search_key = sort_key(self.title)[:120], plain(self.title)[:120]
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return path_to("initiative", self.pk)

    @property
    def is_local(self) -> bool:
        """Led by a REC: its own affair, that nobody acknowledges and that counts for nothing which PED asks."""
        return self.level == Level.LOCAL and self.lead.kind == Organization.Kind.REC

    @derived(lambda: Q(current__isnull=False))
    def is_published(self) -> bool:
        return self.current_id is not None

    @derived(_states)
    def state(self) -> str:
        if not self.current:
            return "draft"
        return "ended" if self.current.ends_on < today() else "published"


class InitiativeVersion(models.Model):
    """What an initiative says from its publication on. A draft until published; never changed afterwards."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    purpose = models.TextField()
    audience_roles = ArrayField(models.CharField(max_length=20, choices=AudienceRole.choices), default=list)
    audience_grades = ArrayField(models.CharField(max_length=4, choices=Grade.choices), default=list, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    expert_valid_months = models.PositiveSmallIntegerField(default=24)  # how long a certification for it is good
    what_changed = models.TextField(blank=True)  # said by the bureau from the second version on
    acknowledge_by = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["initiative_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "number"], name="initiatives_version_number_once"),
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(published_at__isnull=True), name="initiatives_version_one_draft"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="initiatives_version_dates_in_order"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="initiatives_version_published_pair",
            ),
            all_known("audience_roles", AudienceRole.choices, name="initiatives_version_roles_known"),
            all_known("audience_grades", Grade.choices, name="initiatives_version_grades_known"),
        ]

    def __str__(self) -> str:
        return str(self.name_kept)

    def get_absolute_url(self) -> str:
        return path_to("initiative-version", self.initiative_id, self.number)

    @property
    def name_kept(self) -> Sentence:
        return _("%(title)s, version %(number)s") % {"title": self.initiative.title, "number": self.number}

    @property
    def audience_text(self) -> str:
        return ", ".join(str(AudienceRole(role).label) for role in self.audience_roles)

    @derived(lambda: Q(published_at__isnull=False))
    def is_published(self) -> bool:
        return self.published_at is not None


class PlannedStep(models.Model):
    """One line of a version's follow-up plan: so many days after a training closes, this touchpoint, owed by them."""

    version = models.ForeignKey(InitiativeVersion, models.CASCADE, related_name="planned_steps", db_index=False)
    days_after = models.PositiveSmallIntegerField()
    touchpoint = models.CharField(max_length=20, choices=Touchpoint.choices)
    owed_by = models.CharField(max_length=20, choices=Owes.choices, default=Owes.COACH)

    class Meta:
        ordering = ["version_id", "days_after", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "days_after", "touchpoint"], name="initiatives_planned_step_once"
            ),
            models.CheckConstraint(
                condition=Q(days_after__gt=0, days_after__lte=730), name="initiatives_planned_step_days"
            ),
            known("touchpoint", Touchpoint.choices, name="initiatives_planned_step_touchpoint_known"),
            known("owed_by", Owes.choices, name="initiatives_planned_step_owed_by_known"),
        ]


class AskedDeliverable(models.Model):
    """What a version asks of each REC: a measure that the system counts, a target and a day."""

    version = models.ForeignKey(InitiativeVersion, models.CASCADE, related_name="asked_deliverables", db_index=False)
    measure = models.CharField(max_length=40)  # a name in collaborative.figures.measures
    target = models.DecimalField(max_digits=9, decimal_places=2)
    due_on = models.DateField()

    class Meta:
        ordering = ["version_id", "due_on", "measure", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "measure", "due_on"], name="initiatives_asked_once"),
            models.CheckConstraint(condition=Q(target__gt=0), name="initiatives_asked_target_positive"),
        ]


class Acknowledgment(models.Model):
    """One row per REC and published version, made at publication; the time is set when the REC says it has read it."""

    version = models.ForeignKey(InitiativeVersion, models.PROTECT, related_name="acknowledgments", db_index=False)
    rec = models.ForeignKey(Organization, models.PROTECT, related_name="acknowledgments")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    seen_at: datetime | None  # of with_seen
    state: str  # this and the next: put on for a page
    waiting: int

    objects = AcknowledgmentQuerySet.as_manager()

    class Meta:
        ordering = ["version_id", "rec__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["version", "rec"], name="initiatives_acknowledgment_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="initiatives_acknowledgment_pair",
            ),
        ]
