"""The roster of a district: who works where, adding one or many, ending a place."""

from collections.abc import Collection
from typing import Any

import django_filters
from django.contrib.auth import update_session_auth_hash
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar.days import short_day
from collaborative.calendar.periods import today
from collaborative.database.compiled_queries import prepared
from collaborative.database.search_keys import plain
from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at, looked_at_each
from collaborative.lists.forms import problem_text, with_order
from collaborative.lists.line_account import account_for
from collaborative.people.hats.actions.hats import end_hat
from collaborative.people.matching.recognition import Found
from collaborative.people.merges.twins import Twins
from collaborative.people.models import Claim, Hat, Organization
from collaborative.people.permissions import AccessRule, get_visible_or_404, requires
from collaborative.people.querysets import HatQuerySet
from collaborative.people.records.owners import grade_of
from collaborative.people.records.services import field_names, what_happens
from collaborative.people.requests import PersonRequest
from collaborative.web.addresses import Link, path_to
from collaborative.web.forms import FilterForm, sent
from collaborative.web.messages import say
from collaborative.web.views import Empty, ListPage
from districts.actions import roster as actions
from districts.forms.roster import AddStaffForm, CheckStaffForm, CorrectStaffForm, EndPlaceForm, PasteStaffForm
from districts.models import District

SHOWN = (
    *("position", "starts_on", "ends_on", "organization__name", "organization__short_name"),
    *("person__given_name", "person__family_name", "person__email", "person__contact_email"),
)


class StaffFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name, address or position"), method="by_words")
    school = django_filters.ModelChoiceFilter(
        label=gettext_lazy("School or office"),
        field_name="organization",
        queryset=Organization.objects.none(),
        empty_label=gettext_lazy("All"),
    )
    when = django_filters.ChoiceFilter(
        label=gettext_lazy("When"),
        choices=[("today", gettext_lazy("work here today")), ("former", gettext_lazy("worked here before"))],
        empty_label=gettext_lazy("All times"),
        method="by_when",
    )

    class Meta:
        model = Hat
        fields = ("words", "school", "when")
        form = FilterForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = self.request.resolver_match.kwargs["pk"]
        places = Organization.objects.filter(ancestors__contains=[district], kind__in=("district", "school"))
        self.filters["school"].field.queryset = places
        self.filters["school"].field.label_from_instance = lambda place: place.short_name

    def by_words(self, rows: HatQuerySet, name: str, value: str) -> QuerySet[Hat]:
        for word in plain(value).split():
            rows = rows.filter(Q(person__search_key__contains=word) | Q(position__icontains=word))
        return rows

    def by_when(self, rows: HatQuerySet, name: str, value: str) -> QuerySet[Hat]:
        return rows.today() if value == "today" else rows.filter(ends_on__lt=today())


class StaffList(ListPage):
    """One line per person and place."""

    counted = {"people": Count("person", distinct=True)}
    access_rule = AccessRule("permission", "districts.view_roster")
    prepared = True
    template_name = "districts/roster/list.html"
    filterset_class = StaffFilter
    names_people = True
    export_name = "staff"
    columns = (gettext_lazy("Name"), gettext_lazy("Works at"), gettext_lazy("Position"), gettext_lazy("Since"))
    export = (
        (gettext_lazy("Last name"), "person.family_name"),
        (gettext_lazy("First name"), "person.given_name"),
        (gettext_lazy("Address"), "person.address"),
        (gettext_lazy("Works at"), "organization.name"),
        (gettext_lazy("Position"), "position"),
        (gettext_lazy("From"), "starts_on"),
        (gettext_lazy("Until"), "ends_on"),
    )

    @cached_property
    def district(self) -> District:
        return get_visible_or_404(District, self.request.user, self.kwargs["pk"])

    @property
    def title(self) -> str:
        return _("Staff of %(district)s") % {"district": self.district.short_name}

    def thing(self) -> District:
        return self.district

    def default_filters(self) -> dict[str, str]:
        return {"when": "today"}

    def rows(self) -> QuerySet[Hat]:
        hats = Hat.objects.filter(organization__ancestors__contains=[self.kwargs["pk"]], role="staff")
        hats = hats.filter(person__merged_into__isnull=True).select_related("person", "organization").only(*SHOWN)
        return hats.order_by("person__sort_key", "organization__sort_key", "id")

    def count_text(self, count: int) -> str:
        """Who has two places is one person."""
        people = ngettext("%(count)s person", "%(count)s people", self.people) % {"count": f"{self.people:,}"}
        if count == self.people:
            return people
        places = ngettext("%(count)s place", "%(count)s places", count) % {"count": f"{count:,}"}
        return _("%(people)s in %(places)s") % {"people": people, "places": places}

    def empty(self) -> Empty:
        if not any(self.chosen().get(name) for name in ("words", "school")):
            words = _("Nobody is on the roster yet. Whoever is registered for a training is put on it, too.")
            return Empty(words, _("Paste a list"), path_to("roster-paste", self.district.pk))
        return super().empty()

    def context(self, page: Any, chosen: QueryDict) -> dict[str, Any]:
        """Who works in another district as well is told: one statement for the page."""
        other: dict[int, list[str]] = {}
        for person, name in _elsewhere({row.person_id for row in page}, self.district.pk):
            other.setdefault(person, []).append(name)
        for row in page:
            row.also_at = ", ".join(dict.fromkeys(other.get(row.person_id, [])))
        self.people = self.counts(page)["people"]
        return super().context(page, chosen)

    def more_links(self) -> list[tuple[str, str]]:
        paste, upload = path_to("roster-paste", self.district.pk), path_to("import-upload", self.district.pk)
        return [(_("Paste a list"), paste), (_("Upload a file"), upload), *self.twins()]

    def twins(self) -> list[tuple[str, str]]:
        n = len(Twins(self.district)) if self.request.user.has_perm("people.keep_records", self.district) else 0
        return [(_("Possible twins (%(n)s)") % {"n": n}, path_to("twins", self.district.pk))] if n else []

    def extra(self) -> dict[str, Any]:
        keeps = self.request.user.has_perm("districts.keep_roster", self.district)
        return {
            "breadcrumbs": _breadcrumbs(self.district),
            "district": self.district,
            "keeps": keeps,
            "asked": _asked(self.district.pk) if keeps else [],
            "action": Link(_("Add somebody"), path_to("roster-add", self.district.pk)) if keeps else None,
            "more_links": self.more_links() if keeps else [],
        }


@prepared
def _elsewhere(people: Collection[int], district: int) -> QuerySet:
    """Person and place of those who are on the roster of another district today, too: the school's district is named."""
    hats = Hat.objects.today().filter(person__in=people, role="staff")
    place = Case(
        When(
            organization__kind="school", then=Coalesce("organization__parent__short_name", "organization__short_name")
        ),
        default=F("organization__short_name"),
    )
    return hats.exclude(organization__ancestors__contains=[district]).order_by("id").values_list("person", place)


@prepared
def _asked(district: int) -> QuerySet[Claim]:
    """Who was asked for a place here and has not answered yet."""
    rows = Claim.objects.open().under(district).filter(role="staff", lapses_on__gte=today())
    return rows.select_related("person", "organization").order_by("claimed_at", "id")


@requires("districts.keep_roster", District)
def add(request: PersonRequest, district: District) -> HttpResponse:
    form = AddStaffForm(sent(request), district=district, by=request.user)
    form.cancel_url = _url(district)
    if form.is_valid():
        said = form.cleaned_data
        done = form.run(
            lambda: actions.add_staff(
                said["place"],
                district=district,
                people=form.people,
                newcomers=form.newcomers,
                position=said["position"],
                by=request.user,
                once=form.once,
            )
        )
        if done:
            _say_added(request, done, said["place"])
            return redirect(done)
    context = {
        "title": _("Put somebody on the roster"),
        "subtitle": district.name,
        "breadcrumbs": [*_breadcrumbs(district), (_("Staff"), _url(district))],
        "form": form,
    }
    response = render(request, "generic/form.html", context)
    looked_at_each(response, request, form.named)
    return response


@requires("districts.keep_roster", District)
def paste(request: PersonRequest, district: District) -> HttpResponse:
    form = PasteStaffForm(with_order(request), district=district, by=request.user)
    form.cancel_url = _url(district)
    if form.is_valid() and request.POST.get("go") != "change":
        ticked = {name: request.POST.getlist(name) for name in CheckStaffForm.base_fields}
        check = CheckStaffForm(
            request.POST if request.POST.get("go") == "add" else None,
            initial=ticked,
            found=form.found,
            place=form.cleaned_data["place"],
        )
        if check.is_valid():
            done = form.run(lambda: _add_many(form, check, district, request))
            if done:
                _say_added(request, done, form.cleaned_data["place"])
                return redirect(done)
        if not form.errors:
            return _check_page(request, district, form, check)
    context = {
        "title": _("Paste a list of staff"),
        "subtitle": district.name,
        "breadcrumbs": [*_breadcrumbs(district), (_("Staff"), _url(district))],
        "form": form,
    }
    return render(request, "generic/form.html", context)


@requires("districts.keep_roster", District)
def correct(request: PersonRequest, district: District, hat: int) -> HttpResponse:
    """A wrong name, position or contact address of somebody who works in the district today."""
    roster = Hat.objects.roster().filter(organization__ancestors__contains=[district.pk])
    place = get_object_or_404(roster.select_related("person", "organization"), pk=hat)
    form = CorrectStaffForm(sent(request), place=place)
    form.cancel_url = _url(district)
    if form.is_valid():
        said = {"facts": form.facts, "seen": form.cleaned_data["seen"]}
        done = form.run(
            lambda: actions.correct_staff(place, district=district, **said, by=request.user, once=form.once)
        )
        if done:
            _say_corrected(request, done)
            return redirect(done)
    grade = grade_of(place.person, by=request.user)
    context = {
        "title": _("Correct the record of %(name)s") % {"name": place.person},
        "subtitle": place.organization.name,
        "waits": "" if grade.writes else what_happens(place.person, grade),
        "breadcrumbs": [*_breadcrumbs(district), (_("Staff"), _url(district))],
        "form": form,
    }
    response = render(request, "districts/roster/correct.html", context)
    looked_at(response, request, about=place.person)
    return response


def _say_corrected(request: PersonRequest, done: actions.Added) -> None:
    [person] = done.people
    if person == request.user:
        update_session_auth_hash(request, person)  # another address of one's own ends the other sessions
    if done.change is None:
        say(request, _("%(name)s is corrected.") % {"name": person})
        return
    words = _("The change of the record of %(name)s was asked for: %(fields)s.")
    next_text = _("It is not changed yet; the position is yours and counts at once.")
    say(request, words % {"name": person, "fields": field_names(done.change.after)}, next_text=next_text)


@requires("districts.keep_roster", District)
def end_place(request: PersonRequest, district: District, hat: int) -> HttpResponse:
    """The person's record, hours and certificates stay; other places, too."""
    roster = Hat.objects.filter(role="staff", organization__ancestors__contains=[district.pk])
    place = get_object_or_404(roster.select_related("person", "organization"), pk=hat)
    form = EndPlaceForm(sent(request))
    form.cancel_url = _url(district)
    if form.is_valid() and form.run(
        lambda: end_hat(place, on=form.cleaned_data["on"], by=request.user, once=form.once)
    ):
        said = {"name": place.person, "place": place.organization.short_name}
        day = short_day(form.cleaned_data["on"])
        say(request, _("%(name)s works at %(place)s until %(day)s.") % {**said, "day": day})
        return redirect(_url(district))
    context = {
        "title": _("%(name)s no longer works at %(place)s")
        % {"name": place.person, "place": place.organization.short_name},
        "subtitle": district.name,
        "breadcrumbs": [*_breadcrumbs(district), (_("Staff"), _url(district))],
        "form": form,
        "loss": _("After the last day %(name)s is no longer on this roster. Seats in trainings stay until given up.")
        % {"name": place.person},
    }
    response = render(request, "generic/confirm.html", context)
    looked_at(response, request, about=place.person)
    return response


def _say_added(request: PersonRequest, done: actions.Added, place: Organization) -> None:
    """One by name, many by number; beside them those who are asked first."""
    here, asked = len(done.people), len(done.asked)
    words = ""
    if here == 1 and not asked:
        words = _("%(name)s is on the roster of %(place)s.") % {"name": done.people[0], "place": place}
    elif here:
        words = ngettext("%(n)s person is on the roster.", "%(n)s people are on the roster.", here) % {"n": here}
    if not asked:
        return say(request, words)
    names = ", ".join(str(one) for one in done.asked)
    asks = ngettext(
        "%(names)s has a place elsewhere and is asked; it counts once they, or who keeps their roster, say yes.",
        "%(names)s have places elsewhere and are asked; it counts once they, or who keeps their roster, say yes.",
        asked,
    ) % {"names": names}
    return say(request, words or asks, next_text=asks if words else "")


def _add_many(form: PasteStaffForm, check: CheckStaffForm, district: District, request: PersonRequest) -> actions.Added:
    return actions.add_staff(
        form.cleaned_data["place"],
        district=district,
        people=check.people,
        newcomers=check.newcomers,
        position=form.cleaned_data["position"],
        positions=check.positions,
        by=request.user,
        once=form.once,
    )


def _check_page(
    request: PersonRequest, district: District, form: PasteStaffForm, check: CheckStaffForm
) -> HttpResponse:
    place = form.cleaned_data["place"]
    rows = [
        (_("School or office"), place.name),
        (_("Position"), form.cleaned_data["position"]),
        (_("New to our records"), "\n".join(one.line.words for one in check.new)),
        (_("On record in this district"), "\n".join(_known_text(one) for one in check.known)),
        (_("Named twice, counted once"), "\n".join(one.line.words for one in check.repeated)),
        (_("Refused"), "\n".join(map(problem_text, form.reading.refused))),
    ]
    n = len(check.new) + len(check.known)
    button = ngettext("Put %(n)s person on the roster", "Put %(n)s people on the roster", n) % {"n": n}
    if check.fields:  # those who are ticked come along
        button = _("%(button)s and those you tick") % {"button": button} if n else _("Put those you tick on the roster")
    context = {
        "title": _("Check before you put them on the roster"),
        "subtitle": district.name,
        "breadcrumbs": [*_breadcrumbs(district), (_("Staff"), _url(district))],
        "form": check,
        "rows": [row for row in rows if row[1]],
        "tells": _("Nobody is written to. Nobody needs an account."),
        "button": button,
        "go": "add",
        "change": _("Change the list"),
        "account": account_for(form.reading, check.fate),
        "carried": [(name, form.data.get(name, "")) for name in ("place", "position", "paste", "order", "once")],
    }
    response = render(request, "generic/carried_check.html", context)
    looked_at_each(response, request, [sure(one.person) for one in [*check.known, *check.elsewhere.values()]])
    return response


def _known_text(one: Found) -> str:
    return f"{one.person} ({one.line.position})" if one.line.position else str(one.person)


def _url(district: District) -> str:
    return path_to("roster", district.pk)


def _breadcrumbs(district: District) -> list[tuple[str, str]]:
    return [(_("Districts"), path_to("districts")), (district.short_name, district.get_absolute_url())]
