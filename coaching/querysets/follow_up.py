from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from collaborative.calendar.business_days import last_day_within
from collaborative.calendar.periods import today
from collaborative.duties.kinds import roles_sharing
from collaborative.people.models import Person
from initiatives.enums import Owes

if TYPE_CHECKING:
    from coaching.models import FollowUpCycle, FollowUpStep

DAYS_AHEAD = 30  # so near a step is needed now


def needed_until(day: date) -> date:
    """What was planned for the thirtieth day, a Saturday, and stands on the Monday after it, is needed as well."""
    return last_day_within(day, DAYS_AHEAD)


class CycleQuerySet(models.QuerySet["FollowUpCycle"]):
    def visible_to(self, person: Person) -> Self:
        """The district's people, the region's, PED, the coach, and whoever was trained."""
        from trainings.models import Registration

        if person.reach.state:
            return self.all()
        trained = Registration.objects.filter(
            training=OuterRef("training"),
            organization=OuterRef("district"),
            person__in=Person.objects.records_of(person.pk),
        )
        return self.filter(
            Q(district__lineage__overlap=person.reach.organization_ids) | Q(coach=person) | Exists(trained)
        )


class StepQuerySet(models.QuerySet["FollowUpStep"]):
    def open(self) -> Self:
        return self.filter(done_on__isnull=True, waived_at__isnull=True)

    def overdue(self, *, on: date | None = None) -> Self:
        return self.open().filter(due_on__lt=on or today())

    def due_by(self, day: date) -> Self:
        """Open ones whose day comes up to this one, the overdue included."""
        return self.open().filter(due_on__lte=day)

    def of(self, person: Person) -> Self:
        """What this person owes: as the named coach; as a coordinator where no coach is named; for the own district."""
        hats = person.hats_today
        districts = [hat.organization_id for hat in hats if hat.role in roles_sharing("superintendent")]
        regions = [hat.organization_id for hat in hats if hat.role == "rec_coordinator"]
        of_nobody = _of_cycles(coach__isnull=True, rec__in=regions)
        return self.filter(
            Q(owed_by=Owes.COACH) & (_of_cycles(coach=person) | of_nobody)
            | Q(owed_by=Owes.SUPERINTENDENT, district__in=districts)
        )

    def done(self) -> Self:
        return self.filter(done_on__isnull=False)

    def on_time(self) -> Self:
        return self.filter(done_on__lte=F("due_on"))

    def visible_to(self, person: Person) -> Self:
        if person.reach.state:
            return self.all()
        return self.filter(Q(district__lineage__overlap=person.reach.organization_ids) | _of_cycles(coach=person))


def _of_cycles(**which: Any) -> Q:
    """Steps of these cycles, found without joining the cycles of all years."""
    from coaching.models import FollowUpCycle

    return Q(cycle__in=FollowUpCycle.objects.filter(**which).order_by().values("pk"))
