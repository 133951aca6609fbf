from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar.days import short_day
from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at
from collaborative.journal.history import history_of
from collaborative.people.enums import TAKE_PART, OrganizationKind
from collaborative.people.hats.granting import may_lock, roles_to_give
from collaborative.people.hats.role_lines import role_lines
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.models.record_change import RecordChange
from collaborative.people.permissions import AccessRule, get_visible_or_404, signed_in, with_a_role
from collaborative.people.records import actions as record_actions
from collaborative.people.records.services import ANSWER, STOP, field_names, what_happens
from collaborative.people.records.write_access import WriteAccess, keeping, write_access
from collaborative.people.requests import PersonRequest
from collaborative.people.roles import ROLE_CHOICES
from collaborative.people.sign_in.forms.account import RecordForm
from collaborative.plugs.panels import panels_for
from collaborative.web.addresses import Link, path_to
from collaborative.web.choice_filters import OfferedFilter
from collaborative.web.forms import FilterForm, sent
from collaborative.web.languages import is_choice
from collaborative.web.messages import say
from collaborative.web.views import ListPage


class PersonFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name or address"), method="by_words")
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"), choices=ROLE_CHOICES, empty_label=gettext_lazy("All roles"), method="by_role"
    )
    at = OfferedFilter(
        label=gettext_lazy("District or REC"),
        queryset=Organization.objects.of_kind(OrganizationKind.REC, *TAKE_PART).order_by("kind", "sort_key"),
        empty_label=gettext_lazy("All"),
        method="by_organization",
    )

    class Meta:
        model = Person
        fields = ("words", "role", "at")
        form = FilterForm

    def by_words(self, rows, name, value):
        return rows.matching(value)

    def by_role(self, rows, name, value):
        return rows.filter(Exists(Hat.objects.today().filter(person=OuterRef("pk"), role=value)))

    def by_organization(self, rows, name, value):
        return rows.filter(
            Exists(Hat.objects.today().filter(person=OuterRef("pk"), organization__ancestors__contains=[value.pk]))
        )


class PersonList(ListPage):
    """The people within reach, with the hats they wear today."""

    access_rule = AccessRule("role")
    title = gettext_lazy("People")
    template_name = "people/person_list.html"
    filterset_class = PersonFilter
    names_people = True
    columns = (gettext_lazy("Name"), gettext_lazy("Roles"))
    export = ((gettext_lazy("Name"), str), (gettext_lazy("Roles"), lambda person: "; ".join(map(str, person.worn))))
    export_name = "people"

    def rows(self) -> QuerySet[Person]:
        return Person.objects.active().visible_to(self.request.user).only(*Person.said_by)

    def rows_to_export(self) -> QuerySet[Person]:
        return super().rows_to_export().prefetch_related(Prefetch("hats", _worn_today(), to_attr="worn"))

    def context(self, page: Any, chosen: Any) -> dict[str, Any]:
        worn: dict[int, list[Hat]] = {}
        for hat in _worn_today().filter(person__in=[one.pk for one in page]):
            worn.setdefault(hat.person_id, []).append(hat)
        for one in page:
            one.worn = worn.get(one.pk, [])
        return super().context(page, chosen)

    def count_text(self, count: int) -> str:
        return ngettext("%(count)s person", "%(count)s people", count) % {"count": f"{count:,}"}

    def extra(self) -> dict[str, Any]:
        gives = bool(roles_to_give(self.request.user))
        return {
            "subtitle": _("Those within your reach."),
            "action": Link(_("Give a role"), path_to("hat-give")) if gives else None,
        }


def _worn_today() -> QuerySet[Hat]:
    shown = ("person", "role", "position", "organization__short_name")
    return Hat.objects.today().select_related("organization").only(*shown)


@signed_in
def me(request: PersonRequest) -> HttpResponse:
    return person_page(request, request.user)


@with_a_role
def person(request: PersonRequest, pk: int) -> HttpResponse:
    try:
        found = get_visible_or_404(Person, request.user, pk)
    except Http404:
        return redirect(_kept_of(pk, request.user))
    if found.merged_into:
        return redirect(found.merged_into)
    return person_page(request, found)


def _kept_of(pk: int, reader: Person) -> Person:
    """A record that was merged holds no roles any more: it lies where the one lies that was kept."""
    merged = get_object_or_404(Person, pk=pk, merged_into__isnull=False)
    return get_visible_or_404(Person, reader, sure(merged.merged_into_id))


def person_page(request: PersonRequest, found: Person) -> HttpResponse:
    hats = list(found.hats.select_related("organization").order_by("-starts_on", "id"))
    is_me = found == request.user
    may_correct = not is_me and found.is_here and keeping(found, by=request.user, hats=hats) is not None
    never_in = may_correct and not found.last_login
    response = render(
        request,
        "people/person.html",
        {
            "title": str(found),
            "subtitle": ", ".join(str(hat) for hat in hats if hat.is_worn()) or _("No role today"),
            "breadcrumbs": [(_("People"), path_to("people"))],
            "section": "-",
            "found": found,
            "is_me": is_me,
            "is_language_choice": is_choice(),
            "roles": role_lines(hats, reader=request.user),
            "facts": [(_("Address"), found.address), *([(_("Signed in"), _("never yet"))] if never_in else [])],
            "asked": _asked_of(found) if is_me else None,
            "waiting": _waiting_of(found) if may_correct else None,
            "may_correct": may_correct,
            "may_lock": may_lock(request.user, found, hats),
            "panels": panels_for("person", request, found),
            "history": history_of(found, request),
        },
    )
    if not is_me:
        looked_at(response, request, about=found)
    return response


def _asked_of(me: Person) -> dict[str, str] | None:
    """What somebody else asks to change in one's own record, and where one answers."""
    change = RecordChange.objects.open().filter(person=me).select_related("asked_by").first()
    if change is None:
        return None
    if change.is_confirmed:
        url = path_to("change-stop", STOP.sign(me, change.pk))
    else:
        url = path_to("change-answer", ANSWER.sign(me, change.pk))
    return {"by": str(change.asked_by), "fields": str(field_names(change.after)), "url": url}


def _waiting_of(person: Person) -> dict[str, Any] | None:
    """For who keeps the record: what was asked and has not been written yet."""
    change = RecordChange.objects.open().filter(person=person).select_related("asked_by").first()
    if change is None:
        return None
    until = change.applies_at or change.lapses_at
    return {
        "by": f"{change.asked_by}, {change.asked_as}",
        "fields": field_names(change.after),
        "until": short_day(until),
        "is_confirmed": change.is_confirmed,
        "url": change.get_absolute_url(),
    }


@with_a_role
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """Name and sign-in address of somebody whose record one keeps: at once for a newcomer who was mistyped; else the page
    says before who is asked."""
    found = get_visible_or_404(Person, request.user, pk)
    if found == request.user:
        return redirect("me")
    kept = keeping(found, by=request.user) if found.is_here else None
    if kept is None:
        raise PermissionDenied
    request.user.acting_hat = kept[0]
    grade = write_access(found, by=request.user)
    form = RecordForm(sent(request), person=found)
    form.cancel_url = found.get_absolute_url()
    if form.is_valid():
        done = form.run(
            lambda: record_actions.correct_record(found, wanted=form.wanted, by=request.user, once=form.once)
        )
        if done:
            say(request, *_what_became(done))
            return redirect(found)
    context = {
        "title": _("Correct the record of %(name)s") % {"name": found},
        "subtitle": _("%(name)s has not signed in yet. After that nobody else changes the record alone.")
        % {"name": found}
        if grade is WriteAccess.AT_ONCE
        else what_happens(found, grade),
        "breadcrumbs": [(_("People"), path_to("people")), (str(found), found.get_absolute_url())],
        "section": "-",
        "form": form,
    }
    if not grade.writes:
        form.submit_label = _("Ask for this change")
    response = render(request, "generic/form.html", context)
    looked_at(response, request, about=found)
    return response


def _what_became(done: Person | RecordChange) -> tuple[str]:
    if isinstance(done, RecordChange):
        return (
            _("The change was asked for: %(fields)s. Nothing is changed yet.") % {"fields": field_names(done.after)},
        )
    if done.email:
        return (_("%(name)s signs in with %(email)s from now on.") % {"name": done, "email": done.email},)
    return (_("%(name)s is corrected.") % {"name": done},)
