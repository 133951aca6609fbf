"""What is free in a training, and what would become of whom. Asked without a lock it is a forecast; seats.py asks under one."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainings.enums import RegistrationStatus, SeatMode
from trainings.models import Training


class Vacancies:
    """What is free under the lock: by mode, and by organization where each has a number of seats."""

    def __init__(self, training: Training) -> None:
        self.left: dict[str, int | None] = {
            SeatMode.ROOM: _left(training.room_capacity, training.room_taken),
            SeatMode.ONLINE: _left(training.online_capacity, training.online_taken),
        }
        self.quota = training.seats_per_organization
        self.by_organization: Counter[int] = Counter()
        if self.quota is not None:
            self.by_organization.update(training.registrations.occupying().values_list("organization_id", flat=True))

    def is_at_quota(self, organization_id: int) -> bool:
        return self.quota is not None and self.by_organization[organization_id] >= self.quota

    def fits(self, mode: str, organization_id: int) -> bool:
        left = self.left[mode]
        return (left is None or left > 0) and not self.is_at_quota(organization_id)

    def take(self, mode: str, organization_id: int) -> None:
        self.by_organization[organization_id] += 1
        if (left := self.left[mode]) is not None:
            self.left[mode] = left - 1


def _left(capacity: int | None, taken: int) -> int | None:
    return None if capacity is None else capacity - taken


def queued_modes(training: Training, vacancies: Vacancies) -> set[str]:
    """The modes in which somebody waits who could be seated: newcomers do not overtake."""
    if not training.waiting:
        return set()
    waiting = training.registrations.waiting().values_list("seat_mode", "organization_id")
    return {mode for mode, organization_id in waiting if vacancies.fits(mode, organization_id)}


def why_waiting(training: Training, *, now: datetime) -> dict[int, str]:
    """For each registration on the waiting list, in order: why it has not moved up, in words for the page."""
    waiting = list(training.registrations.waiting().select_related("organization"))
    ahead: Counter[str] = Counter()
    vacancies, words = Vacancies(training), {}
    for one in waiting:
        ahead[one.seat_mode] += 1
        if training.starts_at and now >= training.starts_at:
            words[one.pk] = _("The training has started; nobody moves up any more.")
        elif vacancies.is_at_quota(one.organization_id):
            words[one.pk] = _("%(organization)s has its %(quota)s seats; waits until one of them is free.") % {
                "organization": one.organization.short_name,
                "quota": training.seats_per_organization,
            }
        elif ahead[one.seat_mode] == 1:
            words[one.pk] = _("Next in line: gets the first seat that is given up.")
        else:
            words[one.pk] = ngettext(
                "%(n)s person is ahead; all seats are taken.",
                "%(n)s people are ahead; all seats are taken.",
                ahead[one.seat_mode] - 1,
            ) % {"n": ahead[one.seat_mode] - 1}
    return words


def foresee(training: Training, people: Iterable[tuple[int, str]]) -> list[str]:
    """What (organization id, mode) after (organization id, mode) would get now: for a check page, without a lock."""
    found: list[str] = []
    vacancies = Vacancies(training)
    queues = queued_modes(training, vacancies)
    for organization_id, mode in people:
        fits = mode not in queues and vacancies.fits(mode, organization_id)
        if fits:
            vacancies.take(mode, organization_id)
        found.append(RegistrationStatus.SEATED if fits else RegistrationStatus.WAITING)
    return found
