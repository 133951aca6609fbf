"""The pages that are measured, each as the person who uses it most. Addresses are found in the loaded data."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from coaching.models import FollowUpCycle, Visit
from collaborative.calendar.periods import fiscal_year, today
from collaborative.people.models import Organization, Person
from initiatives.models import Deliverable, Initiative
from recs.models import Rec
from support.models import SupportRequest
from trainings.models import Invitation, Registration, Training

BARE = "/bench/bare/"
LIST, PAGE, FORM = "list", "page", "form"
CARLA, DOLORES, MIGUEL = "carla.ortiz", "dolores.pena", "miguel.tafoya"
DANIEL, LUCIA, TERESA = "daniel.sandoval", "lucia.baca", "teresa.chavez"


@dataclass(frozen=True)
class Measured:
    """`mark` is what only this page shows: without it, or with fewer than `rows` rows, something else was measured."""

    name: str
    kind: str
    handle: str
    url: str
    mark: str
    rows: int = 0


def pages() -> list[Measured]:
    rec = Rec.objects.get(number=9).pk
    cloudcroft = Organization.objects.get(kind="district", short_name="Cloudcroft")
    coming = (
        Training.objects.upcoming()
        .filter(host=rec, first_day__gt=today())
        .annotate(n=Count("registrations"))
        .order_by("-n", "pk")[0]
    )
    held = Training.objects.held().filter(host=rec).annotate(n=Count("registrations")).order_by("-n", "-pk")[0]
    invitation = open_invitations(cloudcroft)[0]
    cycle = FollowUpCycle.objects.filter(rec=rec).order_by("-pk")[0]
    visit = Visit.objects.filter(rec=rec).order_by("-pk")[0]
    initiative = Initiative.objects.published().order_by("pk")[0]
    deliverable = Deliverable.objects.filter(rec=rec).order_by("pk")[0]
    request = SupportRequest.objects.filter(rec=rec).order_by("-pk")[0]
    teacher = Registration.objects.filter(training=held).order_by("pk")[0].person
    figure = f"/reports/figures/contact_hours/?rec={rec}&fy={fiscal_year(today())}"
    register = f"{invitation.get_absolute_url()}register/"
    return [
        Measured("bare page", "bare", CARLA, BARE, "<table>", 25),
        Measured("Today", PAGE, CARLA, "/", "Requests of your region", 10),
        Measured("Today", PAGE, DOLORES, "/", "Requests of your district", 10),
        Measured("Today", PAGE, LUCIA, "/", "Initiatives I answer for", 80),
        Measured("Trainings", LIST, CARLA, "/trainings/", caption("Trainings"), 25),
        Measured("Trainings of all years", LIST, CARLA, "/trainings/?show=1", caption("Trainings"), 25),
        Measured("Calendar of a month", PAGE, "", "/trainings/calendar/", 'class="event', 20),
        Measured("Training", PAGE, CARLA, coming.get_absolute_url(), f"{coming.get_absolute_url()}door/", 5),
        Measured("Training", PAGE, DOLORES, coming.get_absolute_url(), heading(cloudcroft.name)),
        Measured(
            "Ledger of a training",
            LIST,
            CARLA,
            f"{held.get_absolute_url()}ledger/",
            caption("Who was invited, and how it reached them"),
            min(25, held.invitations.count()),
        ),
        Measured("Register staff", FORM, DOLORES, register, 'type="checkbox" name="people"', 10),
        Measured("Invitation", PAGE, DOLORES, invitation.get_absolute_url(), register),
        Measured("Schedule a training", FORM, CARLA, "/trainings/new/", 'name="initiative"'),
        Measured("Caseload", LIST, MIGUEL, "/trainings/follow-up/", caption("Follow-up"), 25),
        Measured("Follow-up cycle", PAGE, MIGUEL, cycle.get_absolute_url(), heading("Who was trained"), 2),
        Measured("Visit", PAGE, MIGUEL, visit.get_absolute_url(), heading("Private notes")),
        Measured("Experts", LIST, CARLA, "/trainings/experts/", caption("Experts"), 25),
        Measured("Gaps", PAGE, LUCIA, "/trainings/experts/gaps/", title("Experts: gaps"), 5),
        Measured("Requests", LIST, CARLA, "/requests/", caption("Requests for support"), 2),
        Measured("Request", PAGE, CARLA, request.get_absolute_url(), heading("Answer the district")),
        Measured("Ask for support", FORM, DOLORES, "/requests/ask/", 'name="what"'),
        Measured("Initiatives", LIST, TERESA, "/initiatives/", caption("Initiatives"), 5),
        Measured("Initiative", PAGE, TERESA, initiative.get_absolute_url(), heading("What each REC owes"), 25),
        Measured("Draft an initiative", FORM, TERESA, "/initiatives/new/", 'name="purpose"'),
        Measured("Districts", LIST, CARLA, "/districts/?show=1", caption("Districts"), 25),
        Measured("District", PAGE, CARLA, cloudcroft.get_absolute_url(), heading("Who answers for it"), 5),
        Measured(
            "Staff of a district",
            LIST,
            DOLORES,
            f"/districts/{cloudcroft.pk}/staff/",
            caption("Staff of Cloudcroft"),
            25,
        ),
        Measured("REC", PAGE, DANIEL, f"/recs/{rec}/", heading("Certified experts"), 10),
        Measured("People", LIST, CARLA, "/people/", caption("People"), 25),
        Measured("Person", PAGE, CARLA, teacher.get_absolute_url(), heading("Certifications and hours")),
        Measured("Search", PAGE, CARLA, "/search/?words=mar", heading("People"), 9),
        Measured("The state at a glance", PAGE, LUCIA, "/reports/", heading("By REC"), 80),
        Measured("Deliverables", LIST, DANIEL, "/reports/deliverables/", caption("Deliverables"), 10),
        Measured("Deliverable", PAGE, DANIEL, deliverable.get_absolute_url(), heading("How it stands"), 1),
        Measured("Rows behind a figure", LIST, DANIEL, figure, caption("Contact hours"), 25),
    ]


def open_invitations(organization: Organization) -> list[Invitation]:
    """Those under which people can still be registered."""
    open_ones = Training.objects.upcoming().filter(registration_closes_on__gt=today(), published_at__lt=timezone.now())
    return list(Invitation.objects.filter(training__in=open_ones, organization=organization).order_by("pk"))


def caption(words: str) -> str:
    """Of a list that has rows."""
    return f">{words}</caption>"


def heading(words: str) -> str:
    return f">{words}</h2>"


def title(words: str) -> str:
    return f">{words}</h1>"


def session_of(handle: str) -> str:
    """The cookie of a signed-in person, made past the sign-in pages."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    person = Person.objects.get(handle=handle)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "collaborative.people.policy.PolicyBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key
