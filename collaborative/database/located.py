from django.db import models
from django.db.models import Q

from collaborative.database.sure import sure


class Located(models.Model):
    """Where something stands (WGS 84, degrees) and who says so. Unknown is empty, never zero; half a place is none."""

    county = models.CharField(max_length=40, blank=True, db_default="")
    latitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)
    located_by = models.CharField(
        max_length=200, blank=True, db_default=""
    )  # the source: a map, a file of the state, who was there

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | (Q(latitude__range=(-90, 90), longitude__range=(-180, 180)) & ~Q(located_by="")),
                name="%(app_label)s_%(class)s_located",
            )
        ]

    @property
    def coordinates(self) -> str:
        """«33.3317, -105.673», as maps give and take it; empty where it is not known."""
        if self.latitude is None:
            return ""
        return f"{self.latitude.normalize():f}, {sure(self.longitude).normalize():f}"
