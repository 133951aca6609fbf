"""Two districts that ask for somebody of each other: nobody has answered yet."""

from datetime import datetime, timedelta

from accountability.demo.bulk.ground import Ground
from collaborative.people.models import Organization
from districts.actions.roster import add_staff


def ask_for_two(ground: Ground, *, now: datetime) -> None:
    one, other = (Organization.objects.get(kind="district", short_name=name) for name in ("Cloudcroft", "Texico"))
    for at, of in ((one, other), (other, one)):
        person = ground.staff[of.pk][1]
        by = ground.leaders[at.pk]
        add_staff(at, district=at, people=[person], position="Teacher", by=by, now=now - timedelta(days=2))
