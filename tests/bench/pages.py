"""The pages that are measured, each as the person who uses it most. Addresses are found in the loaded data."""

from dataclasses import dataclass

from django.db.models import Count

from coaching.models import FollowUpCycle, Visit
from collaborative.calendar.periods import fiscal_year, today
from collaborative.people.models import Organization, Person
from initiatives.models import Deliverable, Initiative
from recs.models import Rec
from support.models import SupportRequest
from trainings.models import Invitation, Registration, Training

BARE = "/bench/bare/"
LIST, PAGE, FORM = "list", "page", "form"


@dataclass(frozen=True)
class Measured:
    name: str
    kind: str
    handle: str
    url: str


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
    invitation = Invitation.objects.filter(training__in=Training.objects.upcoming(), organization=cloudcroft).order_by(
        "pk"
    )[0]
    cycle = FollowUpCycle.objects.filter(rec=rec).order_by("-pk")[0]
    visit = Visit.objects.filter(rec=rec).order_by("-pk")[0]
    initiative = Initiative.objects.published().order_by("pk")[0]
    deliverable = Deliverable.objects.filter(rec=rec).order_by("pk")[0]
    request = SupportRequest.objects.filter(rec=rec).order_by("-pk")[0]
    teacher = Registration.objects.filter(training=held).order_by("pk")[0].person
    figure = f"/reports/figures/contact_hours/?rec={rec}&fy={fiscal_year(today())}"
    carla, dolores, miguel, daniel, lucia, teresa = (
        "carla.ortiz",
        "dolores.pena",
        "miguel.tafoya",
        "daniel.sandoval",
        "lucia.baca",
        "teresa.chavez",
    )
    return [
        Measured("bare page", "bare", carla, BARE),
        Measured("Today", PAGE, carla, "/"),
        Measured("Today", PAGE, dolores, "/"),
        Measured("Today", PAGE, lucia, "/"),
        Measured("Trainings", LIST, carla, "/trainings/"),
        Measured("Trainings of all years", LIST, carla, "/trainings/?show=1"),
        Measured("Calendar of a month", PAGE, "", "/trainings/calendar/"),
        Measured("Training", PAGE, carla, coming.get_absolute_url()),
        Measured("Training", PAGE, dolores, coming.get_absolute_url()),
        Measured("Ledger of a training", LIST, carla, f"{held.get_absolute_url()}ledger/"),
        Measured("Register staff", FORM, dolores, f"{invitation.get_absolute_url()}register/"),
        Measured("Invitation", PAGE, dolores, invitation.get_absolute_url()),
        Measured("Schedule a training", FORM, carla, "/trainings/new/"),
        Measured("Caseload", LIST, miguel, "/trainings/follow-up/"),
        Measured("Follow-up cycle", PAGE, miguel, cycle.get_absolute_url()),
        Measured("Visit", PAGE, miguel, visit.get_absolute_url()),
        Measured("Experts", LIST, carla, "/trainings/experts/"),
        Measured("Gaps", PAGE, lucia, "/trainings/experts/gaps/"),
        Measured("Requests", LIST, carla, "/requests/"),
        Measured("Request", PAGE, carla, request.get_absolute_url()),
        Measured("Ask for support", FORM, dolores, "/requests/ask/"),
        Measured("Initiatives", LIST, teresa, "/initiatives/"),
        Measured("Initiative", PAGE, teresa, initiative.get_absolute_url()),
        Measured("Draft an initiative", FORM, teresa, "/initiatives/new/"),
        Measured("Districts", LIST, carla, "/districts/?show=1"),
        Measured("District", PAGE, carla, cloudcroft.get_absolute_url()),
        Measured("Staff of a district", LIST, dolores, f"/districts/{cloudcroft.pk}/staff/"),
        Measured("REC", PAGE, daniel, f"/recs/{rec}/"),
        Measured("People", LIST, carla, "/people/"),
        Measured("Person", PAGE, carla, teacher.get_absolute_url()),
        Measured("Search", PAGE, carla, "/search/?words=mar"),
        Measured("The state at a glance", PAGE, lucia, "/reports/"),
        Measured("Deliverables", LIST, daniel, "/reports/deliverables/"),
        Measured("Deliverable", PAGE, daniel, deliverable.get_absolute_url()),
        Measured("Rows behind a figure", LIST, daniel, figure),
    ]


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
