from typing import Self

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from collaborative.database.choices import known
from collaborative.database.derived import derived
from collaborative.journal.models import Seen
from collaborative.letters.models import Letter
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from trainings.enums import ACTIVE, Answer, DeclineReason
from trainings.models.meeting import Trainer
from trainings.models.registration import Registration
from trainings.models.training import Training

# What became of the letter to the first addressee, in the words of collaborative.web.statuses.
LETTER_STATES = Case(
    When(withdrawn_at__isnull=False, then=Value("withdrawn")),
    When(letter__isnull=True, then=Value("no_address")),
    When(letter__sent_at__isnull=False, then=Value("delivered")),
    When(Q(letter__refused_at__isnull=False) | Q(letter__given_up_at__isnull=False), then=Value("refused")),
    When(letter__stopped_at__isnull=False, then=Value("stopped")),
    default=Value("held"),
    output_field=models.CharField(),
)
REACHED = Q(letter__sent_at__isnull=False) | Q(seen_at__isnull=False) | ~Q(answer="") | Q(phoned_at__isnull=False)

LEDGER_FILTERS = {
    "reached": Q(is_reached=True),
    "not_reached": Q(is_reached=False),
    "held": Q(is_reached=False, letter_state="held"),  # goes by itself
    "to_phone": Q(is_reached=False) & ~Q(letter_state="held"),
    "no_address": Q(letter_state="no_address"),
    "refused": Q(letter_state="refused"),
    "seen": Q(seen_at__isnull=False),
    "unanswered": Q(answer=""),
    "accepted": Q(answer="accepted"),
    "declined": Q(answer="declined"),
    "phoned": Q(phoned_at__isnull=False),
}


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def unanswered(self) -> Self:
        return self.filter(Invitation.is_open.sql())

    def visible_to(self, person: Person) -> Self:
        """The invited organization's people, the host's, and PED."""
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        return self.filter(
            Q(organization__in=person.organization_ids)
            | Q(organization__ancestors__overlap=reach)
            | Q(training__host__in=reach)
            | Exists(_led_by(person))
        )

    def with_ledger(self) -> Self:
        """Each line's facts: what the mail server said, when somebody there saw it in the app, how many are registered."""
        views = Seen.objects.filter(
            about=Concat(Value("trainings.invitation:"), Cast(OuterRef("pk"), models.CharField())),
            organization_id=OuterRef("organization_id"),
        )
        seats = (
            Registration.objects.filter(
                training=OuterRef("training"), organization=OuterRef("organization"), status__in=ACTIVE
            )
            .order_by()
            .values("organization")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(
            seen_at=Subquery(views.order_by("at").values("at")[:1]),
            seats=Coalesce(Subquery(seats, output_field=IntegerField()), Value(0)),
            letter_state=LETTER_STATES,
            letter_why=F("letter__why"),
        ).annotate(is_reached=Case(When(REACHED, then=Value(True)), default=Value(False)))


def _led_by(person: Person) -> models.QuerySet:
    return Trainer.objects.filter(training=OuterRef("training"), person__in=Person.objects.records_of(person.pk))


class Invitation(models.Model):
    """A training put to one organization: one line of the ledger. What the mail server said is told by the letters."""

    training = models.ForeignKey(Training, models.CASCADE, related_name="invitations", db_index=False)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="invitations", db_index=False)
    invited_at = models.DateTimeField()
    letter = models.ForeignKey(
        Letter, models.SET_NULL, null=True, blank=True, related_name="+"
    )  # to the first addressee
    # Null: no address.
    addressee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    decline_words = models.CharField(max_length=300, blank=True)
    phoned_at = models.DateTimeField(null=True, blank=True)
    phoned_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    phone_note = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # the district changed its region

    asks: bool  # put on for a page

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["training_id", "organization__sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["training", "organization"], name="trainings_invitation_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="trainings_invitation_answer_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(decline_reason=""), name="trainings_invitation_decline_reasoned"
            ),
            models.CheckConstraint(
                condition=Q(phoned_at__isnull=True, phoned_by__isnull=True)
                | Q(phoned_at__isnull=False, phoned_by__isnull=False),
                name="trainings_invitation_phoned_pair",
            ),
            known("answer", Answer.choices, name="trainings_invitation_answer_known", or_empty=True),
            known(
                "decline_reason", DeclineReason.choices, name="trainings_invitation_decline_reason_known", or_empty=True
            ),
        ]
        indexes = [models.Index(fields=["organization", "training"], name="trainings_invitation_org")]

    def __str__(self) -> str:
        return f"{self.training}: {self.organization}"

    def get_absolute_url(self) -> str:
        return path_to("invitation", self.training_id, self.pk)

    @derived(lambda: Q(answer="", withdrawn_at__isnull=True))
    def is_open(self) -> bool:
        return not self.answer and self.withdrawn_at is None
