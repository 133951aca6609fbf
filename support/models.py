from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from coaching.models import Visit
from collaborative.calendar.periods import fiscal_year_dates, today
from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.database.search_keys import plain
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from collaborative.web.statuses import STATUSES
from recs.models import PartnerAgency
from trainings.models import Training

OPEN = Q(closed_at__isnull=True)
UNANSWERED = OPEN & Q(first_answer_at__isnull=True)


class RequestQuerySet(models.QuerySet["SupportRequest"]):
    def open(self) -> Self:
        return self.filter(OPEN)

    def late(self, *, on: date | None = None) -> Self:
        return self.filter(SupportRequest.is_late.sql(on))

    def unanswered(self) -> Self:
        return self.filter(UNANSWERED)

    def answered(self) -> Self:
        """Answered and still open."""
        return self.open().filter(first_answer_at__isnull=False)

    def ended(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def for_year(self, fiscal_year: int) -> Self:
        first, last = fiscal_year_dates(fiscal_year)
        return self.filter(asked_on__gte=first, asked_on__lte=last)

    def visible_to(self, person: Person) -> Self:
        """Those who may see requests of the district or its region, PED, and the owner. Who asked and then left the district
        answers for it no more."""
        if any(
            "support.view" in hat.rules.permissions and hat.rules.reach.value == "state" for hat in person.hats_today
        ):
            return self.all()
        reach = person.organizations_with("support.view")
        return self.filter(Q(rec__in=reach) | Q(district__in=reach) | Q(owner=person))

    def matching(self, words: str) -> Self:
        found = self
        for word in plain(words).split():
            found = found.filter(search_key__contains=word)
        return found


class AssistanceQuerySet(models.QuerySet["Assistance"]):
    def for_year(self, fiscal_year: int) -> Self:
        first, last = fiscal_year_dates(fiscal_year)
        return self.filter(on__gte=first, on__lte=last)

    def visible_to(self, person: Person) -> Self:
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        return self.filter(Q(rec__in=reach) | Q(district__in=reach) | Q(by=person))


class Topic(models.TextChoices):
    ASSISTANCE = "assistance", _("technical assistance")
    COACHING = "coaching", _("coaching")
    TRAINING = "training", _("training")
    TECHNOLOGY = "technology", _("technology")
    ANCILLARY = "ancillary", _("ancillary services")
    OTHER = "other", _("something else")


class Outcome(models.TextChoices):
    TRAINING = "training", _("a training")
    VISIT = "visit", _("a coaching visit")
    ASSISTANCE = "assistance", _("technical assistance")
    REFERRAL = "referral", _("a referral to a partner agency")
    NO = "no", _("a “no” with a reason")
    WITHDRAWN = "withdrawn", _("withdrawn by the district")


ENDED_AS: dict[str, str] = {Outcome.NO: "closed_no", Outcome.WITHDRAWN: "withdrawn"}  # every other one: done


class LastNumber(models.Model):
    """The last number given out in a fiscal year; numbering.py locks its row, so numbers have no gaps and no twins."""

    fiscal_year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()


class SupportRequest(models.Model):
    """A district's call for help. Acknowledged at once with a number and an owner; it ends in something linked or a «no»."""

    number = models.CharField(max_length=12, unique=True)  # «R-2027-0042»: fiscal year and a running number
    district = models.ForeignKey(Organization, models.PROTECT, related_name="support_requests", db_index=False)
    rec = models.ForeignKey(Organization, models.PROTECT, related_name="support_queue", db_index=False)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    what = models.TextField()
    for_whom = models.CharField(max_length=200)
    needed_by = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="support_asked", db_index=False)
    asked_at = models.DateTimeField()
    asked_on = models.DateField(db_index=True)  # the local day
    before = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="asked_again")
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="support_owned")
    answer_by = models.DateField()  # by the service clock: see support/clock.py
    first_answer_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)  # what was done, or the reason of a «no»
    training = models.ForeignKey(Training, models.PROTECT, null=True, blank=True, related_name="support_requests")
    visit = models.ForeignKey(
        Visit, models.PROTECT, null=True, blank=True, related_name="support_requests", db_index=False
    )
    partner = models.ForeignKey(
        PartnerAgency, models.PROTECT, null=True, blank=True, related_name="support_referrals", db_index=False
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    helped = models.BooleanField(null=True)  # null: the district has not said
    helped_words = models.CharField(max_length=300, blank=True)
    helped_at = models.DateTimeField(null=True, blank=True)
    search_key = models.TextField(editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="support_request_closed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="no") | ~Q(outcome_words=""), name="support_request_no_is_reasoned"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="training") | Q(training__isnull=False), name="support_request_training_linked"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="visit") | Q(visit__isnull=False), name="support_request_visit_linked"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="referral") | Q(partner__isnull=False), name="support_request_partner_linked"
            ),
            models.CheckConstraint(
                condition=Q(helped__isnull=True, helped_at__isnull=True)
                | Q(helped__isnull=False, helped_at__isnull=False),
                name="support_request_helped_pair",
            ),
            models.CheckConstraint(
                condition=Q(helped__isnull=True) | Q(closed_at__isnull=False), name="support_request_rated_when_ended"
            ),
            known("topic", Topic.choices, name="support_request_topic_known"),
            known("outcome", Outcome.choices, name="support_request_outcome_known", or_empty=True),
        ]
        indexes = [
            models.Index(fields=["rec", "asked_on"], name="support_request_queue"),
            models.Index(fields=["district", "asked_on"], name="support_request_district"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.what[:60]}"

    def save(self, **kwargs) -> None:
        self.search_key = plain(f"{self.number} {self.what} {self.for_whom} {self.district.name}")
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return path_to("request", self.pk)

    @property
    def short_name(self) -> str:
        return self.number

    @property
    def answered_by(self) -> Person | Organization:
        return self.owner or self.rec

    @derived(lambda: OPEN)
    def is_open(self) -> bool:
        return self.closed_at is None

    @derived(lambda on=None: UNANSWERED & Q(answer_by__lt=on or today()))
    def is_late(self) -> bool:
        return self.first_answer_at is None and self.is_open and self.answer_by < today()

    @property
    def can_be_rated(self) -> bool:
        return self.closed_at is not None and self.helped is None and self.outcome != Outcome.WITHDRAWN

    @property
    def can_be_asked_again(self) -> bool:
        """It brought nothing that helped."""
        return self.helped is False or self.outcome in (Outcome.NO, Outcome.WITHDRAWN)

    @property
    def state(self) -> str:
        if self.closed_at:
            return ENDED_AS.get(self.outcome, "done")
        if self.is_late:
            return "answer_overdue"
        return "answered" if self.first_answer_at else "new"

    @property
    def state_text(self) -> str:
        return str(STATUSES[self.state].word)


class SupportMessage(models.Model):
    """One answer in the thread of a request."""

    request = models.ForeignKey(SupportRequest, models.PROTECT, related_name="messages")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    text = models.TextField()
    from_rec = models.BooleanField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="support_message_says_something")]


class AssistanceMedium(models.TextChoices):
    PHONE = "phone", _("phone")
    MAIL = "mail", _("mail")
    VIDEO = "video", _("video")
    VISIT = "visit", _("on site")


class Assistance(models.Model):
    """Technical assistance given by phone, mail or visit, tied to no event: the log that counts once."""

    Medium = AssistanceMedium

    rec = models.ForeignKey(Organization, models.PROTECT, related_name="+", db_index=False)
    district = models.ForeignKey(Organization, models.PROTECT, related_name="assistance")
    by = models.ForeignKey(Person, models.PROTECT, related_name="assistance_given")
    on = models.DateField(db_index=True)
    minutes = models.PositiveSmallIntegerField()
    medium = models.CharField(max_length=8, choices=Medium.choices)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    text = models.TextField()
    request = models.ForeignKey(
        SupportRequest, models.PROTECT, null=True, blank=True, related_name="assistance", db_index=False
    )
    logged_at = models.DateTimeField()

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "assistance"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0, minutes__lte=1440), name="support_assistance_minutes"),
            models.UniqueConstraint(fields=["request"], name="support_assistance_counted_once"),
            known("medium", AssistanceMedium.choices, name="support_assistance_medium_known"),
            known("topic", Topic.choices, name="support_assistance_topic_known"),
        ]
        indexes = [models.Index(fields=["rec", "on"], name="support_assistance_rec")]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}, {self.district.short_name}"

    def get_absolute_url(self) -> str:
        return path_to("assistance-entry", self.pk)
