"""Invitations: one for every organization of the audience, the letters to its people, and what is owed in answer.

Plain functions, called by the actions that publish, move, cancel, and by what follows a change of a district's region.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from collaborative.calendar import days
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.duties.models import Duty
from collaborative.duties.services import close_duty, open_duties, postpone, worded
from collaborative.letters import outbox
from collaborative.letters.models import Letter, LetterQuerySet
from collaborative.people.enums import TAKE_PART, OrganizationKind
from collaborative.people.models import Hat, Organization, Person
from collaborative.web.addresses import absolute, absolute_url
from collaborative.web.sentences import Sentence, shown
from collaborative.web.sentences import gettext_kept as _
from trainings.invitations import calendar_entries
from trainings.invitations.answer_links import answer_token
from trainings.invitations.audience import audience_of
from trainings.invitations.contacts import contact_text
from trainings.invitations.notice import for_whom_text, notice_lines
from trainings.models import Invitation, Training

ANSWER = "trainings.answer_invitation"
DAYS_TO_ANSWER = 7  # before the first day, where registration has no closing day of its own
LEAST_DAYS = 2  # to answer, however late the training was published
ADDRESSEES = {
    **dict.fromkeys(TAKE_PART, ("superintendent", "delegate")),
    OrganizationKind.REC: ("rec_director", "rec_coordinator"),
}
OWING: dict[str, str] = {**dict.fromkeys(TAKE_PART, "superintendent"), OrganizationKind.REC: "rec_coordinator"}


def addressees(organizations: Iterable[Organization]) -> dict[int, list[Person]]:
    """For each organization those who are written to, the one who answers first. With and without an address."""
    order = [role for roles in ADDRESSEES.values() for role in roles]
    hats = (
        Hat.objects.today()
        .filter(organization__in=[one.pk for one in organizations], person__is_active=True)
        .filter(Q(role__in=order), person__merged_into__isnull=True)
        .select_related("person")
    )
    found: dict[int, list[Person]] = {}
    for hat in sorted(hats, key=lambda hat: (order.index(hat.role), hat.person.sort_key, hat.pk)):
        people = found.setdefault(hat.organization_id, [])
        if hat.person not in people:
            people.append(hat.person)
    return found


def invite(training: Training, *, now: datetime) -> tuple[list[Invitation], list[Invitation]]:
    """Bring the invitations in line with the audience as it stands on the first day: (added, withdrawn)."""
    wanted = {one.pk: one for one in audience_of(training, on=sure(training.first_day))}
    there = {one.organization_id: one for one in training.invitations.select_related("organization")}
    back = [one for pk, one in there.items() if pk in wanted and one.withdrawn_at]
    gone = [one for pk, one in there.items() if pk not in wanted and not one.withdrawn_at]
    Invitation.objects.filter(pk__in=[one.pk for one in back]).update(withdrawn_at=None)
    Invitation.objects.filter(pk__in=[one.pk for one in gone]).update(withdrawn_at=now)
    missing = [one for pk, one in wanted.items() if pk not in there]
    new = Invitation.objects.bulk_create(
        Invitation(training=training, organization=one, invited_at=now) for one in missing
    )
    for one in gone:
        one.withdrawn_at = now
    for one in back:
        one.withdrawn_at = None
    if back:
        _take_back_withdrawals(training, back, now=now)
    if gone:
        close_duty(gone, ANSWER, why="dropped", now=now)
    added = back + new
    owe_answers(training, added, now=now)
    return added, gone


def _take_back_withdrawals(training: Training, back: list[Invitation], *, now: datetime) -> None:
    """Invited again: a letter that says otherwise and still lies does not go; whoever got it is to be invited anew."""
    people = addressees([one.organization for one in back])
    withdrawals = Letter.objects.about(training).filter(kind="invitation_withdrawn")
    for one in back:
        if not _stop(withdrawals.filter(recipient__in=people.get(one.organization_id, [])), now=now):
            one.letter = one.addressee = None
    Invitation.objects.bulk_update(back, ["letter", "addressee"])


def owe_answers(training: Training, invitations: Iterable[Invitation], *, now: datetime) -> None:
    due_on = answer_by(training, now=now)
    open_duties(
        Duty(
            kind=ANSWER,
            about=one,
            **worded(_duty_text(training)),
            url=one.get_absolute_url(),
            role=OWING[one.organization.kind],
            organization=one.organization,
            due_on=due_on,
            opened_at=now,
        )
        for one in invitations
        if one.is_open
    )


def postpone_answers(training: Training, *, now: datetime) -> None:
    """The days have moved: reminders follow. What could no longer be answered and now can is owed again."""
    invitations = list(training.invitations.unanswered().select_related("organization"))
    postpone(invitations, ANSWER, due_on=answer_by(training, now=now), text=_duty_text(training), now=now)
    if today(now) <= (training.registration_closes_on or sure(training.first_day)):
        owe_answers(training, invitations, now=now)


@transaction.atomic
def drop_late_answers(*, now: datetime) -> int:
    """What can no longer be answered is no longer owed. Done by the sweep; trainings that somebody is changing at this
    moment are left to the next one."""
    kind = ContentType.objects.get_for_model(Invitation)
    owed = Duty.objects.open().filter(kind=ANSWER, about_type=kind, about_id=OuterRef("pk"))
    late = (
        Invitation.objects.alias(last_day=Coalesce("training__registration_closes_on", "training__first_day"))
        .filter(Exists(owed), last_day__lt=today(now))
        .order_by("training_id")
    )
    trainings = Training.objects.filter(pk__in=list(late.values_list("training_id", flat=True).distinct()))
    locked = list(trainings.select_for_update(no_key=True, skip_locked=True, of=("self",)).order_by("pk"))
    return close_duty(late.filter(training__in=locked), ANSWER, why="dropped", now=now)


def _duty_text(training: Training) -> Sentence:
    words = _("Answer the invitation to “%(title)s”, %(day)s")
    return words % {"title": training.title, "day": shown(days.short_day, sure(training.first_day))}


def answer_by(training: Training, *, now: datetime) -> date:
    """The day by which an answer is asked: the closing day, or a week before; never sooner than in two days."""
    begins = sure(training.first_day)
    asked = training.registration_closes_on or begins - timedelta(days=DAYS_TO_ANSWER)
    return min(begins, max(asked, today(now) + timedelta(days=LEAST_DAYS)))


def send_invitations(training: Training, invitations: list[Invitation], *, now: datetime) -> list[Letter]:
    """Write to the people of the invited organizations; each invitation remembers the letter to its first addressee.

    Who answers for two districts gets one letter that names both.
    """
    people = addressees([one.organization for one in invitations])
    of_person: dict[Person, list[Invitation]] = {}
    for one in invitations:
        for person in people.get(one.organization_id, []):
            of_person.setdefault(person, []).append(one)
    written = outbox.write(
        "invitation",
        about=training,
        to=of_person,
        context=letter_context(training)
        | {"answer_by": answer_by(training, now=now), "for_whom": partial(for_whom_text, training.version)},
        per_person=lambda person: {
            "invitations": [
                {
                    "organization": one.organization,
                    "url": absolute(one.get_absolute_url()),
                    "answer_url": absolute_url("invitation-answer", answer_token(one, person)),
                }
                for one in of_person[person]
            ]
        },
        calendar=calendar_entries.request_for(training, now=now),
        due=held_until(now),
        now=now,
    )
    letter_to = {letter.recipient_id: letter for letter in written}
    for one in invitations:
        reached = [person for person in people.get(one.organization_id, []) if person.pk in letter_to]
        one.addressee = reached[0] if reached else None
        one.letter = letter_to[reached[0].pk] if reached else None
    Invitation.objects.bulk_update(invitations, ["addressee", "letter"], batch_size=500)
    return written


def rewrite_held(training: Training, *, now: datetime) -> int:
    """Invitations that still lie held, or were stopped, are written anew with what is true now."""
    stop_letters(training, "invitation", now=now)
    unsent = Q(letter__stopped_at__isnull=False)
    invitations = list(training.invitations.standing().filter(unsent).select_related("organization"))
    if invitations:
        send_invitations(training, invitations, now=now)
    return len(invitations)


def stop_letters(training: Training, *kinds: str, now: datetime) -> int:
    return _stop(Letter.objects.about(training).filter(kind__in=kinds), now=now)


def _stop(letters: LetterQuerySet, *, now: datetime) -> int:
    """Stop what is still held. A letter that is being sent at this moment is waited for, and counts as sent."""
    list(letters.waiting().select_for_update().order_by("pk").values_list("pk", flat=True))
    return outbox.stop(letters, why=_("It was changed or undone before it went."), now=now)


def held_invitations(training: Training) -> QuerySet[Invitation]:
    """Whose letter still lies: a move or a cancellation stops it, and they have not heard of the training."""
    lying = Letter.objects.about(training).filter(kind="invitation", claimed_at__isnull=True).waiting()
    return training.invitations.standing().filter(letter__in=lying)


def told_people(training: Training, *, but: Iterable[Invitation] = ()) -> list[Person]:
    """Whom a move or a cancellation concerns: who was written to and has not declined, who has a place, who leads. `but`:
    those who are invited only now."""
    invitations = training.invitations.standing().exclude(answer="declined").filter(letter__stopped_at__isnull=True)
    invitations = invitations.exclude(pk__in=[one.pk for one in but])
    people = addressees([one.organization for one in invitations.select_related("organization")])
    invited = [person for found in people.values() for person in found]
    registered = [one.person for one in training.registrations.active().select_related("person")]
    leading = [one.person for one in training.trainers.select_related("person")]
    return list(dict.fromkeys([*invited, *registered, *leading]))


def held_until(now: datetime) -> datetime:
    return now + timedelta(minutes=settings.LETTER_HOLD_MINUTES)


def letter_context(training: Training) -> dict:
    """What every letter about a training can say. What is words is called while the letter is written: in the language of its
    reader."""
    return {
        "training": training,
        "initiative": training.initiative,
        "host": training.host,
        "meetings": list(training.meetings.select_related("room").order_by("number")),
        "where": partial(calendar_entries.where, training),
        "notice": partial(notice_lines, training),
        "contact": contact_text(training),
        "url": absolute(training.get_absolute_url()),
    }
