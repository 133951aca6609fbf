"""Who can coach a district, whom a coach can meet there, and what panels tell of it."""

from collections.abc import Iterable

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext as _

from coaching.models import FollowUpCycle, FollowUpStep, Visit
from coaching.models.follow_up import OPEN, needed_until
from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.database.compiled_queries import prepared, union_all
from collaborative.errors import ActionError
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.querysets import PersonQuerySet
from initiatives.models import Initiative
from trainings.models import Attendance

COACHING_ROLES = ("coach", "rec_coordinator", "rec_director")
STEPS, VISITS = "steps", "visits"


def coaches_for(rec_id: int) -> QuerySet[Person]:
    """Whoever may follow up in this region today."""
    hats = Hat.objects.today().filter(person=OuterRef("pk"), role__in=COACHING_ROLES, organization=rec_id)
    return Person.objects.active().filter(Exists(hats))


def districts_to_visit(person: Person) -> QuerySet[Organization]:
    return Organization.objects.within_reach(person).taking_part().active()


def coaches_within(person: Person) -> QuerySet[Person]:
    """Who may follow up there, or once might: found from hats, not from all that was ever followed up."""
    hats = Hat.objects.filter(role__in=COACHING_ROLES)
    if not person.reach.state:
        reach = person.reach.organization_ids
        above = Organization.objects.filter(pk__in=reach).values("parent")
        hats = hats.filter(Q(organization__in=reach) | Q(organization__in=above) | Q(person=person))
    return Person.objects.filter(pk__in=hats.values("person"))


def trained_in(cycle: FollowUpCycle) -> QuerySet[Person]:
    """Who of the district was present at any meeting of the training."""
    present = Attendance.objects.filter(
        present=True,
        registration__person=OuterRef("pk"),
        registration__training=cycle.training_id,
        registration__organization=cycle.district_id,
    )
    return Person.objects.filter(Exists(present))


def working_in(district: Organization) -> PersonQuerySet:
    """Everybody with a hat today at the district or one of its schools."""
    hats = Hat.objects.today().filter(person=OuterRef("pk"), organization__ancestors__contains=[district.pk])
    return Person.objects.active().filter(Exists(hats))


def named_there(district: Organization, lines: Iterable[str]) -> list[Person]:
    """People of the district by name or address, one a line; refuses what fits nobody or several, in words."""
    found = []
    for line in lines:
        fitting = list(working_in(district).matching(line)[:2])
        if not fitting:
            raise ActionError(
                _(
                    "Nobody in %(district)s is called “%(name)s”. Check the spelling, or add the person to the staff list."
                )
                % {"district": district.short_name, "name": line},
                field="others",
            )
        if len(fitting) > 1:
            raise ActionError(
                _("More than one person in %(district)s fits “%(name)s”. Enter the address instead.")
                % {"district": district.short_name, "name": line},
                field="others",
            )
        found += fitting
    return found


def others_without_coach(cycle: FollowUpCycle) -> int:
    """How many other districts of the training, in the same region, wait for a coach."""
    waiting = FollowUpCycle.objects.filter(training=cycle.training_id, rec=cycle.rec_id, coach__isnull=True)
    return waiting.exclude(pk=cycle.pk).count()


def _open_counts() -> dict[str, Count]:
    """Of steps: the columns of the tiles."""
    day = today()
    return {
        "overdue": Count("pk", filter=OPEN & Q(due_on__lt=day)),
        "needed": Count("pk", filter=OPEN & Q(due_on__lte=needed_until(day))),
        "open": Count("pk", filter=OPEN),
    }


@prepared
def owed_counts(person: Person) -> QuerySet:
    """A row of figures of the steps, and one that says how many visits are planned."""
    steps = FollowUpStep.objects.owed_by(person).open().order_by()
    visits = Visit.objects.planned().filter(coach=person).order_by()
    none = Value(0, output_field=BigIntegerField())
    return union_all(
        [
            steps.values(what=Value(STEPS)).annotate(**_open_counts()),
            visits.values(what=Value(VISITS)).annotate(overdue=none, needed=none, open=Count("pk")),
        ]
    )


@prepared
def counts_of_steps(reader: Person, of: Organization | Initiative, *, name: str) -> QuerySet:
    """One row of figures: what is open, of whatever year, and how much of this school year's plan is done."""
    first, last = fiscal_year_dates(fiscal_year(today()))
    this_year = Q(due_on__gte=first, due_on__lte=last)
    steps = FollowUpStep.objects.visible_to(reader).filter(OPEN | this_year, **{name: of}).order_by()
    return steps.values(what=Value(STEPS)).annotate(
        **_open_counts(),
        done=Count("pk", filter=this_year & Q(done_on__isnull=False)),
        planned=Count("pk", filter=this_year & Q(waived_at__isnull=True)),
    )


@prepared
def visits_of(reader: Person, person: int, *, most: int) -> QuerySet[Visit]:
    """The visits that a person made or received, the latest first."""
    met = Visit.people.through.objects.filter(person=person).values("visit")
    made = Visit.objects.filter(coach=person).order_by().values("pk")
    return (
        Visit.objects.visible_to(reader)
        .filter(pk__in=made.union(met), cancelled_at__isnull=True)
        .select_related("district", "coach")
        .defer("agreed")
        .order_by("-planned_for", "-id")[:most]
    )
