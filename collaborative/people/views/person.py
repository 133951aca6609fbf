from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.forms import FilterForm, sent
from collaborative.journal.history import history_of
from collaborative.journal.reading import looked_at
from collaborative.offered import OfferedFilter
from collaborative.panels import panels_for
from collaborative.people import actions
from collaborative.people.doors import Door, signed_in, with_a_role, within_reach
from collaborative.people.forms.account import SignInForm
from collaborative.people.giving import correcting_hat, giving_hat, may_lock, roles_to_give
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.proposing import may_name_own
from collaborative.people.roles import ROLE_CHOICES
from collaborative.prepared import prepared
from collaborative.saying import say
from collaborative.views import ListPage


class PersonFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=gettext_lazy("Name or address"), method="by_words")
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("Role"), choices=ROLE_CHOICES, empty_label=gettext_lazy("All roles"), method="by_role"
    )
    at = OfferedFilter(
        label=gettext_lazy("District or REC"),
        queryset=Organization.objects.of_kind("rec", "district").order_by("kind", "sort_key"),
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
            Exists(Hat.objects.today().filter(person=OuterRef("pk"), organization__lineage__contains=[value.pk]))
        )


class PersonList(ListPage):
    """The people within reach, with the hats they wear today."""

    door = Door("role")
    prepared = True
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
        for hat in _worn_by([one.pk for one in page]):
            worn.setdefault(hat.person_id, []).append(hat)
        for one in page:
            one.worn = worn.get(one.pk, [])
        return super().context(page, chosen)

    def count_words(self, count: int) -> str:
        return ngettext("%(count)s person", "%(count)s people", count) % {"count": f"{count:,}"}

    def extra(self) -> dict[str, Any]:
        gives = bool(roles_to_give(self.request.user))
        return {
            "lede": _("Those within your reach."),
            "action": (_("Give a role"), "/people/hats/new/") if gives else None,
        }


def _worn_today() -> QuerySet[Hat]:
    shown = ("person", "role", "position", "organization__short_name")
    return Hat.objects.today().select_related("organization").only(*shown)


@prepared
def _worn_by(people: list[int]) -> QuerySet[Hat]:
    return _worn_today().filter(person__in=people)


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    return person_page(request, request.user)


@with_a_role
def person(request: HttpRequest, pk: int) -> HttpResponse:
    found = within_reach(Person, request.user, pk)
    if found.merged_into_id:
        return redirect(found.merged_into)
    return person_page(request, found)


def person_page(request: HttpRequest, found: Person) -> HttpResponse:
    hats = _hats(found.pk)
    is_me = found == request.user
    ending = {hat.pk for hat in hats if hat.is_worn() and may_end(request.user, hat)}
    handing = {hat.pk for hat in hats if hat.rules.is_single and (hat.pk in ending or may_name_own(request.user, hat))}
    may_correct = not is_me and correcting_hat(request.user, found, hats) is not None
    response = render(
        request,
        "people/person.html",
        {
            "title": str(found),
            "lede": ", ".join(str(hat) for hat in hats if hat.is_worn()) or _("No role today"),
            "up": [(_("People"), "/people/")],
            "section": "-",
            "found": found,
            "is_me": is_me,
            "hats": [(hat, hat.pk in ending, hat.pk in handing) for hat in hats],
            "facts": [(_("Address"), found.address), *([(_("Signed in"), _("never yet"))] if may_correct else [])],
            "may_correct": may_correct,
            "may_lock": may_lock(request.user, found, hats),
            "panels": panels_for("person", request, found),
            "history": history_of(found, request),
        },
    )
    if not is_me:
        looked_at(response, request, about=found)
    return response


@prepared
def _hats(person: int) -> QuerySet[Hat]:
    return Hat.objects.filter(person=person).select_related("organization").order_by("-starts_on", "id")


def may_end(person: Person, hat: Hat) -> bool:
    return giving_hat(person, hat.role, hat.organization) is not None


@with_a_role
def correct_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A mistyped address keeps a newcomer out, who then can change nothing: whoever gave the role puts it right."""
    newcomer = within_reach(Person, request.user, pk)
    request.user.acting_hat = correcting_hat(request.user, newcomer, _hats(newcomer.pk))
    if request.user.acting_hat is None:
        raise PermissionDenied
    form = SignInForm(sent(request), initial={"email": newcomer.email})
    form.cancel_url = newcomer.get_absolute_url()
    if form.is_valid():
        email = form.cleaned_data["email"]
        if form.carry_out(lambda: actions.correct_sign_in(newcomer, email=email, by=request.user, once=form.once)):
            words = _("%(name)s signs in with %(email)s from now on.") % {"name": newcomer, "email": email}
            say(request, words, next_text=_("A letter is on its way to them."))
            return redirect(newcomer)
    context = {
        "title": _("Correct the sign-in address of %(name)s") % {"name": newcomer},
        "lede": _("%(name)s has not signed in yet. After that nobody else changes the address.") % {"name": newcomer},
        "up": [(_("People"), "/people/"), (str(newcomer), newcomer.get_absolute_url())],
        "section": "-",
        "form": form,
    }
    response = render(request, "generic/form.html", context)
    looked_at(response, request, about=newcomer)
    return response
