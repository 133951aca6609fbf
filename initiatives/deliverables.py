"""What the RECs owe follows what the version in force asks."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

from django.db import models

from collaborative.calendar.periods import fiscal_year
from collaborative.database.sure import sure
from collaborative.duties.models import Duty
from collaborative.duties.services import close_duty, open_duties, postpone, worded
from collaborative.figures.measures import amount_text, measures
from collaborative.people.models import Organization
from collaborative.plugs.registry import Registry
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.text import Words
from initiatives.models import AskedDeliverable, Deliverable, Initiative, InitiativeVersion

KIND = "initiatives.deliverable"

# Packages further right say here which deliverables are settled for good and stay whatever a later version asks.
settled_for_good: Registry[Callable[[models.QuerySet], models.QuerySet]] = Registry("reason why a deliverable stays")


def title_of(measure: str) -> Words:
    return measures[measure].title if measure in measures else measure


def target_text(measure: str, target: Decimal) -> str:
    """«80 %» of a share, else the number alone."""
    return measures[measure].words(target) if measure in measures else amount_text(target)


def agree(
    initiative: Initiative, version: InitiativeVersion | None, recs: Iterable[Organization], *, now: datetime
) -> None:
    """Make the deliverables of these RECs agree with a version: its lines are found again by measure and day, else by
    measure and fiscal year (a day that moved), else made; what it no longer asks is withdrawn. Settled ones stay."""
    rows = list(
        Deliverable.objects.filter(initiative=initiative).select_for_update(no_key=True, of=("self",)).order_by("pk")
    )
    kept = _kept(rows)
    asked = list(version.asked_deliverables.all()) if version else []
    made, changed, revived, moved, withdrawn = [], [], [], [], []
    for rec in recs:
        left = [row for row in rows if row.rec_id == rec.pk]
        for line, row in _paired(asked, left):
            if row is None:
                made.append(_new(initiative, line, rec))
            elif row.pk not in kept:
                changed.append(row)
                if row.withdrawn_at:
                    revived.append(row)
                elif row.due_on != line.due_on:
                    moved.append(row)
                row.version, row.target = sure(version), line.target
                row.due_on, row.withdrawn_at = line.due_on, None
        withdrawn += [row for row in left if row.withdrawn_at is None and row.pk not in kept]
    for row in withdrawn:
        row.withdrawn_at = now
    Deliverable.objects.bulk_update(withdrawn, ["withdrawn_at"])
    Deliverable.objects.bulk_update(changed, ["version", "target", "due_on", "withdrawn_at"])
    made = Deliverable.objects.bulk_create(made)
    _set_duties(initiative, opened=[*made, *revived], moved=moved, dropped=withdrawn, now=now)


def _kept(rows: list[Deliverable]) -> set[int]:
    own = Deliverable.objects.filter(pk__in=[row.pk for row in rows])
    return (
        {pk for keeps in settled_for_good.values() for pk in keeps(own).values_list("pk", flat=True)} if rows else set()
    )


def _paired(
    asked: list[AskedDeliverable], left: list[Deliverable]
) -> list[tuple[AskedDeliverable, Deliverable | None]]:
    """Each line with its row or None; rows that found their line are taken out of `left`."""
    found: dict[int, Deliverable | None] = {}
    for fits in (_stands_there, _stood_there, _same_year):
        for line in asked:
            if line.pk not in found and (row := next((row for row in left if fits(line, row)), None)):
                found[line.pk] = row
                left.remove(row)
    return [(line, found.get(line.pk)) for line in asked]


def _stood_there(line: AskedDeliverable, row: Deliverable) -> bool:
    return (row.measure, row.due_on) == (line.measure, line.due_on)


def _stands_there(line: AskedDeliverable, row: Deliverable) -> bool:
    return row.withdrawn_at is None and _stood_there(line, row)


def _same_year(line: AskedDeliverable, row: Deliverable) -> bool:
    return row.withdrawn_at is None and (row.measure, row.fiscal_year) == (line.measure, fiscal_year(line.due_on))


def _new(initiative: Initiative, line: AskedDeliverable, rec: Organization) -> Deliverable:
    return Deliverable(
        initiative=initiative,
        version_id=line.version_id,
        rec=rec,
        fiscal_year=fiscal_year(line.due_on),
        measure=line.measure,
        target=line.target,
        due_on=line.due_on,
    )


def _set_duties(
    initiative: Initiative,
    *,
    opened: list[Deliverable],
    moved: list[Deliverable],
    dropped: list[Deliverable],
    now: datetime,
) -> None:
    if dropped:
        close_duty(dropped, KIND, why="dropped", now=now)
    for row in moved:
        postpone(row, KIND, due_on=row.due_on, now=now)
    open_duties(
        Duty(
            kind=KIND,
            about=row,
            **worded(
                _("Submit the deliverable “%(what)s” of %(initiative)s")
                % {"what": title_of(row.measure), "initiative": initiative.title}
            ),
            url=row.get_absolute_url(),
            role="rec_director",
            organization_id=row.rec_id,
            due_on=row.due_on,
            opened_at=now,
        )
        for row in opened
    )
