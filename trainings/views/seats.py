"""One person's place: its page, giving it up, handing it on, taking a held one; the list of a training's places."""

from typing import Any

import django_filters
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from collaborative import days
from collaborative.forms import FilterForm, sent
from collaborative.journal.history import history_of
from collaborative.journal.reading import looked_at
from collaborative.people.doors import Door, door
from collaborative.people.models import Organization, Person
from collaborative.saying import answer_refused, say, say_refused
from collaborative.statuses import STATUSES
from collaborative.views import ListPage
from trainings import places
from trainings.actions import registration as actions
from trainings.calendar import where
from trainings.enums import LIVE, TAKING, Place
from trainings.forms.registration import CancelSeatForm, SubstituteForm
from trainings.models import Registration, Training
from trainings.registering import clashes, modes_held, why_settled
from trainings.taking_part import may_register
from trainings.views.ledger import file_name

RELATED = (
    "training__host",
    "training__initiative__lead",
    "training__venue",
    "person",
    "organization",
    "registered_by",
    "substitute_of__person",
)


@door("trainings.view_seats", Registration, related=RELATED)
def seat(request: HttpRequest, registration: Registration, training: int) -> HttpResponse:
    _belongs(registration, training)
    of, now = registration.training, timezone.now()
    may_change = (
        registration.is_live and not why_settled(of) and request.user.has_perm("trainings.change_seats", registration)
    )
    if of.is_closed:
        held = Registration.objects.with_attendance(request.user).get(pk=registration.pk)
        registration.attended, registration.counted = held.attended, held.counted
        registration.certificate_code = held.certificate_code
    is_held = registration.place == Place.OFFERED and registration.held_until > now
    context = {
        "title": str(registration.person),
        "lede": _("%(title)s, %(days)s") % {"title": of.title, "days": days.span(of.first_day, of.last_day)},
        "up": [(_("Trainings"), "/trainings/"), (of.title, of.get_absolute_url())],
        "registration": registration,
        "training": of,
        "facts": _facts(registration),
        "why": _why(registration),
        "warnings": clashes(of, [registration.person_id]).get(registration.person_id, [])
        if registration.is_live
        else [],
        "may_accept": may_change and is_held,
        "may_change": may_change,
        "may_substitute": may_change
        and registration.place in TAKING
        and request.user.has_perm("trainings.hand_on_seats", registration),
        "history": history_of(registration, request),
    }
    response = render(request, "trainings/registration/seat.html", context)
    looked_at(response, request, about=registration)
    return response


@door("trainings.change_seats", Registration, related=RELATED)
def cancel(request: HttpRequest, registration: Registration, training: int) -> HttpResponse:
    _belongs(registration, training)
    if refusal := _why_not(registration):
        say_refused(request, refusal)
        return redirect(registration)
    form = CancelSeatForm(sent(request))
    form.cancel_url = registration.get_absolute_url()
    took_seat = registration.place in TAKING
    if form.is_valid() and form.carry_out(
        lambda: actions.cancel(registration, why=form.cleaned_data["why"], by=request.user, once=form.once)
    ):
        say(
            request,
            _("%(name)s no longer has a place.") % {"name": registration.person},
            next_text=_after(registration, took_seat, request.user),
        )
        return redirect(registration)
    context = {
        "title": _("Give up the place of %(name)s") % {"name": registration.person},
        "lede": registration.training.title,
        "up": _up(registration),
        "form": form,
        "loss": _loss(registration),
    }
    return render(request, "generic/confirm.html", context)


@door("trainings.hand_on_seats", Registration, related=RELATED)
def substitute(request: HttpRequest, registration: Registration, training: int) -> HttpResponse:
    _belongs(registration, training)
    if refusal := _why_not(registration):
        say_refused(request, refusal)
        return redirect(registration)
    form = SubstituteForm(sent(request), registration=registration)
    form.cancel_url = registration.get_absolute_url()
    if form.is_valid():
        new = form.carry_out(
            lambda: actions.substitute(registration, entrant=form.entrant, by=request.user, once=form.once)
        )
        if new:
            words = _("%(new)s has the seat of %(old)s.") % {"new": new.person, "old": registration.person}
            say(request, words, next_text=_("We write to both of them."))
            return redirect(new)
    context = {
        "title": _("Hand on the seat of %(name)s") % {"name": registration.person},
        "lede": _("%(title)s. Nobody else’s place changes; both people are told.")
        % {"title": registration.training.title},
        "up": _up(registration),
        "form": form,
    }
    return render(request, "generic/form.html", context)


@door("trainings.change_seats", Registration, related=RELATED)
@require_POST
@answer_refused
def accept(request: HttpRequest, registration: Registration, training: int) -> HttpResponse:
    _belongs(registration, training)
    actions.accept_offer(registration, by=request.user)
    say(request, _("The seat is taken."), next_text=_("The entry for the calendar is on its way."))
    return redirect(registration)


class RegistrationFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name"), method="by_words")
    at = django_filters.ModelChoiceFilter(
        label=gettext_lazy("District or REC"),
        queryset=Organization.objects.none(),
        field_name="organization",
        empty_label=gettext_lazy("All"),
    )
    place = django_filters.ChoiceFilter(
        label=gettext_lazy("Place"),
        choices=[("live", gettext_lazy("seated, offered or waiting")), *Place.choices],
        empty_label=gettext_lazy("All, also given up"),
        method="by_place",
    )

    class Meta:
        model = Registration
        fields = ("words", "at", "place")
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations = Organization.objects.filter(pk__in=self.queryset.order_by().values("organization"))
        self.filters["at"].field.queryset = organizations

    def by_words(self, rows, name, value):
        return rows.filter(person__in=Person.objects.matching(value))

    def by_place(self, rows, name, value):
        return rows.filter(place__in=LIVE) if value == "live" else rows.filter(place=value)


class RegistrationList(ListPage):
    """Who is registered: for the host everybody, for a district its own people. The waiting list stands in its order."""

    door = Door("permission", "trainings.view")
    template_name = "trainings/registration/list.html"
    filterset_class = RegistrationFilter
    names_people = True
    per_page = 50
    columns = (
        gettext_lazy("Name"),
        gettext_lazy("District or REC"),
        gettext_lazy("Place"),
        gettext_lazy("Registered"),
    )
    export = (
        (gettext_lazy("Family name"), "person.family_name"),
        (gettext_lazy("Given name"), "person.given_name"),
        (gettext_lazy("Address"), "person.address"),
        (gettext_lazy("District or REC"), "organization.name"),
        (gettext_lazy("Place"), "get_place_display"),
        (gettext_lazy("Attendance"), lambda row: str(STATUSES[row.state].word) if hasattr(row, "attended") else ""),
        (gettext_lazy("Contact hours"), "counted_words"),
        (gettext_lazy("How"), "get_seat_mode_display"),
        (gettext_lazy("Needs"), "needs"),
        (gettext_lazy("Registered"), "registered_at"),
        (gettext_lazy("Registered by"), "registered_by"),
    )

    @cached_property
    def training(self) -> Training:
        within = Training.objects.visible_to(self.request.user).select_related("host", "venue", "initiative__lead")
        return get_object_or_404(within, pk=self.kwargs["pk"])

    @property
    def title(self) -> str:
        return _("Registrations")

    @property
    def export_name(self) -> str:
        return file_name("registrations", self.training)

    def thing(self) -> Training:
        return self.training

    def default_filters(self) -> dict[str, str]:
        return {"place": "live"}

    def rows(self) -> QuerySet[Registration]:
        """Those with a seat by name, then the waiting list in its order, then what was given up."""
        stage = Case(
            When(place__in=TAKING, then=0), When(place=Place.WAITING, then=1), default=2, output_field=IntegerField()
        )
        turn = Case(When(place=Place.WAITING, then="id"), default=Value(0))
        rows = Registration.objects.visible_to(self.request.user).filter(training=self.training)
        if self.training.is_closed:
            rows = rows.with_attendance(self.request.user)
        rows = rows.select_related("person", "organization", "registered_by")
        return rows.annotate(stage=stage, turn=turn).order_by("stage", "turn", "person__sort_key", "id")

    def count_words(self, count: int) -> str:
        return ngettext("%(count)s registration", "%(count)s registrations", count) % {"count": count}

    def period_words(self) -> str:
        return days.span(self.training.first_day, self.training.last_day) if self.training.first_day else ""

    def empty(self) -> tuple[str, str, str]:
        if "place=live" in self.chosen().urlencode():
            return _("Nobody is registered here yet."), _("Back to the training"), self.training.get_absolute_url()
        return super().empty()

    def context(self, page: Any, chosen: QueryDict) -> dict[str, Any]:
        why = places.why_waiting(self.training, now=timezone.now()) if self.training.waiting else {}
        settled, person = why_settled(self.training), self.request.user
        for row in page:
            row.training = self.training
            row.why_words = why.get(row.pk, "")
            row.may_give_up = not settled and row.is_live and person.has_perm("trainings.change_seats", row)
        self.gives_up = sum(row.may_give_up for row in page) > 1  # one place has its own page for that
        return super().context(page, chosen)

    def extra(self) -> dict[str, Any]:
        training, person = self.training, self.request.user
        return {
            "lede": _lede(training),
            "up": [(_("Trainings"), "/trainings/"), (training.title, training.get_absolute_url())],
            "training": training,
            "both": len(modes_held(training)) > 1,
            "gives_up": self.gives_up,
            "action": (_("Register people"), f"{training.get_absolute_url()}register/")
            if may_register(person, training)
            else None,
        }


def _belongs(registration: Registration, training: int) -> None:
    if registration.training_id != training:
        raise Http404


def _why_not(registration: Registration) -> str:
    if not registration.is_live:
        return _("%(name)s has no place in this training any more.") % {"name": registration.person}
    return why_settled(registration.training)


def _up(registration: Registration) -> list[tuple[str, str]]:
    of = registration.training
    return [(of.title, of.get_absolute_url()), (str(registration.person), registration.get_absolute_url())]


def _facts(registration: Registration) -> list[tuple[str, Any]]:
    training = registration.training
    registered = days.short_day(registration.registered_at)
    if registration.registered_by:
        registered = _("%(day)s, by %(name)s") % {"day": registered, "name": registration.registered_by}
    facts = [
        (_("For"), registration.organization.name),
        (_("Takes part"), registration.get_seat_mode_display()),
        (_("Where"), where(training)),
        (_("Registered"), registered),
        (_("Needs"), registration.needs or _("none said")),
    ]
    if registration.substitute_of:
        facts.append((_("In place of"), registration.substitute_of.person))
    return facts


def _why(registration: Registration) -> str:
    """Why the place is what it is: moved up, held, waiting, given up."""
    if registration.place == Place.WAITING:
        return places.why_waiting(registration.training, now=timezone.now()).get(registration.pk, "")
    if registration.place == Place.OFFERED:
        until = f"{days.short_day(registration.held_until)}, {days.clock(registration.held_until)}"
        if registration.held_until <= timezone.now():
            return _("The seat was held until %(until)s and goes to the next on the list.") % {"until": until}
        return _("The seat is held until %(until)s; then it goes to the next on the list.") % {"until": until}
    if (
        registration.place == Place.SEATED
        and registration.seated_at
        and registration.seated_at > registration.registered_at
    ):
        return _("Moved up from the waiting list on %(day)s.") % {"day": days.short_day(registration.seated_at)}
    if registration.ended_at:
        said = {"day": days.short_day(registration.ended_at), "why": registration.get_ended_why_display()}
        return _("Ended on %(day)s: %(why)s.") % said if said["why"] else _("Handed on, %(day)s.") % said
    return ""


def _loss(registration: Registration) -> str:
    training = registration.training
    if registration.place == Place.WAITING:
        return _("The place on the waiting list is lost; whoever registers again goes to its end.")
    if training.waiting and timezone.now() < training.starts_at:
        return _("The seat goes to the next on the waiting list at once; it cannot be had back.")
    return _("The seat becomes free for anybody. We write to %(name)s and to whoever registered them.") % {
        "name": registration.person
    }


def _after(registration: Registration, took_seat: bool, person: Person) -> str:
    """Who moved up, by name where this person may know it; else that the seat is free."""
    if not registration.moved_up:
        return _("The seat is free.") if took_seat else ""
    known = [one for one in registration.moved_up if person.has_perm("trainings.view_seats", one)]
    return actions.moved_words(known) or _("The seat goes to the next on the waiting list.")


def _lede(training: Training) -> str:
    parts = [training.title, where(training), _("%(n)s have a seat") % {"n": training.taken}]
    if training.waiting:
        parts.append(_("%(n)s waiting") % {"n": training.waiting})
    return " · ".join(part for part in parts if part)
