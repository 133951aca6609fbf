"""Invitations follow the regions: who is invited to what is planned, when a district comes to another REC."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from collaborative.calendar.periods import today
from collaborative.letters import outbox
from collaborative.letters.models import Letter
from collaborative.people.models import Organization, Person
from collaborative.web.sentences import Saying, Sentence, joined
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from districts.regions import follows_region
from trainings.enums import Audience
from trainings.invitations import calendar_entries
from trainings.invitations.audience import regions_of
from trainings.invitations.services import addressees, held_until, invite, letter_context, send_invitations
from trainings.models import Invitation, Training


def lock_regions(training: Training) -> None:
    """No district comes or goes while the invitations of these regions are made."""
    rows = Organization.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=regions_of(training))
    list(rows.order_by("pk").values_list("pk", flat=True))


@follows_region
def invitations_follow(
    district: Organization, *, regions: list[int], starts_on: date, by: Person | None, now: datetime
) -> Saying:
    """Published trainings from that day on: the district is invited by its new region, and no longer by the old one."""
    planned = (
        Training.objects.standing()
        .filter(closed_at__isnull=True, first_day__gte=max(starts_on, today(now)))
        .filter(Q(audience=Audience.REGION, host__in=regions) | Q(audience=Audience.REGIONS))
        .select_for_update(no_key=True, of=("self",))
        .select_related("host", "initiative", "venue")
        .order_by("pk")
    )
    invited = withdrawn = 0
    for training in planned:
        added, gone = invite(training, now=now)
        if added:
            send_invitations(training, added, now=now)
        if gone:
            tell_withdrawn(training, gone, now=now)
        invited, withdrawn = invited + len(added), withdrawn + len(gone)
    return _words(invited, withdrawn)


def tell_withdrawn(training: Training, gone: Iterable[Invitation], *, now: datetime) -> list[Letter]:
    """Their district belongs to another region on the first day."""
    people = addressees([one.organization for one in gone])
    return outbox.write(
        "invitation_withdrawn",
        about=training,
        to=[person for found in people.values() for person in found],
        context=letter_context(training),
        calendar=calendar_entries.cancel_for(training, now=now),
        due=held_until(now),
        now=now,
    )


def _words(invited: int, withdrawn: int) -> Saying:
    parts = []
    if invited:
        parts.append(
            ngettext("Invited to %(n)s planned training.", "Invited to %(n)s planned trainings.", invited)
            % {"n": invited}
        )
    if withdrawn:
        parts.append(withdrawn_text(withdrawn))
    return joined(*parts) if parts else _("No planned training is touched.")


def withdrawn_text(number: int) -> Sentence:
    words = ngettext("%(n)s invitation was withdrawn.", "%(n)s invitations were withdrawn.", number)
    return words % {"n": number}
