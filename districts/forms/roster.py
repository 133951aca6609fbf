"""Putting people on a roster, one or many. Who is known already, here or elsewhere, is found before anybody is doubled."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.periods import today
from collaborative.database.sure import sure
from collaborative.lists.forms import ListFormMixin, problem_text, tell_problems
from collaborative.lists.list_reader import Listed
from collaborative.people.matching.recognition import Found, recognize
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.rosters import Newcomer
from collaborative.web.forms import BaseForm, DayField, PasteField, TicksField
from districts.actions.roster import Facts

NEW = "new"


class _PlaceForm(BaseForm):
    """Where in the district, and as what."""

    def __init__(self, *args: Any, district: Organization, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.district, self.by = district, by
        places = Organization.objects.active().under(district).with_rosters()
        self.fields["place"].queryset = places
        self.fields["place"].label_from_instance = lambda place: place.short_name


def _place_field() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=gettext_lazy("School or office"),
        queryset=Organization.objects.none(),
        empty_label=gettext_lazy("Choose a school, or the district itself"),
        error_messages={"required": gettext_lazy("Choose a school, or the district itself.")},
    )


def _position_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Position"),
        help_text=gettext_lazy("As your district says it, for example: Teacher, grade 3"),
        max_length=80,
        required=False,
    )


class AddStaffForm(_PlaceForm):
    acts = True
    asks = ("who",)
    submit_label = gettext_lazy("Put on the roster")
    said = {
        "given": {"required": gettext_lazy("Enter the first name.")},
        "family": {"required": gettext_lazy("Enter the last name.")},
    }

    given = forms.CharField(label=gettext_lazy("First name"), max_length=80)
    family = forms.CharField(label=gettext_lazy("Last name"), max_length=80)
    email = forms.EmailField(
        label=gettext_lazy("Work address"),
        help_text=gettext_lazy("Letters go there. Several people may share one."),
        required=False,
    )
    place = _place_field()
    position = _position_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person: Person | None = None
        self.named: list[Person] = []  # on the page, to choose from

    def clean(self) -> None:
        if self.errors:
            return
        said = self.cleaned_data
        line = Listed(1, said["given"].strip(), said["family"].strip(), said["email"].strip().lower())
        [found] = recognize([line], self.district, by=self.by)
        self.person = found.person
        choices = _who_choices(found, self.district)
        if not choices:
            return
        chosen = self.data.get("who", "")
        self.named = [one for one in (found.person, *found.candidates) if one]
        self.fields["who"] = forms.ChoiceField(
            label=_("Who is this?"), choices=[("", _("Choose")), *choices], widget=forms.Select
        )
        if chosen not in dict(choices):
            self.add_error("who", _("Somebody like this is on record. Say who it is."))
        elif chosen == NEW:
            self.person = None
        else:
            self.person = next(one for one in [found.person, *found.candidates] if one and str(one.pk) == chosen)

    @property
    def people(self) -> list[Person]:
        return [self.person] if self.person else []

    @property
    def newcomers(self) -> list[Newcomer]:
        said = self.cleaned_data
        return [] if self.person else [Newcomer(said["given"], said["family"], said["email"].strip().lower())]


def _who_choices(found: Found, district: Organization) -> list[tuple[str, str]]:
    """What must be chosen where the name and the address do not decide."""
    if found.is_from_elsewhere:
        place = found.works_at or _("another organization")
        words = _("%(name)s of %(place)s, who now works at %(here)s, too")
        said = {"name": found.person, "place": place, "here": district.short_name}
        return [(str(sure(found.person).pk), words % said)]
    if found.candidates:
        known = [(str(one.pk), f"{one}, {one.address}" if one.address else str(one)) for one in found.candidates]
        return [*known, (NEW, _("somebody new"))]
    return []


class PasteStaffForm(ListFormMixin, _PlaceForm):
    acts = True
    submit_label = gettext_lazy("Continue")
    place = _place_field()
    position = _position_field()
    paste = PasteField(
        label=gettext_lazy("Names and addresses"),
        help_text=gettext_lazy(
            "One person on each line, for example: Rosa Montoya, rosa.montoya@school.org. "
            "What else stands on a line, such as “Teacher, grade 3”, is kept as the position."
        ),
    )

    def clean_paste(self) -> str:
        self.reading = self.read(self.cleaned_data["paste"])
        self.found = recognize(self.reading.people, self.district, by=self.by)
        problems = [problem_text(remark) for remark in self.reading.problems]
        problems += [
            _("Line %(number)s: %(email)s is not on your roster. Write first and last name, too.")
            % {"number": one.line.number, "email": one.line.email}
            for one in self.found
            if one.is_new and not (one.line.given and one.line.family)
        ]
        if not self.found and not problems:
            problems = [_("No line of the list names somebody who can be put on the roster.")]
            problems += [problem_text(remark) for remark in self.reading.refused]
        tell_problems(problems)
        return self.cleaned_data["paste"]


class CheckStaffForm(BaseForm):
    """Whom of the doubtful ones to add: nothing ticked leaves them out."""

    here_too = TicksField(
        label=gettext_lazy("Work elsewhere: tick who now works here, too"),
        help_text=gettext_lazy("They are asked first, and so is who keeps their roster."),
        required=False,
    )
    new_after_all = TicksField(
        label=gettext_lazy("Name or address is on record: tick who is somebody new"), required=False
    )
    without_address = TicksField(label=gettext_lazy("New and without an address: tick whom to add"), required=False)

    def __init__(self, *args: Any, found: list[Found], place: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        once = [one for one in found if not one.repeats]
        self.elsewhere = {str(one.person.pk): one for one in once if one.person and one.is_from_elsewhere}
        self.unsure = _by_line(one for one in once if one.candidates)
        self.known = [one for one in once if one.person and not one.is_from_elsewhere]
        self.new = [one for one in once if one.is_new and one.line.email]
        self.unaddressed = _by_line(one for one in once if one.is_new and not one.line.email)
        self.repeated = [one for one in found if one.repeats]
        self.fields["here_too"].choices = [
            (pk, f"{one.person} ({one.works_at or _('of another organization')})") for pk, one in self.elsewhere.items()
        ]
        self.fields["new_after_all"].choices = [(key, _doubt(one)) for key, one in self.unsure.items()]
        self.fields["without_address"].choices = [(key, one.line.words) for key, one in self.unaddressed.items()]
        for name in ("here_too", "new_after_all", "without_address"):
            if not self.fields[name].choices:
                del self.fields[name]

    @property
    def people(self) -> list[Person]:
        chosen = self.cleaned_data.get("here_too", []) if self.is_bound else []
        return [sure(one.person) for one in [*self.known, *(self.elsewhere[pk] for pk in chosen)]]

    @property
    def positions(self) -> dict[Person, str]:
        """What their lines say of people on record."""
        found = [*self.known, *self.elsewhere.values()]
        return {sure(one.person): one.line.position for one in found if one.line.position}

    @property
    def newcomers(self) -> list[Newcomer]:
        said = self.cleaned_data if self.is_bound else {}
        found = self.new + [self.unsure[key] for key in said.get("new_after_all", [])]
        found += [self.unaddressed[key] for key in said.get("without_address", [])]
        return [Newcomer(*names_of(one.line), one.line.email, one.line.position) for one in found]

    def fate(self, line: Listed) -> str:
        """What becomes of a line of the list, for the check page."""
        one = next(one for one in self.found if one.line is line)
        if one.repeats:
            return _("Named before, on line %(number)s: counted once.") % {"number": one.repeats}
        if one.candidates or one.is_from_elsewhere or (one.is_new and not line.email):
            return _("Asked below: left out unless you tick it.")
        if one.is_new:
            return _("New to our records: added.")
        return _("Taken as %(name)s, who is on record here.") % {"name": one.person}


def _by_line(found: Iterable[Found]) -> dict[str, Found]:
    """Keys for ticks: the line's number, and a letter for others of the same line."""
    keyed: dict[str, Found] = {}
    for one in found:
        number = str(one.line.number)
        keyed[next(key for key in (number, *(f"{number}-{n}" for n in range(2, 9999))) if key not in keyed)] = one
    return keyed


def _doubt(one: Found) -> str:
    known = ", ".join(f"{person}, {person.address}" if person.address else str(person) for person in one.candidates)
    return _("%(line)s (on record: %(known)s)") % {"line": one.line.words, "known": known}


def names_of(line: Listed) -> tuple[str, str]:
    return line.given or line.email.partition("@")[0], line.family


class CorrectStaffForm(BaseForm):
    """Name, position and contact address of somebody on the roster. The address to sign in with is their own affair."""

    acts = True
    submit_label = gettext_lazy("Save")
    said = AddStaffForm.said
    given = forms.CharField(label=gettext_lazy("First name"), max_length=80)
    family = forms.CharField(label=gettext_lazy("Last name"), max_length=80)
    position = _position_field()
    address = forms.EmailField(label=gettext_lazy("Contact address"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, place: Hat, **kwargs: Any) -> None:
        facts = Facts.of(place)
        super().__init__(*args, initial={**asdict(facts), "seen": facts.seen}, **kwargs)
        self.place = place
        if email := place.person.email:
            words = _(
                "Leave empty, and letters go to {email}, the address to sign in with. That one is corrected on the page of "
                "{person}."
            )
            link = format_html('<a href="{}">{}</a>', place.person.get_absolute_url(), place.person)
            self.fields["address"].help_text = format_html(words, email=email, person=link)
        else:
            self.fields["address"].help_text = _("Letters go there. Several people may share one.")

    @property
    def facts(self) -> Facts:
        said, person = self.cleaned_data, self.place.person
        address = said["address"].strip().lower()
        return Facts(
            given=said["given"].strip(),
            family=said["family"].strip(),
            position=said["position"].strip(),
            address="" if address == person.email else address,
        )


class EndPlaceForm(BaseForm):
    submit_label = gettext_lazy("End this place")
    acts = True
    on = DayField(label=gettext_lazy("Last day"), help_text=gettext_lazy("Hours, certificates and history stay."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", today())
