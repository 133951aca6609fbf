"""Two records of one person become one: at once, or with a yes from every address of both; and are taken apart again."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters.outbox import write
from collaborative.people.merges.notifications import ask_addresses
from collaborative.people.merges.services import (
    Way,
    addresses_of,
    lock_both,
    may_undo,
    own_addresses,
    refuse_strange,
    refuse_unfit,
    take_apart,
    unite,
    way_for,
)
from collaborative.people.models import Organization, Person
from collaborative.people.models.merge import OPEN_FOR, Merge, MergeAnswer, TwoPeople
from collaborative.people.records.write_access import WriteAccess, write_access
from collaborative.web.sentences import gettext_kept as _
from collaborative.web.sentences import joined


@action
def merge(
    kept: Person, *, gone: Person, name_of: Person, contact_email: str = "", by: Person, now: datetime | None = None
) -> Merge:
    """By who may write both records at once. The name is that of one of the two; private notes stay with the old id."""
    now = now or timezone.now()
    made, kept, gone = _begun(kept, gone, name_of=name_of, contact_email=contact_email, by=by, now=now)
    if way_for(by, kept, gone) is not Way.AT_ONCE:
        raise ActionError(_("Their addresses are asked first: these records are not yours alone."))
    unite(made, kept, gone, by=by, now=now, with_notes=False)
    _tell_merged(made, kept, gone, by=by, now=now)
    return made


@action
def ask_merge(
    kept: Person, *, gone: Person, name_of: Person, contact_email: str = "", by: Person, now: datetime | None = None
) -> Merge:
    """A letter to every address of both records; they become one when each has said yes. Who asks says it at once."""
    now = now or timezone.now()
    made, kept, gone = _begun(kept, gone, name_of=name_of, contact_email=contact_email, by=by, now=now)
    if way_for(by, kept, gone) is Way.NONE:
        raise ActionError(_("These records are kept by others. Ask the district or PED."))
    _refuse_unanswerable(kept, gone, by=by)
    Merge.objects.waiting().filter(kept=kept, gone=gone, asked_at__lt=now - OPEN_FOR).update(
        ended_at=now, ended_why=Merge.Why.LAPSED
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise ActionError(_("This was asked already; not all addresses have answered.")) from None
    answers = [
        MergeAnswer(merge=made, person=person, address=address, said_yes_at=now if address == by.email else None)
        for address, person in addresses_of(kept, gone).items()
    ]
    MergeAnswer.objects.bulk_create(answers)
    ask_addresses(made, answers, now=now)
    text = _("It was asked whether two records of %(name)s are one person.") % {"name": gone}
    record("person.merge_asked", kept, by=by, now=now, also=[gone], text=text)
    return made


@action
def answer_merge(
    merge: Merge, *, address: str, yes: bool, with_notes: bool = False, by: Person, now: datetime | None = None
) -> Merge:
    """One address of the two records says yes or no. The last yes merges them, a no ends it."""
    now = now or timezone.now()
    merge = Merge.objects.select_related("asked_by", "kept", "gone").get(pk=merge.pk)
    kept, gone = lock_both(merge.kept, merge.gone)
    merge = Merge.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=merge.pk)
    answer = merge.answers.filter(address=address, person=by).first()
    if answer is None or not merge.is_waiting or merge.asked_at + OPEN_FOR < now:
        raise ActionError(_("This is decided already, or it was not answered within thirty days. Nothing was changed."))
    if not yes:
        return _end(merge, kept, gone, why=Merge.Why.NO, by=by, now=now)
    answer.said_yes_at = now
    answer.with_notes = with_notes and answer.person_id == gone.pk and address == gone.email
    answer.save()
    answers = list(merge.answers.all())
    if not all(one.said_yes_at for one in answers):
        text = _("An address of %(name)s said that two records are one person.") % {"name": by}
        record("person.merge_agreed", kept, by=by, now=now, also=[gone], text=text)
        return merge
    if {one.address for one in answers} != set(addresses_of(kept, gone)) or not _still_fits(merge, kept, gone):
        return _end(merge, kept, gone, why=Merge.Why.CHANGED, by=by, now=now)
    unite(merge, kept, gone, by=by, now=now, with_notes=any(one.with_notes for one in answers))
    _tell_merged(merge, kept, gone, by=by, now=now)
    return merge


@action
def undo_merge(merge: Merge, *, by: Person, now: datetime | None = None) -> Merge:
    """Within thirty days. What was changed since stays, and the result says what (`told`)."""
    now = now or timezone.now()
    found = Merge.objects.select_related("kept", "gone").get(pk=merge.pk)
    kept, gone = lock_both(found.kept, found.gone)
    merge = Merge.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=merge.pk)
    if not may_undo(by, merge, kept):
        raise ActionError(_("Whoever asked for it, or the person, undoes this."))
    if not merge.can_be_undone(now=now):
        raise ActionError(_("This was undone already, or thirty days have passed."))
    if kept.merged_into_id:
        raise ActionError(_("The record of %(name)s was itself merged since. Undo that first.") % {"name": kept})
    told = take_apart(merge, kept, gone, by=by, now=now)
    text = joined(_("The record of %(name)s stands alone again.") % {"name": gone}, *told)
    record("person.merge_undone", kept, by=by, now=now, also=[gone], text=text)
    merge.told = told
    return merge


@action
def say_two_people(
    first: Person, *, second: Person, at: Organization, by: Person, now: datetime | None = None
) -> Person:
    """A pair that looks alike is two people, and is not listed again."""
    now = now or timezone.now()
    low, high = sorted((first, second), key=lambda person: person.pk)
    if low == high:
        raise ActionError(_("This is one record already."))
    TwoPeople.objects.get_or_create(first=low, second=high, defaults={"said_by": by, "said_at": now})
    text = _("%(name)s and %(other)s are two people.") % {"name": low, "other": high}
    record("person.two_people", low, by=by, now=now, also=[high, at], text=text)
    return low


def _begun(
    kept: Person, gone: Person, *, name_of: Person, contact_email: str, by: Person, now: datetime
) -> tuple[Merge, Person, Person]:
    if kept == gone:
        refuse_unfit(kept, gone)
    kept, gone = lock_both(kept, gone)
    refuse_unfit(kept, gone)
    named = gone if name_of.pk == gone.pk else kept
    chosen = {
        "given_name": named.given_name,
        "family_name": named.family_name,
        "contact_email": kept.contact_email if kept.last_login else contact_email.strip().lower(),
    }
    refuse_strange(chosen, kept, gone)
    return Merge(kept=kept, gone=gone, **chosen, asked_by=by, asked_at=now), kept, gone


def _still_fits(merge: Merge, kept: Person, gone: Person) -> bool:
    try:
        refuse_unfit(kept, gone)
        refuse_strange(
            {name: getattr(merge, name) for name in ("given_name", "family_name", "contact_email")}, kept, gone
        )
    except ActionError:
        return False
    return True


def _refuse_unanswerable(kept: Person, gone: Person, *, by: Person) -> None:
    """Each record has an address that can say yes, save what the asker may write at once; and somebody else says it."""
    for person in (kept, gone):
        if not own_addresses(person) and write_access(person, by=by) is not WriteAccess.AT_ONCE:
            words = _("No address of %(name)s could say yes. Give the record its address first.")
            raise ActionError(words % {"name": person})
    if not set(addresses_of(kept, gone)) - {by.email}:
        raise ActionError(_("Nobody but you could say yes. Ask the district or PED to merge the records."))


def _end(merge: Merge, kept: Person, gone: Person, *, why: str, by: Person, now: datetime) -> Merge:
    merge.ended_at, merge.ended_why = now, why
    merge.save()
    words = {"name": merge.gone, "why": Merge.Why(why).label}
    text = _("Two records of %(name)s stay apart: %(why)s.") % words
    record("person.merge_refused", kept, by=by, now=now, also=[gone], text=text)
    write("merge_refused", about=merge, to=[merge.asked_by], context={"merge": merge}, now=now)
    return merge


def _tell_merged(merge: Merge, kept: Person, gone: Person, *, by: Person, now: datetime) -> None:
    text = _("Two records of %(name)s are one from now on.") % {"name": kept}
    record("person.merged", kept, by=by, now=now, also=[gone], text=text)
    write("merge_done", about=merge, to=[kept], context={"merge": merge, "by": merge.asked_by}, now=now)
