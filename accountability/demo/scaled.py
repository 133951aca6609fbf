"""One state's year (S), a decade of it (S×10) or ten times its people (P×10): in bulk but for initiatives and expert sessions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from accountability.demo.bulk.districts import make_more_districts
from accountability.demo.bulk.ground import make_ground
from accountability.demo.bulk.owed import quiet
from accountability.demo.bulk.size import Size
from accountability.demo.bulk.support import make_requests
from accountability.demo.bulk.trainings import make_year
from accountability.demo.initiatives import publish_all
from accountability.demo.people import seat_cast
from accountability.demo.reviews import play_reviews
from accountability.demo.services import post_letters
from accountability.demo.sessions import hold_sessions
from collaborative.calendar.periods import fiscal_year, fiscal_year_dates, today
from collaborative.database.table_statistics import count_anew, keep_to_ourselves
from collaborative.duties.models import Duty
from collaborative.people.models import Organization

SEED = 89


def load_scaled(size: Size, *, say: Callable[[str], None], now: datetime | None = None) -> None:
    """Fills an empty state. Past years are whole; the present one is held up to today and scheduled to its end."""
    now = now or timezone.now()
    make_more_districts(size.districts)
    ground = make_ground(size, random=Random(SEED), today=today(now))
    count_anew()
    with transaction.atomic():
        keep_to_ourselves()
        seat_cast(ground)
        bureaus = dict(Organization.objects.of_kind("bureau").values_list("pk", "short_name"))
        staff = {bureaus[pk]: person for pk, person in ground.bureau_staff.items()}
        readers = {rec.pk: ground.coordinators[rec.pk][0] for rec in ground.recs}
        initiatives = publish_all(bureau_staff=staff, readers=readers, now=now)
        hold_sessions(ground, initiatives, bureau_staff=staff, now=now)
        play_reviews(ground, now=now)
        post_letters(now)
        quiet(Duty.objects.open(), now)
        connection.run_on_commit = []
    present = fiscal_year(today(now))
    for year in range(present - size.years + 1, present + 1):
        say(f"{year} …")
        count_anew()
        first, last = fiscal_year_dates(year)
        for rec in ground.recs:
            with transaction.atomic():
                keep_to_ourselves()
                make_year(
                    ground,
                    rec,
                    initiatives=initiatives,
                    count=size.trainings,
                    per_district=size.people_per_district,
                    first=first + timedelta(days=35),
                    last=last - timedelta(days=25),
                    now=now,
                    ended_on=last if year < present else None,
                )
                asked_until = min(last, today(now))
                make_requests(ground, rec, count=size.requests, first=first, last=asked_until, now=now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
