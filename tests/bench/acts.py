"""What people do, as requests: each act several times, on other rows each time. It changes them: acts run on a copy."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef
from django.utils import timezone

from coaching.models import FollowUpCycle, FollowUpStep
from coaching.queries import trained_in
from collaborative.calendar.periods import today
from collaborative.people.models import Hat, Organization
from recs.models import Rec
from tests.bench.pages import CARLA, DOLORES, MIGUEL, open_invitations
from trainings.models import Attendance, Booking, Invitation, Meeting, Registration, Training
from trainings.schedule.actions.publication import what_is_missing

TIMES = 10


@dataclass(frozen=True)
class Step:
    """One request. Without `fields` a page is opened; with them its form is sent, with all that it carries along.
    The answer shows `mark`; where that is empty, the act is done and leads elsewhere."""

    url: str
    fields: dict[str, str] | None = None
    mark: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Act:
    name: str
    who: str
    handle: str
    steps: list[Step]


def acts() -> list[Act]:
    """All tries of all acts; those that follow each other and bear one name are one act."""
    rec = Rec.objects.get(number=9).pk
    _hold_some(rec)
    found: list[Act] = []
    makers: tuple[Callable[[int], Iterator[Act]], ...] = (_register, _answer, _mark, _log, _publish, _close)
    for maker in makers:
        made = list(islice(maker(rec), TIMES))
        if len(made) < TIMES:
            raise SystemExit(f"Only {len(made)} of {TIMES} times can be done: {maker.__name__}")
        found += made
    return found


def _register(rec: int) -> Iterator[Act]:
    """One person from the roster: the form, the check, done."""
    cloudcroft = Organization.objects.get(kind="district", short_name="Cloudcroft")
    for invitation in open_invitations(cloudcroft):
        staff = Hat.objects.roster().filter(organization__parent=cloudcroft).order_by("person__sort_key")
        there = Registration.objects.filter(training=invitation.training_id).values("person")
        url = f"{invitation.get_absolute_url()}register/"
        for person in staff.exclude(person__in=there).values_list("person", flat=True)[:5]:
            chosen = {"people": str(person)}
            steps = [
                Step(url, mark='name="people"'),
                Step(url, {**chosen, "go": "next"}, mark='value="register"'),
                Step(url, {"go": "register"}),
            ]
            yield Act("Register one person", "superintendent", DOLORES, steps)


def _answer(rec: int) -> Iterator[Act]:
    """Accept, as the superintendent of each district of the region that has not answered."""
    leaders = Hat.objects.today().with_role("superintendent").filter(organization__parent=rec)
    handles = dict(leaders.values_list("organization", "person__handle"))
    for invitation in _unanswered(rec).filter(organization__in=handles).order_by("training", "pk"):
        url = invitation.get_absolute_url()
        steps = [Step(url, mark=f"{url}accept/"), Step(f"{url}accept/", {})]
        yield Act("Answer an invitation", "superintendent", handles[invitation.organization_id], steps)


def _unanswered(rec: int):
    coming = Training.objects.upcoming().filter(
        host=rec, first_day__gt=today() + timedelta(days=3), published_at__lt=timezone.now()
    )
    return Invitation.objects.standing().filter(training__in=coming, answer="")


def _mark(rec: int) -> Iterator[Act]:
    """One person present, on the list at the door."""
    marked = Attendance.objects.filter(registration=OuterRef("pk"))
    seated = Registration.objects.filter(training__in=_held(rec), status="seated").filter(~Exists(marked))
    for registration in seated.order_by("training", "pk"):
        url = f"{registration.training.get_absolute_url()}door/"
        sent = {f"there-{registration.pk}": "yes", "meeting": "1"}
        steps = [
            Step(url, mark=f'name="there-{registration.pk}"'),
            Step(f"{url}marks/", sent, mark=f"state-{registration.pk}", headers={"HX-Request": "true"}),
        ]
        yield Act("Mark one person at the door", "coordinator", CARLA, steps)


def _log(rec: int) -> Iterator[Act]:
    """A visit that was not planned, with its step done."""
    due = FollowUpStep.objects.open().filter(cycle=OuterRef("pk"))
    cycles = FollowUpCycle.objects.filter(Exists(due), coach__handle=MIGUEL).order_by("pk")
    for cycle in cycles:
        step, person = cycle.steps.open().order_by("due_on", "id").first(), trained_in(cycle).first()
        if not step or not person:
            continue
        url = f"/trainings/visits/log/?cycle={cycle.pk}"
        typed = {"step": step.pk, "kind": step.touchpoint, "held_on": today(), "minutes": 45, "people": person.pk}
        typed |= {"location": "Room 12", "agreed": "Try it in one lesson.", "finishes_step": "on"}
        steps = [Step(url, mark='name="minutes"'), Step(url, {name: str(value) for name, value in typed.items()})]
        yield Act("Log a visit", "coach", MIGUEL, steps)


def _publish(rec: int) -> Iterator[Act]:
    """A draft that lacks nothing: the check page, done."""
    drafts = Training.objects.filter(host=rec, published_at__isnull=True, cancelled_at__isnull=True)
    for draft in drafts.filter(first_day__gt=today() + timedelta(days=14)).order_by("first_day", "pk"):
        if not what_is_missing(draft):
            url = f"{draft.get_absolute_url()}publish/"
            yield Act("Publish a training", "coordinator", CARLA, [Step(url, mark='name="revision"'), Step(url, {})])


def _close(rec: int) -> Iterator[Act]:
    """A training whose list is marked: what it comes to, done."""
    unmarked = Registration.objects.filter(training=OuterRef("pk"), status="seated", attendance__isnull=True)
    for training in _held(rec).filter(~Exists(unmarked)).order_by("pk"):
        url = f"{training.get_absolute_url()}close/"
        yield Act("Close a training", "coordinator", CARLA, [Step(url, mark="Contact hours"), Step(url, {})])


def _held(rec: int):
    return Training.objects.filter(host=rec, first_day=_yesterday(), closed_at__isnull=True, published_at__isnull=False)


def _yesterday() -> date:
    return today() - timedelta(days=1)


def _hold_some(rec: int) -> None:
    """Trainings to come were held yesterday: the lists of all but two are marked."""
    coming = Training.objects.upcoming().filter(host=rec, first_day__gt=today(), room_taken__gte=5)
    chosen = list(coming.order_by("-first_day", "pk")[: TIMES + 2])
    for training in chosen:
        back = (training.first_day or today()) - _yesterday()
        for meeting in training.meetings.all():
            Booking.objects.filter(meeting=meeting).delete()
            Meeting.objects.filter(pk=meeting.pk).update(
                date=_yesterday(), starts_at=meeting.starts_at - back, ends_at=meeting.ends_at - back
            )
        Training.objects.filter(pk=training.pk).update(
            first_day=_yesterday(),
            last_day=_yesterday(),
            starts_at=(training.starts_at or timezone.now()) - back,
            registration_closes_on=_yesterday() - timedelta(days=3),
        )
    _mark_all(chosen[:TIMES])


def _mark_all(trainings: Iterable[Training]) -> None:
    now = timezone.now()
    for training in trainings:
        meeting = training.meetings.get()
        seated = training.registrations.filter(status="seated")
        Attendance.objects.bulk_create(
            Attendance(
                meeting=meeting,
                registration=one,
                present=True,
                hours=meeting.hours,
                marked_at=now,
                marked_by=training.created_by,
            )
            for one in seated
        )
