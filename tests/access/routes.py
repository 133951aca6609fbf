"""Every address of ours, and a thing of the demo year to open it with: one of the cast's own region, one of another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import get_resolver
from django.utils import timezone

from coaching.models import FollowUpCycle, FollowUpStep, Visit
from collaborative.calendar.periods import today
from collaborative.files.models import Upload
from collaborative.imports.models import Import
from collaborative.letters.models import Delivered
from collaborative.people.models import Claim, Hat, Organization, Person, RecordChange
from collaborative.people.models.merge import Merge
from districts.models import School
from initiatives.models import Acknowledgment, Deliverable, Initiative
from recs.models import Rec, Venue
from support.models import Assistance, SupportRequest
from trainings.models import Certificate, ExpertCertification, Invitation, Registration, Training

LIBRARIES = ("account/",)


def routes() -> list[tuple[str, str]]:
    """(name, route) of every view that is not a library's."""
    return sorted((name, route) for route, name in _walk(get_resolver(), "") if not route.startswith(LIBRARIES))


def _walk(resolver, before: str) -> Iterator[tuple[str, str]]:
    for part in resolver.url_patterns:
        route = before + str(part.pattern)
        if hasattr(part, "url_patterns"):
            yield from _walk(part, route)
        else:
            yield route, part.name


@dataclass
class Things:
    """Rows of one region, found by what they are. `number` is the REC's."""

    number: int
    district_name: str = ""  # else the first that was visited and still owes a step

    @cached_property
    def rec(self) -> Organization:
        return Organization.objects.get(pk=Rec.objects.get(number=self.number).pk)

    @cached_property
    def district(self) -> Organization:
        if self.district_name:
            return Organization.objects.get(kind="district", short_name=self.district_name)
        visited = Visit.objects.filter(rec=self.rec).values("district")
        owing = FollowUpStep.objects.open().filter(rec=self.rec, district__in=visited)
        return Organization.objects.get(pk=owing.order_by("district__sort_key")[0].district_id)

    @cached_property
    def coming(self) -> Training:
        return Training.objects.upcoming().filter(host=self.rec, first_day__gt=today()).order_by("first_day", "pk")[0]

    @cached_property
    def held(self) -> Training:
        return Training.objects.held().filter(host=self.rec).order_by("-first_day", "pk")[0]

    @cached_property
    def draft(self) -> Training:
        return Training.objects.filter(host=self.rec, published_at__isnull=True).order_by("pk")[0]

    @cached_property
    def registration(self) -> Registration:
        mine = Registration.objects.filter(training__host=self.rec, status="seated", training__closed_at__isnull=True)
        return mine.order_by("pk")[0]

    @cached_property
    def attended(self) -> Registration:
        return Registration.objects.filter(training=self.held, status="seated").order_by("pk")[0]

    @cached_property
    def certificate(self) -> Certificate:
        return Certificate.objects.filter(training__host=self.rec).order_by("pk")[0]

    @cached_property
    def deliverable(self) -> Deliverable:
        return Deliverable.objects.filter(rec=self.rec, initiative__title="Structured literacy").order_by(
            "due_on", "pk"
        )[0]

    @cached_property
    def leader(self) -> Person:
        return Person.objects.filter(hats__role="superintendent", hats__organization=self.district).order_by("pk")[0]

    @cached_property
    def colleague(self) -> Person:
        staff = Hat.objects.roster().filter(organization__ancestors__contains=[self.district.pk])
        return staff.exclude(person=self.leader).order_by("pk")[0].person

    @cached_property
    def merge(self) -> Merge:
        """Two records of which somebody asked whether they are one person."""
        names = {"given_name": self.leader.given_name, "family_name": self.leader.family_name}
        asked = {"asked_by": self.leader, "asked_at": timezone.now()}
        pair = {"kept": self.leader, "gone": self.colleague}
        return Merge.objects.get_or_create(**pair, defaults=names | asked)[0]

    @cached_property
    def request(self) -> SupportRequest:
        return SupportRequest.objects.open().filter(rec=self.rec).order_by("pk")[0]

    @cached_property
    def claim(self) -> Claim:
        return Claim.objects.open().under(self.rec.pk).order_by("pk")[0]

    @cached_property
    def steps(self):
        return FollowUpStep.objects.open().filter(district=self.district).order_by("due_on", "pk")

    @cached_property
    def published(self) -> Initiative:
        return Initiative.objects.get(title="Structured literacy")

    @cached_property
    def drafted(self) -> Initiative:
        return Initiative.objects.get(title="Science in the field")

    @cached_property
    def upload(self) -> Import:
        """A file of staff in its dry run: the demo year has none."""
        by = Person.objects.filter(hats__role="superintendent", hats__organization=self.district).order_by("pk")[0]
        now = timezone.now()
        said = {"kind": "staff of a district", "file_name": "staff.csv", "file_size": 40, "sha256": "0" * 64}
        made, created = Import.objects.get_or_create(
            organization=self.district,
            defaults={**said, "place": self.district, "uploaded_by": by, "uploaded_at": now, "read_at": now},
        )
        if created:
            made.rows.create(
                number=2, given="Eva", family="Chee", key="eva chee|", outcome="asked", words="Say who this is."
            )
        return made

    def value(self, route: str, kwarg: str) -> object:
        """What stands for this part of the route."""
        for pattern, find in SAMPLES:
            if re.search(pattern, f"{route}#{kwarg}"):
                found = find(self)
                return getattr(found, "pk", found)
        raise LookupError(f"No thing is known for «{kwarg}» of {route}")

    def path(self, route: str) -> str:
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(self.value(route, part.group(1))), route)


# The first that fits counts; «route#kwarg».
SAMPLES = [
    (r"^demo/enter/", lambda t: "carla.ortiz"),
    (r"^demo/mailbox/", lambda t: Delivered.objects.order_by("pk")[0]),
    (r"#token$", lambda t: "no-such-token"),
    (r"^people/claims/", lambda t: t.claim),
    (r"^people/changes/", lambda t: RecordChange.objects.get(organization=t.rec)),
    (r"^people/merges/", lambda t: t.merge),
    (r"^people/.*merge/.*#other", lambda t: t.colleague),
    (r"^people/twins/", lambda t: t.district),
    (r"^people/proposals/", lambda t: 0),
    (r"^people/.*lock/", lambda t: Hat.objects.filter(role="coach", organization=t.rec).order_by("-pk")[0].person),
    (r"^people/hats/", lambda t: Hat.objects.filter(role="superintendent", organization=t.district).order_by("pk")[0]),
    (r"^people/.*sign-in/", lambda t: Hat.objects.filter(role="coach", organization=t.rec).order_by("-pk")[0].person),
    (
        r"^people/",
        lambda t: t.leader,
    ),
    (r"evidence/.*#upload", lambda t: t.value("files/<int:pk>/", "pk")),
    (
        r"^files/",
        lambda t: Upload.objects.about(*Deliverable.objects.filter(rec=t.rec))[0],
    ),
    (r"^recs/venues/.*#room", lambda t: Venue.objects.filter(keeper=t.rec).order_by("pk")[0].rooms.first()),
    (r"^recs/venues/rooms/", lambda t: Venue.objects.filter(keeper=t.rec).order_by("pk")[0].rooms.first()),
    (r"^recs/venues/", lambda t: Venue.objects.filter(keeper=t.rec).order_by("pk")[0]),
    (r"^recs/partners/", lambda t: Organization.objects.of_kind("partner").order_by("pk")[0]),
    (r"^recs/", lambda t: t.rec),
    (r"staff/imports/.*#upload$", lambda t: t.upload),
    (r"staff/imports/.*#row$", lambda t: t.upload.rows.get()),
    (r"^districts/schools/", lambda t: School.objects.filter(parent=t.district).order_by("pk")[0]),
    (r"staff/.*#(hat|place)", lambda t: Hat.objects.roster().filter(organization__parent=t.district).order_by("pk")[0]),
    (r"staff/<int:pk>/", lambda t: Hat.objects.roster().filter(organization__parent=t.district).order_by("pk")[0]),
    (r"^districts/", lambda t: t.district),
    (r"^initiatives/acknowledgments/", lambda t: Acknowledgment.objects.filter(rec=t.rec).order_by("pk")[0]),
    (r"#number$", lambda t: 1),
    (r"#file$", lambda t: 1),
    (r"^initiatives/.*(draft|publish|discard)", lambda t: t.drafted),
    (r"^initiatives/", lambda t: t.published),
    (r"^trainings/certificates/<int:pk>", lambda t: t.certificate),
    (r"#code$", lambda t: t.certificate.code),
    (r"^trainings/experts/", lambda t: ExpertCertification.objects.filter(organization=t.rec).order_by("pk")[0]),
    (r"^trainings/follow-up/steps/", lambda t: t.steps[0]),
    (r"^trainings/follow-up/.*#step", lambda t: t.steps[0]),
    (r"^trainings/follow-up/", lambda t: FollowUpCycle.objects.filter(district=t.district).order_by("pk")[0]),
    (r"^trainings/visits/.*#(district|pk)$", lambda t: Visit.objects.filter(district=t.district).order_by("pk")[0]),
    (r"/invitations/.*#training", lambda t: t.coming),
    (r"/invitations/", lambda t: Invitation.objects.get(training=t.coming, organization=t.district)),
    (r"/registrations/.*#training", lambda t: t.registration.training),
    (r"<int:training>/registrations/", lambda t: t.registration),
    (r"/door/<int:pk>/correct.*#training", lambda t: t.held),
    (r"/door/<int:pk>/correct", lambda t: t.attended),
    (r"^trainings/<int:pk>/(plan|seats|audience|when|trainers|discard|edit|describe|arrange)", lambda t: t.draft),
    (r"^trainings/", lambda t: t.coming),
    (r"^requests/assistance/", lambda t: Assistance.objects.filter(rec=t.rec).order_by("pk")[0]),
    (r"#outcome$", lambda t: "no"),
    (r"^requests/", lambda t: t.request),
    (r"^reports/districts/", lambda t: t.district),
    (r"#name$", lambda t: "contact_hours"),
    (r"^reports/deliverables/", lambda t: t.deliverable),
]
