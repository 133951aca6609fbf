"""Changes of a record that wait: yes, no, stop, and what the clock does."""

from datetime import datetime

from django.utils import timezone

from collaborative.database.sure import sure
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.people.hats.granting import tell_of_hat
from collaborative.people.links import mark_of
from collaborative.people.models import Person
from collaborative.people.models.record_change import RecordChange
from collaborative.people.records.second_yes import Say, may_refuse, say_of
from collaborative.people.records.services import (
    apply,
    check_sign_in,
    confirm,
    end_of_wait,
    field_names,
    set_facts,
    tell_asker,
    tell_to_stop,
    write_record,
)
from collaborative.web.sentences import Sentence
from collaborative.web.sentences import gettext_kept as _


@action
def change_name(person: Person, *, given: str, family: str, by: Person, now: datetime | None = None) -> Person:
    """The own name. Certificates that were issued keep the name that they were issued to."""
    person, was = _locked(person), str(person)
    if write_record(person, {"given_name": given, "family_name": family}, by=by, now=now) or str(person) == was:
        raise ActionError(_("Nothing is different yet."))
    text = _("%(was)s is called %(name)s from now on.") % {"was": was, "name": person}
    record("person.renamed", person, by=by, now=now, text=text)
    return person


@action
def correct_record(
    person: Person, *, wanted: dict[str, str], by: Person, now: datetime | None = None
) -> RecordChange | Person:
    """Name and sign-in address of somebody else: written at once, with the letters about the roles anew, or asked for.

    Gives the person, or the change that now waits.
    """
    person = _locked(person)
    different = [name for name, value in wanted.items() if value != (getattr(person, name) or "")]
    if not different:
        field = "email" if set(wanted) == {"email"} else None
        raise ActionError(_("Nothing is different yet."), field=field)
    change = write_record(person, wanted, by=by, now=now)
    said = {"name": person, "fields": field_names(different)}
    if change:
        text = _("A change of the record of %(name)s was asked for: %(fields)s.") % said
        record("person.change_asked", person, by=by, now=now, also=[change.organization], text=text)
        return change
    text = _("The record of %(name)s was corrected: %(fields)s.") % said
    record("person.corrected", person, by=by, now=now, text=text)
    if "email" in different:
        for hat in person.hats.select_related("organization").order_by("id"):
            if not hat.is_over:
                tell_of_hat("hat_given", hat, by=by, now=now)
    return person


@action
def change_by_command(person: Person, *, wanted: dict[str, str], now: datetime | None = None) -> Person:
    """By whoever runs the machine, where PED has no two people who could."""
    person = _locked(person)
    check_sign_in(wanted.get("email", ""), person)
    set_facts(person, wanted)
    text = _("The record of %(name)s was changed at the command line: %(fields)s.")
    said = {"name": person, "fields": field_names(wanted)}
    record("person.corrected", person, by=None, now=now, text=text % said)
    return person


@action
def answer_change(change: RecordChange, *, yes: bool, by: Person, now: datetime | None = None) -> RecordChange:
    """The person's own yes or no."""
    change, now = _open(change), now or timezone.now()
    if by != change.person or change.is_confirmed:
        raise ActionError(_("This was answered already."))
    if yes:
        confirm(change, how=RecordChange.How.PERSON, by=by, now=now)
        return _recorded("person.changed", change, _("%(name)s agreed; changed: %(fields)s."), by=by, now=now)
    _refuse(change, by=by, now=now, why="")
    return _recorded("person.change_refused", change, _("%(name)s said no to a change: %(fields)s."), by=by, now=now)


@action
def say_yes(change: RecordChange, *, why: str, by: Person, now: datetime | None = None) -> RecordChange:
    """The yes of somebody who may say it for the person: the first or the second at PED, the second at the REC."""
    change, now = _open(change), now or timezone.now()
    say, why_not = say_of(change, by, now=now)
    if say is None:
        raise ActionError(why_not or _("This was answered already."))
    if say is Say.FIRST_AT_PED:
        change.first_yes_by, change.first_yes_at = by, now
        change.save(update_fields=["first_yes_by", "first_yes_at"])
        text = _("The first of two at PED agreed to a change of the record of %(name)s: %(fields)s.")
        return _recorded("person.change_first_yes", change, text, by=by, now=now, data={"why": why})
    confirm(change, how=say.value, by=by, now=now, why=why)
    text = _("The second yes to a change of the record of %(name)s was said: %(fields)s.")
    return _recorded("person.change_confirmed", change, text, by=by, now=now, data={"why": why})


@action
def refuse_change(change: RecordChange, *, why: str, by: Person, now: datetime | None = None) -> RecordChange:
    """Taken back by whoever asked, or refused by the REC or PED; until it is written."""
    change, now = _open(change), now or timezone.now()
    if not may_refuse(change, by):
        raise ActionError(_("You cannot end this change."))
    _refuse(change, by=by, now=now, why=why)
    text = _("A change of the record of %(name)s was refused: %(fields)s.")
    return _recorded("person.change_refused", change, text, by=by, now=now, data={"why": why})


@action
def stop_change(change: RecordChange, *, by: Person, now: datetime | None = None) -> RecordChange:
    """By the link that went to the old address: once. Two people at PED look at it then."""
    change, now = _open(change), now or timezone.now()
    if by != change.person:
        raise ActionError(_("Only the person stops this change."))
    change.stopped_by, change.stopped_at = by, now
    change.save(update_fields=["stopped_by", "stopped_at"])
    tell_asker(change, now=now)
    return _recorded("person.change_stopped", change, _("%(name)s stopped a change: %(fields)s."), by=by, now=now)


@action
def settle_change(change: RecordChange, *, now: datetime | None = None) -> RecordChange:
    """What the clock does: the wait is over and the change is written, or nobody answered and it lapses.

    Where the links of the person were used up meanwhile, the old address could not have stopped it: it is told anew and
    the wait begins again.
    """
    change, now = _open(change), now or timezone.now()
    if not change.is_confirmed:
        if change.lapses_at > now:
            raise ActionError(_("It waits for its answer."))
        return _lapse(change, _("Nobody answered a change of the record of %(name)s; it lapsed: %(fields)s."), now=now)
    if sure(change.applies_at) > now:
        raise ActionError(_("Its days of waiting are not over."))
    if change.mark != mark_of(change.person):
        change.applies_at = end_of_wait(now)
        change.save(update_fields=["applies_at"])
        tell_to_stop(change, now=now)
        text = _("The address on record of %(name)s was told again of a change, and the wait began anew: %(fields)s.")
        return _recorded("person.change_told_again", change, text, by=None, now=now)
    try:
        check_sign_in(change.after.get("email", ""), change.person)
    except ActionError:
        text = _("A change of the record of %(name)s lapsed, because somebody else has the address by now: %(fields)s.")
        return _lapse(change, text, now=now)
    apply(change, now=now)
    text = _("The record of %(name)s was changed after its days of waiting: %(fields)s.")
    return _recorded("person.changed", change, text, by=None, now=now)


def _lapse(change: RecordChange, text: Sentence, *, now: datetime) -> RecordChange:
    change.lapsed_at = now
    change.save(update_fields=["lapsed_at"])
    tell_asker(change, now=now)
    return _recorded("person.change_lapsed", change, text, by=None, now=now)


def _refuse(change: RecordChange, *, by: Person, now: datetime, why: str) -> None:
    change.refused_by, change.refused_at, change.why = by, now, why or change.why
    change.save(update_fields=["refused_by", "refused_at", "why"])
    if by != change.asked_by:
        tell_asker(change, now=now)


def _recorded(
    verb: str, change: RecordChange, text: Sentence, *, by: Person | None, now: datetime, data: dict | None = None
) -> RecordChange:
    said = {"name": change.person, "fields": field_names(change.after)}
    record(verb, change.person, text=text % said, by=by, also=[change.organization], data=data, now=now)
    return change


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(no_key=True, of=("self",)).select_related("made_for").get(pk=person.pk)


def _open(change: RecordChange) -> RecordChange:
    """The change as it stands, under the locks of its person and itself, in this order."""
    person = _locked(Person(pk=change.person_id))
    found = RecordChange.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "organization", "asked_by", "first_yes_by", "confirmed_by"
    )
    change = found.get(pk=change.pk)
    change.person = person
    if not change.is_open:
        raise ActionError(_("This change has ended already."))
    return change
