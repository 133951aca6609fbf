"""What an invited organization does with its invitation, and what the host records about it."""

from datetime import datetime

from django.utils import timezone

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.duties.services import close_duty
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters import outbox
from collaborative.letters.models import Letter
from collaborative.people.models import Person
from collaborative.web.sentences import Sentence, shown
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import ngettext_kept as ngettext
from collaborative.web.text import Words, sentence
from trainings.enums import Answer, DeclineReason
from trainings.invitations.contacts import people_running
from trainings.invitations.services import ANSWER, letter_context
from trainings.models import Invitation, Training


@action
def accept(invitation: Invitation, *, by: Person, first_only: bool = False, now: datetime | None = None) -> Invitation:
    """`first_only`: by the link in a letter, which serves for one answer."""
    now = now or timezone.now()
    invitation = _open_for_answers(invitation, first_only=first_only, now=now)
    if invitation.answer == Answer.ACCEPTED:
        raise ActionError(answered_text(invitation))
    _answer(invitation, Answer.ACCEPTED, by=by, now=now)
    outbox.stop(
        Letter.objects.about(invitation).filter(kind="invitation_declined"), why=_("The answer changed."), now=now
    )
    text = _("%(organization)s accepted the invitation.") % {"organization": invitation.organization.short_name}
    _record("invitation.accepted", invitation, text=text, by=by, now=now)
    return invitation


@action
def decline(
    invitation: Invitation,
    *,
    reason: str,
    words: str = "",
    by: Person,
    first_only: bool = False,
    now: datetime | None = None,
) -> Invitation:
    now = now or timezone.now()
    invitation = _open_for_answers(invitation, first_only=first_only, now=now)
    training, organization = invitation.training, invitation.organization
    if reason == DeclineReason.OTHER and not words.strip():
        raise ActionError(_("Say in a few words why."), field="words")
    if invitation.answer == Answer.DECLINED:
        raise ActionError(answered_text(invitation))
    if refusal := registered_text(invitation):
        raise ActionError(refusal)
    _answer(invitation, Answer.DECLINED, by=by, now=now, reason=reason, words=words.strip()[:300])
    outbox.write(
        "invitation_declined",
        about=invitation,
        to=people_running(training),
        context=letter_context(training) | {"invitation": invitation, "organization": organization},
        now=now,
    )
    text = _("%(organization)s declined: %(reason)s.") % {"reason": DeclineReason(reason).label}
    if words.strip():
        text = _("%(organization)s declined: %(reason)s") % {"reason": sentence(words.strip())}
    text %= {"organization": organization.short_name}
    _record("invitation.declined", invitation, text=text, by=by, now=now)
    return invitation


@action
def log_call(invitation: Invitation, *, note: str, by: Person, now: datetime | None = None) -> Invitation:
    """Somebody of the host phoned: for whoever has no address, or has not answered."""
    now = now or timezone.now()
    invitation = _locked(invitation)
    if invitation.withdrawn_at:
        raise ActionError(_("This invitation was withdrawn."))
    invitation.phoned_at, invitation.phoned_by, invitation.phone_note = now, by, note.strip()[:300]
    invitation.save(update_fields=["phoned_at", "phoned_by", "phone_note"])
    text = _("%(organization)s was phoned: %(note)s") % {
        "organization": invitation.organization.short_name,
        "note": invitation.phone_note,
    }
    _record("invitation.phoned", invitation, text=text, by=by, now=now)
    return invitation


def can_be_answered(invitation: Invitation, *, now: datetime | None = None) -> bool:
    return not why_not_answerable(invitation, now=now)


def why_not_answerable(invitation: Invitation, *, now: datetime | None = None) -> Words:
    training = invitation.training
    if invitation.withdrawn_at:
        return _("This invitation was withdrawn: another REC invites the district now.")
    if training.is_cancelled:
        return _("The training was cancelled.")
    if training.is_closed:
        return (
            _("The training is over.") if invitation.answer else _("The training is over. No answer was given in time.")
        )
    if today(now) > (training.registration_closes_on or sure(training.first_day)):
        if not invitation.answer:
            return _("Registration is closed. No answer was given in time.")
        return _("Registration is closed, so the answer can no longer be changed.")
    return ""


def registered_text(invitation: Invitation) -> Words:
    """What stands in the way of declining: people who are registered. Empty where nobody is."""
    organization = invitation.organization
    live = invitation.training.registrations.active().filter(organization__ancestors__contains=[organization.pk])
    if not (people := live.count()):
        return ""
    return ngettext(
        "%(people)s person of %(organization)s is registered. Give up that place first, then decline.",
        "%(people)s people of %(organization)s are registered. Give up their places first, then decline.",
        people,
    ) % {"people": people, "organization": organization.short_name}


def answered_text(invitation: Invitation) -> Sentence:
    if invitation.answer == Answer.ACCEPTED:
        said = _("%(name)s accepted on %(day)s.")
    else:
        said = _("%(name)s declined on %(day)s.")
    return said % {"name": invitation.answered_by, "day": shown(short_day, sure(invitation.answered_at))}


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",))
    related = ("training__host", "training__initiative__lead", "training__venue", "organization", "answered_by")
    return rows.select_related(*related).get(pk=invitation.pk)


def _open_for_answers(invitation: Invitation, *, first_only: bool, now: datetime) -> Invitation:
    Training.objects.select_for_update(no_key=True).get(pk=invitation.training_id)  # before its invitations, always
    invitation = _locked(invitation)
    if closed := why_not_answerable(invitation, now=now):
        raise ActionError(closed)
    if first_only and invitation.answer:
        raise ActionError(answered_text(invitation))
    return invitation


def _answer(
    invitation: Invitation, answer: str, *, by: Person, now: datetime, reason: str = "", words: str = ""
) -> None:
    invitation.answer, invitation.answered_at, invitation.answered_by = answer, now, by
    invitation.decline_reason, invitation.decline_words = reason, words
    invitation.save(update_fields=["answer", "answered_at", "answered_by", "decline_reason", "decline_words"])
    close_duty(invitation, ANSWER, now=now)


def _record(verb: str, invitation: Invitation, *, text: Sentence, by: Person, now: datetime) -> None:
    record(verb, invitation, text=text, by=by, also=[invitation.training, invitation.organization], now=now)
