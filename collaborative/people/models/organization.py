from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from collaborative.database.choices import known
from collaborative.database.search_keys import plain, sort_key
from collaborative.people.enums import OrganizationKind
from collaborative.people.querysets import OrganizationQuerySet
from collaborative.web.addresses import path_to

HAVE_PAGES = ("rec", "district", "school")  # kinds of organization, and the names of their pages


class Organization(models.Model):
    """PED, a bureau, a REC, a district, a school, a vendor, a partner agency. What lists, frame and reach need is here.

    `parent` and `ancestors` are kept copies of today's affiliation: ancestors holds the organization's own id and those
    above it, so that «under this REC» is one indexed comparison. affiliations.py keeps them; `manage.py verify` proves it.
    """

    Kind = OrganizationKind

    ref_label = "people.organization"
    said_by = ("name",)

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=160, editable=False)
    search_key = models.CharField(max_length=400, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="organizations_under")
    ancestors = ArrayField(models.BigIntegerField(), default=list, editable=False)
    time_zone = models.CharField(max_length=40, default="America/Denver")
    closed_on = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)  # where the facts come from, with their doubts

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [
            GinIndex(fields=["ancestors"], name="people_org_ancestors"),
            models.Index(fields=["kind", "sort_key"], name="people_org_kind"),
        ]
        constraints = [known("kind", OrganizationKind.choices, name="people_org_kind_known")]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.short_name or self.name)[:160]
        self.search_key = plain(f"{self.name} {self.short_name}")[:400]
        super().save(**kwargs)
        if self.pk not in self.ancestors:
            self.ancestors = [self.pk, *(self.parent.ancestors if self.parent else [])]
            type(self).objects.filter(pk=self.pk).update(ancestors=self.ancestors)

    def get_absolute_url(self) -> str:
        """Bureaus, vendors and partner agencies have no page of their own: what would lead there leads home."""
        return path_to(self.kind, self.pk) if self.has_page else path_to("today")

    @property
    def has_page(self) -> bool:
        return self.kind in HAVE_PAGES


class Affiliation(models.Model):
    """Who is under whom since when, and who says so. For a district this is its region: the REC that invites it.

    There is no end date: the next row ends the one before, so gaps and overlaps cannot be written.
    """

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="affiliations", db_index=False)
    parent = models.ForeignKey(Organization, models.PROTECT, related_name="affiliations_under")
    starts_on = models.DateField()
    source = models.TextField()

    class Meta:
        ordering = ["organization_id", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "starts_on"], name="people_affiliation_one_a_day"),
            models.CheckConstraint(condition=~Q(organization=F("parent")), name="people_affiliation_not_itself"),
        ]
