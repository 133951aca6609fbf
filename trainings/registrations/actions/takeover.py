"""A seat that another organization gave to somebody of one's own."""

from datetime import datetime

from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters import outbox
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import gettext_kept as _
from trainings.invitations.services import letter_context
from trainings.models import Registration
from trainings.registrations import notifications, seats
from trainings.registrations.foreign_seats import own_organization
from trainings.registrations.queries import why_settled


@action
def take_over(registration: Registration, *, by: Person, now: datetime | None = None) -> Registration:
    """The own district answers for the seat from now on, within its number of seats; the other one's becomes free."""
    now = now or timezone.now()
    registration = Registration.objects.select_related("person", "organization", "registered_by").get(
        pk=registration.pk
    )
    training = seats.lock(registration.training_id)[0]
    if settled := why_settled(training):
        raise ActionError(settled)
    own = own_organization(registration, by)
    if own is None:
        raise ActionError(
            _("%(name)s has no place of yours that this seat was given beside.") % {"name": registration.person}
        )
    if not training.invitations.standing().filter(organization=own).exists():
        words = _("%(place)s is not invited to this training. Cancel the seat, or let it stand.")
        raise ActionError(words % {"place": own.short_name})
    before: Organization = registration.organization
    registration.training = training
    seats.take_over(registration, organization=own, now=now)
    moved = seats.promote(training, now=now)
    notifications.tell_moved_up(training, moved, now=now, but=by)
    to = [one for one in (registration.person, registration.registered_by) if one and one != by]
    context = letter_context(training) | {"registration": registration, "before": before, "own": own, "by": by}
    outbox.write("seat_taken_over", about=registration, to=to, context=context, now=now)
    said = {"own": own.short_name, "name": registration.person, "before": before.short_name}
    record(
        "registration.taken_over",
        registration,
        text=_("%(own)s took over the seat of %(name)s from %(before)s.") % said,
        by=by,
        also=[training, own, before, registration.person, *moved],
        now=now,
    )
    registration.moved_up = moved
    return registration
