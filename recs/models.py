from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from collaborative.database.located import Located
from collaborative.people.models import Organization, Person
from collaborative.people.querysets import OrganizationQuerySet
from collaborative.web.addresses import path_to


class RecQuerySet(OrganizationQuerySet["Rec"]):
    def for_page(self, person: Person) -> Self:
        """Within reach, with the `region`: its districts by name, so that a page asks once."""
        districts = Organization.objects.of_kind("district").filter(parent=OuterRef("pk")).order_by("sort_key", "id")
        return self.visible_to(person).annotate(
            region=ArraySubquery(districts.values(json=JSONObject(pk="pk", name="name")))
        )


class Rec(Organization):
    """A regional education cooperative, with what is known of its office and how sure that is."""

    number = models.PositiveSmallIntegerField(unique=True)
    office_city = models.CharField(max_length=60)
    county = models.CharField(max_length=40)
    latitude = models.DecimalField(max_digits=8, decimal_places=4)
    longitude = models.DecimalField(max_digits=8, decimal_places=4)
    website = models.URLField(blank=True)
    map_x = models.DecimalField(max_digits=6, decimal_places=1)
    map_y = models.DecimalField(max_digits=6, decimal_places=1)

    objects = RecQuerySet.as_manager()  # type: ignore[misc]  # in the place of its parent’s

    class Meta:
        verbose_name = "REC"
        ordering = ["number"]


class VenueQuerySet(models.QuerySet["Venue"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def visible_to(self, person: Person) -> Self:
        """Where trainings can be held is no secret among those who sign in."""
        return self.all()


class Venue(Located):
    """A building where trainings are held. Its zone is the one printed beside every time."""

    # Whose list it stands on.
    keeper = models.ForeignKey(Organization, models.PROTECT, related_name="venues", db_index=False)
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=60)
    time_zone = models.CharField(max_length=40, default="America/Denver")
    directions = models.TextField(blank=True)  # parking, entrance, steps
    closed_on = models.DateField(null=True, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        ordering = ["city", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["keeper", "name", "city"], name="recs_venue_once"),
            *Located.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"

    def get_absolute_url(self) -> str:
        return path_to("venue", self.pk)


class Room(models.Model):
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="rooms", db_index=False)
    name = models.CharField(max_length=80)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)  # null: not known

    class Meta:
        ordering = ["venue_id", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["venue", "name"], name="recs_room_once"),
            models.CheckConstraint(condition=Q(seats__isnull=True) | Q(seats__gt=0), name="recs_room_has_seats"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.venue.name}"


class PartnerAgency(Organization):
    """An agency to which a support request can be referred."""

    scope = models.TextField()  # what it can be asked for
    phone = models.CharField(max_length=30, blank=True)
    contact_email = models.EmailField(blank=True)
    website = models.URLField(blank=True)

    class Meta:
        verbose_name_plural = "partner agencies"
        ordering = ["sort_key"]
