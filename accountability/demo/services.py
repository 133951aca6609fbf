"""The demo year: one region through the real actions, the others in bulk, all relative to the day of loading."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from accountability.demo.bulk.ground import Ground, make_ground
from accountability.demo.bulk.owed import quiet
from accountability.demo.bulk.size import DEMO
from accountability.demo.bulk.support import make_requests
from accountability.demo.bulk.trainings import make_year
from accountability.demo.claims import ask_for_two
from accountability.demo.initiatives import DRAFTED, draft, publish_all
from accountability.demo.people import seat_cast
from accountability.demo.region import play_region
from accountability.demo.reviews import play_reviews
from accountability.demo.sessions import hold_sessions
from collaborative.calendar.periods import today
from collaborative.database.table_statistics import count_anew, forget_what_was_undone, keep_to_ourselves
from collaborative.duties.models import Duty
from collaborative.letters.models import Delivered, Letter
from collaborative.ops.progress import step
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.records.actions import correct_record
from collaborative.people.roles import ROLES
from initiatives.models import Initiative
from recs.models import Rec
from trainings.invitations.services import drop_late_answers

SEED = 20120701
BACK, AHEAD = timedelta(days=215), timedelta(days=110)
PLAYED = 9  # the REC whose year goes through the actions


class NotADemo(Exception):
    """There are people here whom the demo did not make."""


def load_demo(*, say: Callable[[str], None], now: datetime | None = None, seed: int = SEED) -> None:
    """All or nothing. Refused where any person exists that the demo did not make; loaded already: nothing happens."""
    if Person.objects.filter(is_demo=False).exists():
        raise NotADemo
    if Person.objects.filter(is_demo=True).exists():
        say("The demo year is loaded already.")
        return
    now = now or timezone.now()
    if not connection.in_atomic_block:
        forget_what_was_undone()
    with transaction.atomic():
        keep_to_ourselves()
        _load(say, now, Random(seed))
        connection.run_on_commit = []  # what the actions wanted to hand to Celery has been sent by then


@contextmanager
def counted_step(words: str, *, usual: float, say: Callable[[str], None]) -> Iterator[None]:
    """A step of the load, after which PostgreSQL knows what stands in its tables."""
    with step(words, usual=usual, say=say):
        yield
        count_anew()


def _load(say: Callable[[str], None], now: datetime, random: Random) -> None:
    with counted_step("People, schools, rooms", usual=5, say=say):
        ground = make_ground(DEMO, random=random, today=today(now))
        cast = seat_cast(ground)
    with counted_step("Initiatives, train-the-expert sessions", usual=5, say=say):
        initiatives = _begin(ground, cast, now)
    played = Rec.objects.get(number=PLAYED).pk
    for rec in ground.recs:
        if rec.pk != played:
            with counted_step(f"The year of {rec.short_name}", usual=4, say=say):
                _year(ground, rec, initiatives, now)
    with counted_step("The year of Region 9, step by step", usual=15, say=say):
        rec = next(rec for rec in ground.recs if rec.pk == played)
        play_region(ground, rec, cast=cast, initiatives=initiatives, now=now)
        play_reviews(ground, now=now)
    with counted_step("Questions that wait for a yes", usual=2, say=say):
        ask_for_two(ground, now=now)
        come_in(now)
        _ask_for_changes(ground, now)
    with counted_step("Letters", usual=5, say=say):
        post_letters(now)
        drop_late_answers(now=now)
        quiet(Duty.objects.open(), now)


def _begin(ground: Ground, cast: dict[str, Person], now: datetime) -> list[Initiative]:
    bureaus = dict(Organization.objects.of_kind("bureau").values_list("pk", "short_name"))
    staff = {bureaus[pk]: person for pk, person in ground.bureau_staff.items()}
    readers = {rec.pk: ground.coordinators[rec.pk][0] for rec in ground.recs}
    initiatives = publish_all(bureau_staff=staff, readers=readers, now=now)
    draft(DRAFTED, by=cast["paul.yazzie"], now=now, day_count=6)
    hold_sessions(ground, initiatives, bureau_staff=staff, now=now)
    return initiatives


def _year(ground: Ground, rec: Organization, initiatives: list[Initiative], now: datetime) -> None:
    first, last = today(now - BACK), today(now + AHEAD)
    make_year(
        ground,
        rec,
        initiatives=initiatives,
        count=DEMO.trainings,
        per_district=DEMO.people_per_district,
        first=first,
        last=last,
        now=now,
    )
    make_requests(ground, rec, count=DEMO.requests, first=first, last=today(now), now=now)


def _ask_for_changes(ground: Ground, now: datetime) -> None:
    """In each region the director asks for the married name of a coordinator, who has not answered yet."""
    for rec in ground.recs:
        person = ground.coordinators[rec.pk][-1]
        director = Person.objects.get(pk=ground.directors[rec.pk].pk)
        wanted = {"family_name": f"{person.family_name}-Lucero"}
        correct_record(person, wanted=wanted, by=director, now=now - timedelta(days=2))


def come_in(now: datetime) -> None:
    """Who has a role that acts has signed in by now, but for the newest coach of each REC."""
    acting = [role for role, rules in ROLES.items() if rules.acts]
    newest = Hat.objects.filter(role="coach").order_by().values("organization").annotate(last=Max("pk"))
    newcomers = Hat.objects.filter(pk__in=newest.values("last"), person=OuterRef("pk"))
    acts = Hat.objects.filter(role__in=acting, person=OuterRef("pk"))
    Person.objects.filter(Exists(acts), ~Exists(newcomers)).update(last_login=now - timedelta(days=1))


def post_letters(now: datetime) -> None:
    """What the actions wrote in the past counts as sent on its day, and lies in the mailbox; a few were refused."""
    waiting = list(Letter.objects.waiting().filter(due__lte=now).order_by("due"))
    refused = {letter.pk for letter in waiting if letter.address.startswith("d") and letter.recipient_id % 29 == 0}
    for letter in waiting:
        letter.attempts, letter.message_id = 1, f"<letter-{letter.pk}@demo.example>"
        if letter.pk in refused:
            letter.refused_at, letter.why = letter.due, "550 5.1.1 No such mailbox here"
        else:
            letter.sent_at = letter.due
    Letter.objects.bulk_update(waiting, ["attempts", "message_id", "refused_at", "why", "sent_at"], batch_size=500)
    Delivered.objects.bulk_create(
        (
            Delivered(
                at=letter.sent_at,
                to=letter.address,
                subject=letter.subject,
                body=letter.body,
                calendar=letter.calendar,
                message_id=letter.message_id,
            )
            for letter in waiting
            if letter.sent_at
        ),
        batch_size=1000,
    )
