from typing import Self

from django.conf import settings
from django.db import models

from collaborative.database.about import AboutQuerySet, AboutThing
from collaborative.files.access import visible_refs
from collaborative.people.models import Person
from collaborative.web.addresses import path_to


class UploadQuerySet(AboutQuerySet["Upload"]):
    def visible_to(self, person: Person) -> Self:
        """Files are seen by whoever may see the thing they hang on; each app says how in its policy.py."""
        return self.filter(visible_refs(person))


class Upload(AboutThing):
    """A file as a row: one backup for everything, any number of web machines. Checked by content, served as attachment."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", db_index=False)
    uploaded_at = models.DateTimeField()

    may_go: bool  # put on for a page

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size__gt=0, size__lte=10 * 1024 * 1024), name="files_upload_size_within_limit"
            ),
            models.UniqueConstraint(fields=["about_type", "about_id", "sha256"], name="files_upload_once_per_thing"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("file", self.pk)
