from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaborative.database.choices import known
from collaborative.people.models.organization import Organization
from collaborative.people.models.person import Hat, Person
from collaborative.people.roles import ROLE_CHOICES, ROLES
from collaborative.web.addresses import path_to
from collaborative.web.sentences import Joined, joined


class ProposalAnswer(models.TextChoices):
    YES = "yes", _("said yes")
    NO = "no", _("said no")


class RoleProposal(models.Model):
    """A role that counts once a second person says yes: leadership of PED, and a successor from now on.

    `follows` is the hat that ends when the new one begins. `starts_on` null: from the yes on.
    """

    Answer = ProposalAnswer

    ref_label = "people.role_proposal"

    role = models.CharField(max_length=20, choices=ROLE_CHOICES)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="role_proposals", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="role_proposals", db_index=False)
    sign_in = models.EmailField(blank=True)
    follows = models.ForeignKey(Hat, models.PROTECT, null=True, blank=True, related_name="successions")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="people_proposal_answered_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer="yes") | ~Q(answered_by=F("proposed_by")), name="people_proposal_by_two"
            ),
            models.UniqueConstraint(
                fields=["role", "organization", "person"], condition=Q(answer=""), name="people_proposal_open_once"
            ),
            known("role", ROLE_CHOICES, name="people_proposal_role_known"),
            known("answer", ProposalAnswer.choices, name="people_proposal_answer_known", or_empty=True),
        ]

    def __str__(self) -> str:
        return str(self.name_kept)

    def get_absolute_url(self) -> str:
        return path_to("role-proposal", self.pk)

    @property
    def name_kept(self) -> Joined:
        return joined(ROLES[self.role].title, self.organization.short_name, by=", ")

    @property
    def is_open(self) -> bool:
        return not self.answer
