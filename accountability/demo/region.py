"""The year of one region, done as its people would: every step an action, on the day on which it would have been."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from accountability.demo.bulk.ground import Ground, weekday_before, working_days
from coaching.actions import cycles, visits
from coaching.models import FollowUpStep
from collaborative.calendar.periods import at_local, today
from collaborative.people.models import Organization, Person
from initiatives.enums import Owes
from initiatives.models import Initiative
from support.actions import answers, outcomes, requests
from trainings.attendance.actions import closing, door
from trainings.invitations import actions as invitation
from trainings.models import Meeting, Registration, Training
from trainings.registrations.actions import registration
from trainings.registrations.queries import Entrant
from trainings.schedule.actions import drafts, moves, publication
from trainings.schedule.timetable import Sitting

# Days from the loading on which a training of the region begins, with its seats and what becomes of it.
PLAN = (
    (-205, 20, "held"),
    (-182, 12, "held"),
    (-160, 16, "held"),
    (-131, 20, "held"),
    (-104, 8, "cancelled"),
    (-96, 20, "held"),
    (-75, 20, "held"),
    (-47, 14, "held"),
    (-26, 20, "held"),
    (-2, 16, "to close"),
    (9, 6, "full"),
    (18, 20, "open"),
    (27, 18, "moved"),
    (41, 24, "open"),
    (58, 20, "fresh"),
    (83, 20, "draft"),
)
PARTS = ("introduction", "part 1", "part 2", "for principals", "for new teachers")


def play_region(
    ground: Ground, rec: Organization, *, cast: dict[str, Person], initiatives: list[Initiative], now: datetime
) -> list[Training]:
    stage = _Stage(ground, rec, cast, now)
    made = []
    for number, (days, seats, fate) in enumerate(PLAN):
        initiative = initiatives[number % len(initiatives)]
        made.append(
            stage.play(initiative, PARTS[number % len(PARTS)], days=days, seats=seats, fate=fate, number=number)
        )
    stage.follow_up()
    stage.requests()
    return made


class _Stage:
    def __init__(self, ground: Ground, rec: Organization, cast: dict[str, Person], now: datetime) -> None:
        self.ground, self.rec, self.cast, self.now = ground, rec, cast, now
        self.coordinator, self.coach = cast["carla.ortiz"], cast["miguel.tafoya"]
        self.districts = ground.districts[rec.pk]
        self.next_of: dict[int, int] = {}

    def play(self, initiative: Initiative, part: str, *, days: int, seats: int, fate: str, number: int) -> Training:
        first = near_working_day(today(self.now) + timedelta(days=days), back=days < 0)
        room = self.ground.rooms[self.rec.pk][number % len(self.ground.rooms[self.rec.pk])]
        begun = min(
            at_local(first, time(10)) - timedelta(days=50), self.now - timedelta(days=20 if fate != "fresh" else 1)
        )
        by = self.coordinator
        training = drafts.draft(
            kind="regional",
            initiative=initiative,
            title=f"{initiative.title}: {part}",
            host=self.rec,
            audience="region",
            by=by,
            now=begun,
        )
        sittings = [Sitting(day=first, starts=time(9), ends=time(15, 30), room=room)]
        training = drafts.arrange(
            training, mode="on_site", venue=room.venue, online_link="", sittings=sittings, by=by, now=begun
        )
        training = drafts.set_seats(
            training,
            room_capacity=seats,
            hold_hours=48 if fate == "full" else 0,
            minimum=4,
            registration_closes_on=first - timedelta(days=2),
            by=by,
            now=begun,
        )
        training = drafts.engage(
            training,
            lead=self.lead(number),
            in_contract_time=True,
            travel_paid_by="The REC",
            substitutes_paid_by="The district",
            cost_to_district_cents=0,
            description="Bring one lesson that you will teach next week.",
            by=by,
            now=begun,
        )
        if fate == "draft":
            return training
        training = publication.publish(training, by=by, now=begun + timedelta(hours=3))
        if fate == "fresh":
            return training
        self.answer(
            training, when=begun + timedelta(days=6), seats=seats if fate != "full" else seats + 5, number=number
        )
        self.after(training, fate, first)
        return training

    def lead(self, number: int) -> Person:
        coaches = self.ground.coaches[self.rec.pk]
        return self.coach if number % 3 != 1 else coaches[-1]

    def answer(self, training: Training, *, when: datetime, seats: int, number: int) -> None:
        """Most register some people, one declines, one stays silent; the silent one of a past training was phoned."""
        left = seats - 2 if seats > 6 else seats
        for place, row in enumerate(
            training.invitations.select_related("organization", "training").order_by("organization__sort_key")
        ):
            leader = self.ground.leaders[row.organization_id]
            turn = (place + number) % len(self.districts)
            if turn == 0 and row.organization.short_name != "Cloudcroft":
                invitation.decline(
                    row, reason="no_substitutes", words="Two people are out that week.", by=leader, now=when
                )
            elif turn == 1:
                if training.first_day < today(self.now):
                    invitation.log_call(
                        row, note="Nobody can come; asked for the next one.", by=self.coordinator, now=when
                    )
            elif left > 0 and not (
                row.organization.short_name == "Cloudcroft" and training.first_day > today(self.now)
            ):
                people = self.people(row.organization_id, min(left, 2 + (place + number) % 3))
                left -= len(people)
                registration.register(row, entrants=[Entrant(person=one) for one in people], by=leader, now=when)

    def people(self, district: int, count: int) -> list[Person]:
        staff = self.ground.staff[district]
        begin = self.next_of.get(district, 0)
        self.next_of[district] = begin + count
        return [staff[(begin + n) % len(staff)] for n in range(min(count, len(staff)))]

    def after(self, training: Training, fate: str, first: date) -> None:
        if fate == "full":
            self.offer_to_rosa(training)
        elif fate == "cancelled":
            moves.cancel(
                training,
                why="Snow: the pass was closed.",
                by=self.coordinator,
                now=at_local(first - timedelta(days=1), time(14)),
            )
        elif fate == "moved":
            room = self.ground.rooms[self.rec.pk][-1]
            sittings = [
                Sitting(day=near_working_day(first + timedelta(days=2)), starts=time(9), ends=time(15, 30), room=room)
            ]
            moves.move(
                training,
                venue=room.venue,
                online_link="",
                sittings=sittings,
                why="The hall is needed for testing.",
                by=self.coordinator,
                now=self.now - timedelta(days=3),
            )
        elif fate == "held":
            self.hold(training)
        elif fate == "to close":
            meeting = training.meetings.get()
            door.mark_rest_present(meeting, by=self.coach, now=at_local(meeting.date, time(9, 40)))

    def offer_to_rosa(self, training: Training) -> None:
        """She waits; somebody gives a seat up this morning, and it is held for her for two days."""
        rosa, leader = self.cast["rosa.montoya"], self.cast["dolores.pena"]
        row = training.invitations.get(organization__short_name="Cloudcroft")
        registration.register(row, entrants=[Entrant(person=rosa)], by=leader, now=self.now - timedelta(days=4))
        for waiting in Registration.objects.filter(training=training, status="waiting").exclude(person=rosa):
            registration.cancel(waiting, why="clash", by=self.coordinator, now=self.now - timedelta(days=2))
        seated = Registration.objects.filter(training=training, status="seated").order_by("id").first()
        registration.cancel(seated, why="ill", by=self.coordinator, now=self.now - timedelta(hours=2))

    def hold(self, training: Training) -> None:
        """Marked present, one person absent, one who left at noon; closed in the afternoon; then followed up."""
        meeting: Meeting = training.meetings.get()
        seated = list(Registration.objects.filter(training=training).seated())
        marks = {}
        if len(seated) > 4:
            marks = {seated[0].pk: (False, 0), seated[1].pk: (True, meeting.hours / 2)}
            door.mark_attendance(meeting, marks=marks, by=self.coach, now=at_local(meeting.date, time(12, 15)))
        door.mark_rest_present(meeting, by=self.coach, now=at_local(meeting.date, time(13)))
        closing.close(training, by=self.coordinator, now=at_local(meeting.date, time(16)))

    def follow_up(self) -> None:
        """Steps that came due were held, most of them in time; some stand overdue, one was waived; the next are planned."""
        steps = FollowUpStep.objects.filter(rec=self.rec.pk, due_on__lte=today(self.now) + timedelta(days=21))
        steps = steps.select_related("cycle__coach", "cycle__training", "cycle__initiative", "cycle__rec", "district")
        for number, step in enumerate(steps.order_by("due_on", "id")):
            if number % 11 == 7:
                cycles.waive_step(
                    step, why="The teachers moved to another school.", by=self.coordinator, now=self.at(step.due_on)
                )
            elif step.due_on > today(self.now):
                self.plan(step)
            elif step.owed_by == Owes.SUPERINTENDENT:
                leader = self.ground.leaders[step.district_id]
                if number % 5:
                    note = "Everybody uses it twice a week."
                    cycles.finish_step(step, done_on=step.due_on, note=note, by=leader, now=self.at(step.due_on))
            elif number % 6:
                self.visit(step, late=number % 8 == 3)

    def visit(self, step: FollowUpStep, *, late: bool) -> None:
        day = weekday_before(min(step.due_on + timedelta(days=4 if late else -3), today(self.now)))
        people = self.trained(step)
        rosa = self.cast["rosa.montoya"]
        notes = (
            {rosa: "You wait long enough now for every child to answer. Next: fewer words on the board."}
            if rosa in people
            else None
        )
        visits.log_unplanned(
            Organization.objects.get(pk=step.district_id),
            coach=step.cycle.coach or self.coach,
            kind=step.touchpoint,
            held_on=day,
            location=f"{step.district.short_name} Elementary",
            minutes=60,
            miles=Decimal(46),
            people=people,
            agreed="Try the routine in one lesson; we watch it together next time.",
            notes=notes,
            step=step,
            initiative=step.cycle.initiative,
            by=step.cycle.coach or self.coach,
            now=self.at(day),
        )

    def plan(self, step: FollowUpStep) -> None:
        if step.owed_by == Owes.SUPERINTENDENT:
            return
        visits.plan(
            Organization.objects.get(pk=step.district_id),
            coach=step.cycle.coach or self.coach,
            kind=step.touchpoint,
            planned_for=step.due_on,
            location=f"{step.district.short_name} Elementary",
            people=self.trained(step),
            step=step,
            initiative=step.cycle.initiative,
            by=step.cycle.coach or self.coach,
            now=self.now - timedelta(days=2),
        )

    def trained(self, step: FollowUpStep) -> list[Person]:
        taught = step.cycle.training.hours_entries.filter(organization=step.district_id).values("person")
        return list(Person.objects.filter(pk__in=taught).order_by("pk")[:2])

    def at(self, day: date) -> datetime:
        return min(at_local(day, time(15)), self.now)

    def requests(self) -> None:
        cloudcroft = Organization.objects.get(kind="district", short_name="Cloudcroft")
        leader = self.cast["dolores.pena"]
        first = requests.ask(
            cloudcroft,
            topic="coaching",
            what="Two first-year teachers need somebody to watch a reading lesson and talk it over. Thursdays are best.",
            for_whom="Grades 1 and 2",
            by=leader,
            now=self.now - timedelta(days=60),
        )
        answers.reply(
            first,
            text="Miguel can come on two Thursdays this month. I will send you the days.",
            from_rec=True,
            by=first.owner,
            now=self.now - timedelta(days=59),
        )
        outcomes.end(
            first,
            "assistance",
            assistance={
                "on": today(self.now - timedelta(days=40)),
                "minutes": 90,
                "medium": "visit",
                "text": "Watched two lessons and planned the next month.",
            },
            by=first.owner,
            now=self.now - timedelta(days=40),
        )
        outcomes.rate(first, helped=True, words="They use it every day.", by=leader, now=self.now - timedelta(days=35))
        refused = requests.ask(
            cloudcroft,
            topic="training",
            what="We want the math labs for the whole middle school before testing begins.",
            for_whom="Six teachers",
            by=leader,
            now=self.now - timedelta(days=30),
        )
        words = "Both math coaches are booked until testing. The next regional training has six seats for you."
        outcomes.end(refused, "no", words=words, by=refused.owner, now=self.now - timedelta(days=12))
        second = requests.ask(
            cloudcroft,
            topic="ancillary",
            what="Our speech therapist comes every other week. Two children wait for an evaluation since fall.",
            for_whom="The elementary school",
            needed_by=today(self.now) + timedelta(days=20),
            by=leader,
            now=self.now - timedelta(days=9),
        )
        answers.reply(
            second,
            text="I am asking two agencies and call you on Monday.",
            from_rec=True,
            by=second.owner,
            now=self.now - timedelta(days=7),
        )
        requests.ask(
            cloudcroft,
            topic="technology",
            what="The gradebook no longer sends attendance. Our one technician left.",
            for_whom="The district office",
            by=leader,
            now=self.now - timedelta(days=6),
        )
        requests.ask(
            self.districts[0],
            topic="other",
            what="Who can help us write the reading plan for the state review?",
            for_whom="The superintendent",
            by=self.ground.leaders[self.districts[0].pk],
            now=self.now - timedelta(hours=5),
        )


def near_working_day(day: date, *, back: bool = False) -> date:
    """The day itself or the next (the one before, where `back`) on which trainings are held."""
    if back:
        return working_days(day - timedelta(days=20), day)[-1]
    return working_days(day, day + timedelta(days=20))[0]
