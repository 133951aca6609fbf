"""What a person owes is owed by the record that is kept; what both owed is owed once."""

from django.db.models import Exists, OuterRef
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from collaborative.duties.models import Duty
from collaborative.people.merges.movers import Facts, Joining, back_again, not_all, repoint, special

WORDS = _("Open duties")
SAME = ("kind", "about_type", "about_id", "role", "organization")


def _move(joining: Joining) -> Facts:
    owed = Duty.objects.open().filter(person=joining.gone.pk)
    same = Duty.objects.open().filter(person=joining.kept.pk, **{name: OuterRef(name) for name in SAME})
    twice = list(owed.filter(Exists(same)).values_list("pk", flat=True))
    facts = repoint(Duty, "person", list(owed.exclude(pk__in=twice).values_list("pk", flat=True)), to=joining.kept)
    if twice:
        Duty.objects.filter(pk__in=twice).update(closed_at=joining.now, closed_why="dropped")
        facts |= {"dropped": sorted(twice), "at": joining.now.isoformat()}
    return facts


def _put_back(joining: Joining, facts: Facts) -> list[str]:
    told = back_again(Duty, "person", WORDS, joining, facts)
    if twice := facts.get("dropped"):
        dropped = Duty.objects.filter(pk__in=twice, closed_at=parse_datetime(facts["at"]), closed_why="dropped")
        told += not_all(WORDS, dropped.update(closed_at=None, closed_why=""), len(twice))
    return told


special(
    Duty,
    "person",
    WORDS,
    find=lambda person: Duty.objects.open().filter(person=person.pk),
    move=_move,
    put_back=_put_back,
    left_behind=lambda: Duty.objects.open().filter(person__merged_into__isnull=False),
)
