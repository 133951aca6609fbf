"""What each function marked `@prepared` gains: processor time of a call, plain and compiled once. One line a function."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count

from accountability import queries as accountability
from coaching import queries as coaching
from coaching.views.caseload import CaseloadFilter
from collaborative.calendar.periods import Period, fiscal_year, fiscal_year_dates, today
from collaborative.database.compiled_queries import prepared
from collaborative.duties import queries as duties
from collaborative.figures import queries as figures
from collaborative.journal import queries as journal
from collaborative.journal.refs import ref
from collaborative.people import queries as people
from collaborative.people.hats import queries as hats
from collaborative.people.models import Hat, Organization, Person
from collaborative.web import queries as web
from initiatives import queries as initiatives
from initiatives.models import InitiativeVersion
from recs.models import Rec
from support import queries as support
from trainings import queries as trainings
from trainings.attendance import queries as attendance
from trainings.catalog import queries as catalog
from trainings.certificates import queries as certificates
from trainings.invitations import queries as invitations
from trainings.models import Registration, Training
from trainings.registrations import queries as registrations
from trainings.schedule.views.drafts import RELATED

CALLS = 24
TILES = ("trainings_held", "people_trained", "contact_hours", "steps_on_time")


@dataclass(frozen=True)
class Found:
    """Who asks and about what, in the loaded data."""

    coordinator: Person
    superintendent: Person
    coach: Person
    drafts: Person
    teacher: Person
    rec: Rec
    district: Organization
    coming: Training
    version: InitiativeVersion


def this_year() -> Period:
    return fiscal_year_dates(fiscal_year(today()))


def call(*given: Any, **named: Any) -> tuple[tuple, dict[str, Any]]:
    return given, named


LINES: dict[prepared, Callable[[Found], tuple[tuple, dict[str, Any]]]] = {
    accountability.deliverables_owed: lambda it: call(it.coordinator, it.rec, name="rec", year=fiscal_year(today())),
    accountability.reached: lambda it: call([it.district.pk], period=this_year()),
    attendance.meetings_today: lambda it: call(it.coordinator, most=10),
    catalog.ahead_of: lambda it: call(it.coordinator, it.rec, name="host", most=7),
    catalog.run_or_led: lambda it: call(it.coordinator, most=7),
    certificates.certificates_of: lambda it: call(it.coordinator, it.teacher.pk, most=10),
    coaching.counts_of_steps: lambda it: call(it.coordinator, it.rec, name="rec"),
    coaching.owed_counts: lambda it: call(it.coach),
    coaching.visits_of: lambda it: call(it.coordinator, it.teacher.pk, most=6),
    duties.owed_today: lambda it: call(it.coordinator),
    figures.sums_by_group: lambda it: call([it.rec.pk], None, periods=(this_year(),), names=TILES, levels=None),
    hats.worn_now: lambda it: call(it.coordinator.pk, model=Hat),
    initiatives.acknowledgments_of: lambda it: call(it.drafts, it.version, ref(it.version)),
    initiatives.waiting_for: lambda it: call(it.drafts, most=9),
    invitations.counts_of_lines: lambda it: call(it.coming),
    invitations.holders: lambda it: call(it.rec, role="rec_coordinator"),
    invitations.invitations_ahead: lambda it: call(it.coordinator, it.district, most=7),
    invitations.invitations_to_answer: lambda it: call(it.coming, it.superintendent),
    journal.entries_about: lambda it: call(ref(it.coming), verbs="", first=0, last=5),
    journal.refs_within_reach: lambda it: call(it.coordinator, [it.coming.pk], labels=("trainings.training",)),
    people.kinds_waiting: lambda it: call(it.superintendent),
    people.people_found: lambda it: call(it.coordinator, ["mar"], limit=9),
    people.within_reach: lambda it: call(
        it.superintendent, it.coming.pk, model=Training, among="visible_to", related=(*RELATED, "version")
    ),
    registrations.foreign_seats: lambda it: call(it.superintendent, it.coming),
    registrations.places_ahead: lambda it: call(it.teacher.pk, it.coordinator, most=8),
    registrations.registered: lambda it: call(it.coordinator, it.coming, closed=False, most=9),
    support.open_as_asked: lambda it: call(it.superintendent, most=6),
    support.open_to_answer: lambda it: call(it.coordinator, most=6),
    trainings.trainings_found: lambda it: call(it.coordinator, "mar", limit=9),
    web.offered_by: lambda it: call(it.coach, filterset=CaseloadFilter, names=("initiative", "coach")),
}


def tell() -> None:
    found, table = _find(), []
    for function, arguments in LINES.items():
        given, named = arguments(found)
        compiled = _milliseconds(partial(function, *given, **named))
        plain = _milliseconds(partial(_ask_plainly, function, *given, **named))
        table.append((plain - compiled, plain, compiled, f"{function.__module__}.{function.__name__}"))
    print("| function | plain ms | compiled ms | gain ms |\n| --- | --- | --- | --- |")
    for gain, plain, compiled, name in sorted(table, reverse=True):
        print(f"| {name} | {plain:.1f} | {compiled:.1f} | {gain:.1f} |")


def _ask_plainly(function: prepared, *given: Any, **named: Any) -> list[Any]:
    return list(function.plain(*given, **named))


def _milliseconds(act: Callable[[], Any]) -> float:
    """Of this process alone, which waits for PostgreSQL: the lower third of several calls, the first of which compiles."""
    act()
    spent = []
    for _call in range(CALLS):
        begun = time.process_time()
        act()
        spent.append((time.process_time() - begun) * 1000)
    return sorted(spent)[CALLS // 3]


def _find() -> Found:
    rec = Rec.objects.get(number=9)
    coming = Training.objects.upcoming().filter(host=rec, first_day__gt=today())
    held = Training.objects.held().filter(host=rec).annotate(n=Count("registrations")).order_by("-n", "-pk")[0]
    names = ("carla.ortiz", "dolores.pena", "miguel.tafoya", "teresa.chavez")
    return Found(
        *(Person.objects.get(handle=name) for name in names),
        teacher=Registration.objects.filter(training=held).order_by("pk")[0].person,
        rec=rec,
        district=Organization.objects.get(kind="district", short_name="Cloudcroft"),
        version=InitiativeVersion.objects.published().order_by("pk")[0],
        coming=coming.annotate(n=Count("registrations")).order_by("-n", "pk")[0],
    )
