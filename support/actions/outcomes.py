from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from coaching.models import Visit
from collaborative.duties.services import close_duty
from collaborative.errors import ActionError
from collaborative.journal.recording import action, record
from collaborative.letters.models import Letter
from collaborative.letters.outbox import stop, write
from collaborative.people.models import Person
from collaborative.web.sentences import gettext_kept as _
from recs.models import PartnerAgency
from support.assistance import keep
from support.models import Assistance, Outcome, SupportRequest
from support.owners import addressees_at_district, addressees_at_rec, locked, owe_rating, owe_work, require_open
from support.queries import partners_for, trainings_for, visits_for
from trainings.models import Training


@action
def end(
    request: SupportRequest,
    outcome: str,
    *,
    words: str = "",
    training: Training | None = None,
    visit: Visit | None = None,
    partner: PartnerAgency | None = None,
    agreed: bool = False,
    assistance: dict[str, Any] | None = None,
    by: Person,
    now: datetime | None = None,
) -> SupportRequest:
    """A request ends in something linked, or in a «no» with a reason; the district is told and asked whether it helped."""
    now = now or timezone.now()
    request = locked(request)
    require_open(request)
    _check(request, outcome, words=words, training=training, visit=visit, partner=partner, agreed=agreed)
    request.first_answer_at = request.first_answer_at or now
    request.outcome, request.outcome_words = outcome, words
    request.training = training if outcome == Outcome.TRAINING else None
    request.visit = visit if outcome == Outcome.VISIT else None
    request.partner = partner if outcome == Outcome.REFERRAL else None
    request.closed_at, request.closed_by = now, by
    request.save()
    given = None
    if outcome == Outcome.ASSISTANCE:
        given = keep(
            district=request.district,
            rec=request.rec,
            topic=request.topic,
            request=request,
            by=by,
            now=now,
            **(assistance or {}),
        )
    close_duty(request, "support.answer", "support.finish", now=now)
    owe_rating(request, now=now)
    write(
        "support_ended",
        about=request,
        to=[person for person in addressees_at_district(request) if person != by],
        context={"request": request, "assistance": given},
        now=now,
    )
    linked = [thing for thing in (request.training, request.visit, given) if thing]
    record(
        "support.ended",
        request,
        text=_("%(number)s of %(district)s ended in %(outcome)s")
        % {
            "number": request.number,
            "district": request.district.short_name,
            "outcome": Outcome(outcome).label,
        },
        by=by,
        also=[request.district, request.rec, *linked],
        now=now,
    )
    return request


@action
def withdraw(request: SupportRequest, *, by: Person, now: datetime | None = None) -> SupportRequest:
    """The district no longer needs it: nobody owes an answer any more, and whoever answers is told."""
    now = now or timezone.now()
    request = locked(request)
    require_open(request)
    request.outcome, request.closed_at, request.closed_by = Outcome.WITHDRAWN, now, by
    request.save(update_fields=["outcome", "closed_at", "closed_by"])
    close_duty(request, "support.answer", "support.finish", why="dropped", now=now)
    others = [person for person in addressees_at_rec(request) if person != by]
    write("support_withdrawn", about=request, to=others, context={"request": request}, now=now)
    record(
        "support.withdrawn",
        request,
        text=_("%(district)s no longer needs %(number)s")
        % {"number": request.number, "district": request.district.short_name},
        by=by,
        also=[request.district, request.rec],
        now=now,
    )
    return request


def _check(request, outcome, *, words, training, visit, partner, agreed):
    if outcome not in Outcome.values or outcome == Outcome.WITHDRAWN:
        raise ActionError(_("Choose how the request ends."))
    if outcome == Outcome.NO and not words.strip():
        raise ActionError(_("Give the reason, so that the district can plan without it."), field="words")
    if outcome == Outcome.TRAINING and (training is None or not trainings_for(request).filter(pk=training.pk).exists()):
        raise ActionError(_("Choose a training that stands and is still to come."), field="training")
    if outcome == Outcome.VISIT and (visit is None or not visits_for(request).filter(pk=visit.pk).exists()):
        raise ActionError(
            _("Choose a visit to %(district)s that is planned or was held.") % {"district": request.district},
            field="visit",
        )
    if outcome == Outcome.REFERRAL:
        if partner is None or not partners_for().filter(pk=partner.pk).exists():
            raise ActionError(_("Choose a partner agency."), field="partner")
        if not agreed:
            raise ActionError(
                _("Tick the box once the district has agreed; without that nothing is passed on."), field="agreed"
            )


@action
def undo_end(request: SupportRequest, *, by: Person, now: datetime | None = None) -> SupportRequest:
    """Within ten minutes, while the letter about the end is still held: the request is open again as it was."""
    now = now or timezone.now()
    request = locked(request)
    if request.is_open:
        raise ActionError(_("%(number)s is open; there is nothing to undo.") % {"number": request.number})
    until, ended_at = undo_until(request), request.closed_at
    if until is None or ended_at is None or now >= until:
        raise ActionError(_("It is too late to undo this: the district was told."))
    letters = Letter.objects.about(request).filter(kind="support_ended", written_at=ended_at)
    stop(letters, why=_("The end of the request was undone."), now=now)
    if letters.filter(stopped_at__isnull=True).exists():
        raise ActionError(_("It is too late to undo this: the district was told."))
    ended_in = Outcome(request.outcome).label
    if request.first_answer_at == ended_at:
        request.first_answer_at = None
    Assistance.objects.filter(request=request).delete()
    request.training = request.visit = request.partner = request.closed_at = request.closed_by = None
    request.outcome = request.outcome_words = ""
    request.save()
    close_duty(request, "support.rate", why="dropped", now=now)
    owe_work(request, now=now)
    record(
        "support.end_undone",
        request,
        text=_("%(number)s of %(district)s is open again: its end in %(outcome)s was undone")
        % {"number": request.number, "district": request.district.short_name, "outcome": ended_in},
        by=by,
        also=[request.district, request.rec],
        now=now,
    )
    return request


def undo_until(request: SupportRequest) -> datetime | None:
    """While the letter about the end is held. None where nothing can be undone: it is open, the district withdrew it, or
    said already whether it helped."""
    if request.closed_at is None or not request.can_be_rated:
        return None
    return request.closed_at + timedelta(minutes=settings.LETTER_HOLD_MINUTES)


@action
def rate(
    request: SupportRequest, *, helped: bool, words: str = "", by: Person, now: datetime | None = None
) -> SupportRequest:
    """The district says whether it helped. Where it did not, who answered hears of it."""
    now = now or timezone.now()
    request = locked(request)
    if request.is_open:
        raise ActionError(_("%(number)s has not ended yet.") % {"number": request.number})
    if request.outcome == Outcome.WITHDRAWN:
        raise ActionError(_("%(number)s was withdrawn; nobody answered it.") % {"number": request.number})
    if request.helped is not None:
        raise ActionError(_("Whether %(number)s helped was said already.") % {"number": request.number})
    request.helped, request.helped_words, request.helped_at = helped, words, now
    request.save(update_fields=["helped", "helped_words", "helped_at"])
    close_duty(request, "support.rate", now=now)
    if not helped:
        others = [person for person in addressees_at_rec(request) if person != by]
        write("support_not_helped", about=request, to=others, context={"request": request}, now=now)
    text = (
        _("%(district)s said that %(number)s helped") if helped else _("%(district)s said that %(number)s did not help")
    )
    record(
        "support.rated",
        request,
        text=text % {"district": request.district.short_name, "number": request.number},
        by=by,
        also=[request.district, request.rec],
        now=now,
    )
    return request
