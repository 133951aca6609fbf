"""Places on a roster: giving one or many, correcting, ending one."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from collaborative.calendar.days import short_day
from collaborative.database.sure import sure
from collaborative.journal.access_log import looked_at_each
from collaborative.lists.forms import problem_text, with_order
from collaborative.lists.line_account import account_for
from collaborative.people.hats.actions.hats import end_hat
from collaborative.people.matching.recognition import Recognized
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.permissions import requires
from collaborative.people.querysets import HatQuerySet
from collaborative.people.records.services import field_names, what_happens
from collaborative.people.records.write_access import write_access
from collaborative.people.requests import PersonRequest
from collaborative.web.act_page import ActPage, Breadcrumbs
from collaborative.web.addresses import path_to
from collaborative.web.messages import say
from districts.actions import roster as actions
from districts.forms.roster import AddStaffForm, CheckStaffForm, CorrectStaffForm, EndPlaceForm, PasteStaffForm
from districts.models import District


class RosterPage(ActPage[District]):
    """One step below the roster, to which it leads back."""

    subtitle = "%(name)s"

    def breadcrumbs(self) -> Breadcrumbs:
        return _breadcrumbs(self.object)

    def success_url(self, done: Any) -> str:
        return self.cancel_url


@requires("districts.keep_roster", District)
class Add(RosterPage):
    form_class = AddStaffForm
    title = gettext_lazy("Put somebody on the roster")

    def form_kwargs(self) -> dict[str, Any]:
        return {"district": self.object, "by": self.request.user}

    def run(self, form: AddStaffForm) -> actions.Added:
        said, by = form.cleaned_data, self.request.user
        who: Any = {"people": form.people, "newcomers": form.newcomers, "position": said["position"]}
        return actions.add_staff(said["place"], district=self.object, **who, by=by, once=form.once)

    def tell(self, form: AddStaffForm, done: actions.Added) -> None:
        _say_added(self.request, done, form.cleaned_data["place"])

    def shows(self, form: AddStaffForm) -> list[Any]:
        return form.named


@requires("districts.keep_roster", District)
def paste(request: PersonRequest, district: District) -> HttpResponse:
    form = PasteStaffForm(with_order(request), district=district, by=request.user)
    form.cancel_url = path_to("roster", district.pk)
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
        "breadcrumbs": _breadcrumbs(district),
        "form": form,
    }
    return render(request, "generic/form.html", context)


class PlacePage(RosterPage):
    """About one person's place."""

    def places(self) -> HatQuerySet:
        return Hat.objects.roster()

    def before(self) -> None:
        places = self.places().filter(organization__ancestors__contains=[self.object.pk])
        self.place = get_object_or_404(places.select_related("person", "organization"), pk=self.kwargs["hat"])

    def shows(self, form: Any) -> list[Person]:
        return [self.place.person]


@requires("districts.keep_roster", District)
class Correct(PlacePage):
    """A wrong name, position or contact address of somebody who works in the district today."""

    form_class = CorrectStaffForm
    template_name = "districts/roster/correct.html"

    def form_kwargs(self) -> dict[str, Any]:
        return {"place": self.place}

    def run(self, form: CorrectStaffForm) -> actions.Added:
        said: Any = {"facts": form.facts, "seen": form.cleaned_data["seen"]}
        return actions.correct_staff(self.place, district=self.object, **said, by=self.request.user, once=form.once)

    def tell(self, form: CorrectStaffForm, done: actions.Added) -> None:
        [person] = done.people
        if person == self.request.user:
            update_session_auth_hash(self.request, person)  # another address of one's own ends the other sessions
        if done.change is None:
            say(self.request, _("%(name)s is corrected.") % {"name": person})
            return
        words = _("The change of the record of %(name)s was asked for: %(fields)s.")
        next_text = _("It is not changed yet; the position is yours and counts at once.")
        say(self.request, words % {"name": person, "fields": field_names(done.change.after)}, next_text=next_text)

    def context(self, form: CorrectStaffForm) -> dict[str, Any]:
        person = self.place.person
        grade = write_access(person, by=self.request.user)
        return {
            "title": _("Correct the record of %(name)s") % {"name": person},
            "subtitle": self.place.organization.name,
            "waits": "" if grade.writes else what_happens(person, grade),
        }


@requires("districts.keep_roster", District)
class EndPlace(PlacePage):
    """The person's record, hours and certificates stay; other places, too."""

    form_class = EndPlaceForm
    template_name = "generic/confirm.html"

    def places(self) -> HatQuerySet:
        return Hat.objects.filter(role="staff")

    def run(self, form: EndPlaceForm) -> Hat:
        return end_hat(self.place, on=form.cleaned_data["on"], by=self.request.user, once=form.once)

    def tell(self, form: EndPlaceForm, done: Hat) -> None:
        said = {"name": self.place.person, "place": self.place.organization.short_name}
        day = short_day(form.cleaned_data["on"])
        say(self.request, _("%(name)s works at %(place)s until %(day)s.") % {**said, "day": day})

    def context(self, form: EndPlaceForm) -> dict[str, Any]:
        said = {"name": self.place.person, "place": self.place.organization.short_name}
        loss = _("After the last day %(name)s is no longer on this roster. Seats in trainings stay until given up.")
        return {"title": _("%(name)s no longer works at %(place)s") % said, "loss": loss % said}


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
        "breadcrumbs": _breadcrumbs(district),
        "form": check,
        "rows": [row for row in rows if row[1]],
        "tells": _("Nobody is written to. Nobody needs an account."),
        "button": button,
        "go": "add",
        "change": _("Change the list"),
        "account": account_for(form.reading, check.fate),
        "hidden_fields": [(name, form.data.get(name, "")) for name in ("place", "position", "paste", "order", "once")],
    }
    response = render(request, "generic/check_with_answers.html", context)
    looked_at_each(response, request, [sure(one.person) for one in [*check.known, *check.elsewhere.values()]])
    return response


def _known_text(one: Recognized) -> str:
    return f"{one.person} ({one.line.position})" if one.line.position else str(one.person)


def _breadcrumbs(district: District) -> list[tuple[str, str]]:
    return [
        (_("Districts"), path_to("districts")),
        (district.short_name, district.get_absolute_url()),
        (_("Staff"), path_to("roster", district.pk)),
    ]
