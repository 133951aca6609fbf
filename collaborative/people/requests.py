from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from collaborative.people.models import Person


class PersonRequest(HttpRequest):
    """A request behind a door that only people who signed in pass. For those who read hints: at the server it is Django's."""

    user: Person
    htmx: HtmxDetails
