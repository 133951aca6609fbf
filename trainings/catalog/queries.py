from django.db.models import Exists, OuterRef, Q, QuerySet

from collaborative.database.compiled_queries import prepared
from collaborative.people.models import Organization, Person
from initiatives.models import Initiative
from trainings.models import Trainer, Training
from trainings.models.training import TrainingQuerySet

SHOWN_OF_TRAINING = (
    *("title", "mode", "first_day", "last_day", "starts_at", "registration_closes_on", "published_at", "cancelled_at"),
    *("closed_at", "room_capacity", "online_capacity", "room_taken", "online_taken", "venue__city"),
)


@prepared
def run_or_led(person: Person, *, most: int) -> QuerySet[Training]:
    """What the own organizations hold and what one leads, from today on, drafts included."""
    runs = person.organizations_with("trainings.run")
    leads = Trainer.objects.filter(training=OuterRef("pk"), person=person)
    return _ahead(Training.objects.filter(Q(host__in=runs) | Exists(leads)), most)


@prepared
def ahead_of(person: Person, of: Organization | Initiative, *, name: str, most: int) -> QuerySet[Training]:
    """Of one host or one initiative, as `name` says."""
    return _ahead(Training.objects.visible_to(person).filter(**{name: of}), most)


def _ahead(rows: TrainingQuerySet, most: int) -> QuerySet[Training]:
    rows = rows.ahead().select_related("venue").only(*SHOWN_OF_TRAINING)
    return rows.order_by("first_day", "starts_at", "id")[:most]
