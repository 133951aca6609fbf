"""Registering people, giving seats up, handing them on, taking offered ones. Seats themselves come from seats.py."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.utils import timezone

from collaborative.duties.services import close_duty
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters import outbox
from collaborative.people.models import Person
from collaborative.web.addresses import path_to
from collaborative.web.sentences import Joined, Saying, Sentence, joined
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from collaborative.web.text import Words
from trainings.enums import Answer, RegistrationStatus
from trainings.invitations.services import ANSWER, letter_context
from trainings.models import Invitation, Registration, Training
from trainings.registrations import notifications, seats
from trainings.registrations.queries import Entrant, clashes, people_of, why_closed, why_settled


@dataclass
class Registered:
    """What became of a party: the new registrations in their order, and who had a place already."""

    training: Training
    registrations: list[Registration]
    passed_over: list[Person]
    letters: int
    asked: list[Person] = field(default_factory=list)  # of other organizations: for a place on the roster

    @property
    def seated(self) -> list[Registration]:
        return [one for one in self.registrations if one.status == RegistrationStatus.SEATED]

    @property
    def waiting(self) -> list[Registration]:
        return [one for one in self.registrations if one.status == RegistrationStatus.WAITING]

    @property
    def outcome(self) -> Joined:
        return outcome_text(len(self.seated), len(self.waiting))

    def get_absolute_url(self) -> str:
        return path_to("registrations", self.training.pk)


@action
def register(
    invitation: Invitation, *, entrants: Sequence[Entrant], by: Person, now: datetime | None = None
) -> Registered:
    """Register people of an invited organization. Who is new gets a record; what does not fit waits in the order given.

    It counts as accepting the invitation. Somebody who has a place already is passed over. Who works elsewhere has the seat
    at once; the place on the roster is asked for.
    """
    now = now or timezone.now()
    training = _locked(invitation.training_id)
    invitation = Invitation.objects.select_related("organization").get(pk=invitation.pk)
    organization = invitation.organization
    if invitation.withdrawn_at:
        raise ActionError(_("This invitation was withdrawn: another REC invites the district now."))
    if closed := why_closed(training, now=now):
        raise ActionError(closed)
    if not entrants:
        raise ActionError(_("Choose at least one person."), field="people")
    pairs, asked = people_of(entrants, at=organization, training=training, by=by, now=now)
    given = seats.give(
        training,
        people=[(person, organization) for person, _entrant in pairs],
        seat_mode={person.pk: entrant.seat_mode for person, entrant in pairs},
        needs={person.pk: entrant.needs for person, entrant in pairs},
        by=by,
        now=now,
    )
    new = {one.person_id for one in given}
    done = Registered(training, given, [person for person, _entrant in pairs if person.pk not in new], 0, asked)
    _accept(invitation, by=by, now=now)
    words = letter_context(training)
    done.letters = notifications.tell_seated(training, done.seated, now=now, words=words)
    done.letters += notifications.tell_waiting(training, done.waiting, now=now, words=words)
    outbox.write(
        "seats_registered",
        about=training,
        to=[by],
        context=words | {"organization": organization, "done": done},
        now=now,
    )
    record(
        "registration.made",
        training,
        text=_("%(people)s of %(organization)s registered: %(outcome)s.")
        % {"people": people_text(len(given)), "organization": organization.short_name, "outcome": done.outcome},
        by=by,
        also=[invitation, organization, *given, *(one.person for one in given)],
        data={"clashes": clashes(training, new)},
        now=now,
    )
    return done


@action
def cancel(registration: Registration, *, why: str, by: Person, now: datetime | None = None) -> Registration:
    """Give a seat up; in the same act the waiting list moves up: `moved_up` of what comes back.

    The reason stands at the registration only: it may be about somebody's health.
    """
    now = now or timezone.now()
    training = _changeable(registration, now=now)
    registration.training = training
    seats.end(registration, status=RegistrationStatus.CANCELLED, why=why, now=now)
    moved = registration.moved_up = seats.promote(training, now=now)
    ended = _with_people(registration)
    notifications.tell_given_up(training, [ended], now=now, by=by)
    notifications.tell_moved_up(training, moved, now=now, but=by)
    text = _("%(name)s of %(organization)s gave the place up.") % {
        "name": ended.person,
        "organization": ended.organization.short_name,
    }
    _record("registration.cancelled", ended, text=lambda _ended: text, moved=moved, by=by, now=now)
    return registration


@dataclass
class GivenUp:
    """What became of several places given up at once."""

    training: Training
    ended: list[Registration]
    moved: list[Registration]
    passed_over: int  # had no place any more

    def get_absolute_url(self) -> str:
        return path_to("registrations", self.training.pk)


@action
def give_up(
    training: Training,
    *,
    registrations: Sequence[Registration],
    why: str,
    by: Person,
    now: datetime | None = None,
) -> GivenUp:
    """Give several places up, for one reason; when all are free the waiting list moves up, once."""
    now = now or timezone.now()
    training = _locked(training.pk)
    if settled := why_settled(training):
        raise ActionError(settled)
    ids = [one.pk for one in registrations]
    rows = training.registrations.active().filter(pk__in=ids).order_by("id")
    live = list(rows.select_related("person", "organization", "registered_by"))
    if not live:
        raise ActionError(_("None of those chosen has a place any more."))
    for one in live:
        one.training = training
        seats.end(one, status=RegistrationStatus.CANCELLED, why=why, now=now)
    moved = seats.promote(training, now=now)
    notifications.tell_given_up(training, live, now=now, by=by)
    notifications.tell_moved_up(training, moved, now=now, but=by)
    _record("registration.cancelled", *live, text=_given_up, moved=moved, by=by, now=now)
    return GivenUp(training, live, moved, len(ids) - len(live))


@action
def substitute(
    registration: Registration, *, entrant: Entrant, by: Person, now: datetime | None = None
) -> Registration:
    """A colleague takes the seat over, at any time until the training is closed."""
    now = now or timezone.now()
    training = _changeable(registration, now=now)
    registration.training = training
    [(person, _entrant)], _asked = people_of([entrant], at=registration.organization, training=training, by=by, now=now)
    new = seats.substitute(registration, person=person, by=by, now=now)
    ended = _with_people(registration)
    notifications.tell_given_up(training, [ended], now=now, by=by)
    notifications.tell_seated(training, [new], now=now)
    text = _("%(new)s takes the seat of %(old)s, %(organization)s.") % {
        "new": person,
        "old": ended.person,
        "organization": ended.organization.short_name,
    }
    also = [training, ended.organization, new, ended.person, person]
    record("registration.substituted", ended, text=text, also=also, by=by, now=now)
    return new


@action
def accept_offer(registration: Registration, *, by: Person, now: datetime | None = None) -> Registration:
    """Take the seat that is held."""
    now = now or timezone.now()
    training = _changeable(registration, now=now)
    registration.training = training
    seats.accept_offer(registration, now=now)
    close_duty(registration, notifications.OFFER, now=now)
    taken = _with_people(registration)
    notifications.tell_seated(training, [taken], now=now)
    text = _("%(name)s took the seat that was held.") % {"name": taken.person}
    record(
        "registration.offer_taken", taken, text=text, also=[training, taken.organization, taken.person], by=by, now=now
    )
    return registration


@action
def lapse_offers(training: Training, *, by: None = None, now: datetime | None = None) -> Training:
    """Seats that were held too long go to the next in line. Done by the sweep."""
    now = now or timezone.now()
    training = _locked(training.pk)
    if settled := why_settled(training):
        raise ActionError(settled)
    lapsed, moved = seats.lapse_offers(training, now=now)
    if not lapsed:
        raise ActionError(_("No offer of this training has lapsed."))
    notifications.tell_given_up(training, lapsed, now=now, by=None)
    notifications.tell_moved_up(training, moved, now=now)
    _record("registration.offer_lapsed", *lapsed, text=_lapsed, moved=moved, by=by, now=now)
    return training


def people_text(number: int) -> Sentence:
    return ngettext("%(n)s person", "%(n)s people", number) % {"n": number}


def outcome_text(seated: int, waiting: int) -> Joined:
    """«2 seated, 1 waiting»."""
    parts = [_("%(n)s seated") % {"n": seated}] if seated or not waiting else []
    if waiting:
        parts.append(_("%(n)s waiting") % {"n": waiting})
    return joined(*parts, by=", ")


def moved_text(moved: Sequence[Registration]) -> Words:
    """«Ana Lucero moved up from the waiting list.»"""
    if not moved:
        return ""
    names = ", ".join(str(one.person) for one in moved)
    if moved[0].status == RegistrationStatus.OFFERED:
        return _("The seat is held for %(names)s.") % {"names": names}
    return _("%(names)s moved up from the waiting list.") % {"names": names}


def _freed(moved: Sequence[Registration]) -> Sentence:
    """The same for those who moved up, who need not know whose seat it was."""
    names = ", ".join(str(one.person) for one in moved)
    if moved[0].status == RegistrationStatus.OFFERED:
        return _("A seat became free and is held for %(names)s.") % {"names": names}
    return _("A seat became free: %(names)s moved up from the waiting list.") % {"names": names}


def _given_up(ended: Sequence[Registration]) -> Sentence:
    names = ", ".join(f"{one.person} ({one.organization.short_name})" for one in ended)
    return ngettext("%(names)s gave the place up.", "%(names)s gave their places up.", len(ended)) % {"names": names}


def _lapsed(lapsed: Sequence[Registration]) -> Sentence:
    names = ", ".join(str(one.person) for one in lapsed)
    return _("The seat held for %(names)s was not taken in time.") % {"names": names}


def _locked(pk: int) -> Training:
    """The training under its lock, with what letters need."""
    return seats.lock(pk, related=("host", "initiative__lead", "venue"))[0]


def _changeable(registration: Registration, *, now: datetime) -> Training:
    training = _locked(registration.training_id)
    if settled := why_settled(training):
        raise ActionError(settled)
    return training


def _with_people(registration: Registration) -> Registration:
    related = ("training", "person", "organization", "registered_by")
    return Registration.objects.select_related(*related).get(pk=registration.pk)


def _accept(invitation: Invitation, *, by: Person, now: datetime) -> None:
    """Registering says yes, also after a no."""
    if invitation.answer != Answer.ACCEPTED:
        invitation.answer, invitation.answered_at, invitation.answered_by = Answer.ACCEPTED, now, by
        invitation.decline_reason, invitation.decline_words = "", ""
        invitation.save(update_fields=["answer", "answered_at", "answered_by", "decline_reason", "decline_words"])
    close_duty(invitation, ANSWER, now=now)


def _record(
    verb: str,
    *ended: Registration,
    text: Callable[[Sequence[Registration]], Sentence],
    moved: Sequence[Registration],
    by: Person | None,
    now: datetime,
) -> None:
    """One entry for all; on each page it names those only who belong there: the training's page all of them, an
    organization's its own people. Those who only moved up are not told whose act it was."""

    def said(gone: Sequence[Registration], come: Sequence[Registration]) -> Saying:
        return joined(text(gone), moved_text(come)) if gone else _freed(come)

    training, concerned = ended[0].training, [*ended, *moved]
    organizations = {one.organization_id: one.organization for one in concerned}
    said_at: dict[Model, Saying] = {training: said(ended, moved)}
    unsigned: list[Model] = []
    for pk, organization in organizations.items():
        gone, come = ([one for one in some if one.organization_id == pk] for some in (ended, moved))
        said_at[organization] = said(gone, come)
        unsigned += [] if gone else [organization]
    for one in concerned:
        gone, come = ([other for other in some if other == one] for some in (ended, moved))
        said_at |= dict.fromkeys([one, one.person], said(gone, come))
        unsigned += [] if gone else [one, one.person]
    first, also = said(ended[:1], []), list(said_at)
    record(verb, ended[0], text=first, by=by, also=also, said_at=said_at, unsigned=unsigned, now=now)
