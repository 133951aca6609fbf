"""Support requests of one region: asked, answered, ended and rated; the newest still open."""

from datetime import date, datetime, timedelta

from accountability.demo.bulk.ground import Ground
from accountability.demo.bulk.owed import quiet
from collaborative.calendar.periods import morning_of, today
from collaborative.database.search_keys import plain
from collaborative.duties.models import Duty
from collaborative.journal.models import Entry
from collaborative.journal.recording import name_and_url
from collaborative.journal.refs import ref
from collaborative.people.models import Organization
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import kept, of_the_day
from support.clock import answer_by
from support.models import Assistance, SupportMessage, SupportRequest
from support.numbers import next_numbers
from support.owners import owe_rating, owe_work

ASKED = (
    ("coaching", "Two first-year teachers need somebody to watch a reading lesson and talk it over.", "Grades 1 and 2"),
    ("assistance", "Our new special education director asks how to read the STARS error reports.", "One director"),
    ("training", "We want the math labs for the whole middle school before testing begins.", "Six teachers"),
    (
        "technology",
        "The gradebook no longer sends attendance. Our one technician left in August.",
        "The district office",
    ),
    (
        "ancillary",
        "Our speech therapist comes every other week; two children wait for an evaluation.",
        "The elementary school",
    ),
    ("other", "Who can help us write the reading plan for the state review?", "The superintendent"),
)
UNRATED_FOR = timedelta(days=45)  # what was ended longer ago has been rated


def make_requests(
    ground: Ground, rec: Organization, *, count: int, first: date, last: date, now: datetime
) -> list[SupportRequest]:
    random, districts = ground.random, ground.districts[rec.pk]
    span = max(1, (last - first).days)
    days = sorted(first + timedelta(days=random.randrange(span)) for _n in range(count - 1))
    days.append(max(last - timedelta(days=1), days[-1]))  # the newest is open on whatever day this is loaded
    numbers = [next_numbers(day)[0] for day in days]
    rows, messages, given = [], [], []
    for number, (day, name) in enumerate(zip(days, numbers, strict=True)):
        district, (topic, what, whom) = random.choice(districts), ASKED[number % len(ASKED)]
        asked = morning_of(day) + timedelta(hours=random.randint(1, 8))
        owner, leader = ground.coordinators[rec.pk][number % 2], ground.leaders[district.pk]
        answered = asked + timedelta(hours=random.choice((3, 20, 30, 70)))
        closed = asked + timedelta(days=random.randint(4, 20))
        answered, closed = (
            (answered if answered < now else None),
            (closed if closed < now - timedelta(days=3) else None),
        )
        row = SupportRequest(
            number=name,
            district=district,
            rec=rec,
            topic=topic,
            what=what,
            for_whom=whom,
            needed_by=day + timedelta(days=30),
            asked_by=leader,
            asked_at=asked,
            asked_on=day,
            owner=owner,
            answer_by=answer_by(day),
            first_answer_at=answered,
            search_key=plain(f"{name} {what} {district.short_name}"),
        )
        if closed:
            row.closed_at, row.closed_by = closed, owner
            row.outcome = "no" if number % 9 == 8 else "assistance"
            row.first_answer_at = min(row.first_answer_at or closed, closed)
            row.outcome_words = "We have nobody for this before summer." if row.outcome == "no" else ""
            if row.outcome == "assistance":
                given.append(
                    Assistance(
                        rec=rec,
                        district=district,
                        by=owner,
                        on=today(closed),
                        minutes=random.choice((20, 45, 90)),
                        medium="phone",
                        topic=topic,
                        text="We went through it together.",
                        request=row,
                        logged_at=closed,
                    )
                )
            if random.random() < 0.7 or closed < now - UNRATED_FOR:
                row.helped, row.helped_at = row.outcome != "no", closed + timedelta(days=1)
        rows.append(row)
        if answered:
            messages.append(
                SupportMessage(
                    request=row,
                    by=owner,
                    at=answered,
                    from_rec=True,
                    text="Thank you for asking. I look into it and call you this week.",
                )
            )
    SupportRequest.objects.bulk_create(rows, batch_size=2000)
    SupportMessage.objects.bulk_create(messages, batch_size=2000)
    Assistance.objects.bulk_create(given, batch_size=2000)
    Entry.objects.bulk_create(_entries(rows), batch_size=2000)
    before = Duty.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for row in rows:
        if row.is_open:
            owe_work(row, now=now)
        elif row.helped is None:
            owe_rating(row, now=now)
    quiet(Duty.objects.filter(pk__gt=before), now)
    return rows


def _entries(rows: list[SupportRequest]) -> list[Entry]:
    made = []
    for row in rows:
        refs = [ref(row), ref(row.district), ref(row.rec)]
        asked, ended = (
            text % {"number": row.number} for text in (_("%(number)s was asked."), _("%(number)s was ended."))
        )
        made.append(
            Entry(
                at=row.asked_at,
                verb="support.asked",
                text=of_the_day(asked),
                message=kept(asked),
                refs=refs,
                by_id=row.asked_by_id,
                by_name=str(row.asked_by),
                data={"demo": True, "of": name_and_url(row)},
            )
        )
        if row.closed_at:
            made.append(
                Entry(
                    at=row.closed_at,
                    verb="support.ended",
                    text=of_the_day(ended),
                    message=kept(ended),
                    refs=refs,
                    by_id=row.owner_id,
                    by_name=str(row.owner),
                    data={"demo": True, "of": name_and_url(row)},
                )
            )
    return made
