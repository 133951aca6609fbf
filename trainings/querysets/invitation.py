from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from collaborative.database.compiled_queries import Totals, prepared, totals
from collaborative.journal.models import Seen
from collaborative.people.models import Person
from trainings.enums import LIVE

if TYPE_CHECKING:
    from trainings.models import Invitation

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
        return self.standing().filter(answer="")

    def visible_to(self, person: Person) -> Self:
        """The invited organization's people, the host's, and PED."""
        if person.reach.state:
            return self.all()
        reach = person.reach.organization_ids
        return self.filter(
            Q(organization__in=person.organization_ids)
            | Q(organization__lineage__overlap=reach)
            | Q(training__host__in=reach)
            | Exists(_led_by(person))
        )

    def with_ledger(self) -> Self:
        """Each line's facts: what the mail server said, when somebody there saw it in the app, how many are registered."""
        from trainings.models import Registration

        views = Seen.objects.filter(
            about=Concat(Value("trainings.invitation:"), Cast(OuterRef("pk"), models.CharField())),
            organization_id=OuterRef("organization_id"),
        )
        seats = (
            Registration.objects.filter(
                training=OuterRef("training"), organization=OuterRef("organization"), place__in=LIVE
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


@prepared
def ledger_counts(training: int) -> Totals:
    """How many of a training's lines; the ledger's filters show the same rows by the same conditions."""
    from trainings.models import Invitation

    lines = Invitation.objects.filter(training=training).standing().with_ledger()
    counts = {name: Count("pk", filter=condition) for name, condition in LEDGER_FILTERS.items()}
    silent = {
        f"silent_{name}": Count("pk", filter=LEDGER_FILTERS["to_phone"] & LEDGER_FILTERS[name])
        for name in ("no_address", "refused")
    }
    return totals(lines, all=Count("pk"), **counts, **silent)


def _led_by(person: Person) -> models.QuerySet:
    from trainings.models import Trainer

    return Trainer.objects.filter(training=OuterRef("training"), person__in=Person.objects.records_of(person.pk))
