from django.db import models

from collaborative.people.models.person import Person


class FreshCode(models.Model):
    """The code by which somebody who is signed in shows once more who they are. Kept hashed; few tries."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
