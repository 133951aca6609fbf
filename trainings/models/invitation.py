from django.db import models
from django.db.models import Q

from collaborative.database.choices import known
from collaborative.letters.models import Letter
from collaborative.people.models import Organization, Person
from collaborative.web.addresses import path_to
from trainings.enums import Answer, DeclineReason
from trainings.models.training import Training
from trainings.querysets.invitation import InvitationQuerySet


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
        ordering = ["training", "organization__sort_key"]
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

    @property
    def is_open(self) -> bool:
        return not self.answer and self.withdrawn_at is None
