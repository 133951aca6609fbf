"""Registering in three beats: whom (roster and pasted list), details where there is something to say, check."""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.database.sure import sure
from collaborative.lists.forms import ListFormMixin, problem_text, tell_problems
from collaborative.lists.list_reader import read_text
from collaborative.people.matching.recognition import Found, hats_at, recognize
from collaborative.people.models import Hat, Organization, Person
from collaborative.people.rosters import Newcomer
from collaborative.web.forms import BaseForm, OneOfField, PasteField
from trainings.enums import CancelReason
from trainings.models import Registration, Training
from trainings.registrations.queries import Entrant, modes_held

EACH = "each"
NEW, LEAVE_OUT = "new", "out"


class WhomForm(ListFormMixin, BaseForm):
    """Ticked from the roster, pasted, or both."""

    acts = True
    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People"), queryset=Person.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    paste = PasteField(
        label=gettext_lazy("Names and addresses"),
        help_text=gettext_lazy(
            "One person on each line, for example: Rosa Montoya, rosa.montoya@school.org. "
            "An address alone will do for people on your roster. Nobody needs an account."
        ),
        required=False,
    )

    def __init__(self, *args, training: Training, organization: Organization, by: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.organization, self.by = organization, by
        self.fields["people"].queryset = Person.objects.filter(pk__in=hats_at(organization).values("person"))
        modes = modes_held(training)
        if len(modes) > 1:
            self.fields["seat_mode"] = OneOfField(
                label=_("How they take part"),
                choices=[*modes, (EACH, _("some one way, some the other: I say it for each on the next page"))],
                initial=modes[0][0],
            )
        self.default_mode = modes[0][0]

    def clean_paste(self) -> str:
        self.reading = self.read(self.cleaned_data["paste"])
        tell_problems([problem_text(remark) for remark in self.reading.problems])
        return self.cleaned_data["paste"]

    def clean(self) -> None:
        if self.errors or self.cleaned_data["people"] or self.reading.people:
            return
        self.add_error("paste", _("Tick somebody on the roster, or paste names and addresses."))
        for remark in [*self.reading.refused, *self.reading.passed_over]:
            self.add_error("paste", problem_text(remark))

    @property
    def usual_mode(self) -> str:
        chosen = self.cleaned_data.get("seat_mode", self.default_mode)
        return self.default_mode if chosen == EACH else chosen

    @property
    def asks_each(self) -> bool:
        return self.cleaned_data.get("seat_mode") == EACH


@dataclass
class Row:
    """One person of the party with the names of the fields that speak of them."""

    key: str
    person: Person | None = None
    hat: Hat | None = None
    found: Found | None = None

    @property
    def name(self) -> str:
        return str(self.person) if self.person else sure(self.found).line.words

    @property
    def named(self) -> list[Person]:
        """Of whom the page speaks."""
        return [self.person] if self.person else sure(self.found).candidates

    @property
    def is_open(self) -> bool:
        """Something must be said before this person can be registered."""
        found = self.found
        return bool(found and (found.candidates or found.is_from_elsewhere or (found.is_new and not self.is_named)))

    @property
    def needs_yes(self) -> bool:
        """A name alone makes nobody new: somebody says so."""
        return bool(self.found and self.is_new and self.is_named and not self.found.line.email)

    @property
    def is_named(self) -> bool:
        return bool(self.found and self.found.line.given and self.found.line.family)

    @property
    def is_new(self) -> bool:
        return bool(self.found and self.found.is_new)


class Party:
    """Everybody who was ticked or pasted, each once, in order."""

    def __init__(self, whom: WhomForm) -> None:
        people = list(whom.cleaned_data["people"])
        hats: dict[int, Hat] = {}
        for hat in hats_at(whom.organization).filter(person__in=people).select_related("organization").order_by("id"):
            hats.setdefault(hat.person_id, hat)
        self.rows = [Row(f"p{one.pk}", one, hats.get(one.pk)) for one in people]
        self.reading = whom.reading
        self.repeats: list[str] = []
        ticked = {one.pk for one in people}
        for found in recognize(whom.reading.people, whom.organization, by=whom.by):
            if found.repeats or (found.person and found.person.pk in ticked):
                self.repeats.append(found.line.words)
            else:
                words = " ".join(sorted(found.line.words.split()))  # typed details stay with a line, whatever its order
                key = f"l{crc32(words.encode()):x}"
                self.rows.append(Row(key, found.person, found.hat, found))
        self.default_mode = whom.usual_mode
        self.needs_details = whom.asks_each or any(row.is_open or row.needs_yes for row in self.rows)


class DetailsForm(BaseForm):
    """What is asked about each of a party. Fields that were not on a page before have their defaults."""

    def __init__(self, *args, party: Party, training: Training, organization: Organization, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.party, self.organization = party, organization
        self.modes = modes_held(training)
        for row in party.rows:
            self._add(row)

    def _add(self, row: Row) -> None:
        key, found = row.key, row.found
        if found and (found.candidates or (row.person is not None and found.is_from_elsewhere)):
            self.fields[f"who_{key}"] = forms.ChoiceField(
                label=_("Who is this?"), choices=list(self._choices(row)), error_messages=self._unsaid(row)
            )
        if row.needs_yes:
            self.fields[f"yes_{key}"] = forms.BooleanField(label=_("Add"), required=False)
        if found and not row.person:
            line = found.line
            required = found.is_new and not row.is_named
            self.fields[f"given_{key}"] = forms.CharField(
                label=_("First name"), max_length=80, required=required, initial=line.given
            )
            self.fields[f"family_{key}"] = forms.CharField(
                label=_("Last name"), max_length=80, required=required, initial=line.family
            )
        if len(self.modes) > 1:
            self.fields[f"mode_{key}"] = forms.ChoiceField(
                label=_("How"), choices=self.modes, initial=self.party.default_mode, required=False
            )
        self.fields[f"needs_{key}"] = forms.CharField(label=_("Needs"), max_length=300, required=False)

    def _choices(self, row: Row) -> Iterator[tuple[str, str]]:
        yield "", _("Choose")
        found, here = sure(row.found), self.organization.short_name
        if row.person:
            yield str(row.person.pk), _("%(name)s now works at %(here)s, too") % {"name": row.person, "here": here}
        for one in found.candidates:
            yield str(one.pk), f"{one}, {one.address}" if one.address else str(one)
        if found.candidates and (found.line.name or found.line.email):
            yield NEW, _("somebody new")
        yield LEAVE_OUT, _("leave out of this list")

    def _unsaid(self, row: Row) -> dict[str, str]:
        return {"required": _("Say who “%(line)s” is, or leave the line out.") % {"line": sure(row.found).line.words}}

    def rows(self) -> Iterator[tuple[Row, dict[str, forms.BoundField]]]:
        """Each person with the fields that are there, for the page."""
        for row in self.party.rows:
            names = ("who", "yes", "given", "family", "mode", "needs")
            yield row, {name: self[f"{name}_{row.key}"] for name in names if f"{name}_{row.key}" in self.fields}

    def clean(self) -> None:
        for row in self.party.rows:
            if self.cleaned_data.get(f"who_{row.key}") == NEW:
                for name, words in (("given", _("Enter the first name.")), ("family", _("Enter the last name."))):
                    if not self.cleaned_data.get(f"{name}_{row.key}"):
                        self.add_error(f"{name}_{row.key}", words)

    @cached_property
    def entrants(self) -> list[Entrant]:
        found = [self._entrant(row) for row in self.party.rows]
        once: dict[object, Entrant] = {}
        for one in found:
            if one:
                once.setdefault(one.person.pk if one.person else one, one)
        return list(once.values())

    def _entrant(self, row: Row) -> Entrant | None:
        said = {name: self.cleaned_data.get(f"{name}_{row.key}", "") for name in ("who", "mode", "needs")}
        if said["who"] == LEAVE_OUT or (row.needs_yes and not self.cleaned_data.get(f"yes_{row.key}")):
            return None
        about = {"seat_mode": said["mode"] or self.party.default_mode, "needs": said["needs"]}
        if row.found is None:
            return Entrant(person=row.person, **about)
        line, person = row.found.line, row.person
        if person is None and said["who"] not in ("", NEW):
            person = next(one for one in row.found.candidates if str(one.pk) == said["who"])
        if person:
            joins = row.found.is_from_elsewhere or (row.person is None and not self._works_here(person))
            address = line.email if line.email and not person.address else ""
            about |= {"address": address, "position": line.position, "is_beyond": row.found.is_beyond}
            return Entrant(person=person, joins=joins, **about)
        given = self.cleaned_data[f"given_{row.key}"] or line.given
        family = self.cleaned_data[f"family_{row.key}"] or line.family
        return Entrant(newcomer=Newcomer(given, family, line.email, line.position), **about)

    def _works_here(self, person: Person) -> bool:
        return hats_at(self.organization).filter(person=person).exists()


class CancelSeatForm(BaseForm):
    acts = True
    submit_label = gettext_lazy("Give the place up")
    said = {"why": {"required": gettext_lazy("Choose the reason.")}}
    why = OneOfField(
        label=gettext_lazy("Why"),
        choices=[(code, words) for code, words in CancelReason.choices if code != CancelReason.LAPSED],
        help_text=gettext_lazy("Reasons help to plan: nobody is asked for more."),
    )


class SubstituteForm(BaseForm):
    """A colleague of the same district or REC: from the roster, or somebody whose name and address are typed."""

    acts = True
    submit_label = gettext_lazy("Hand the seat on")
    colleague = forms.ModelChoiceField(
        label=gettext_lazy("Colleague on the roster"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("Somebody who is not on the roster"),
    )
    other = forms.CharField(
        label=gettext_lazy("Name and address of somebody else"),
        help_text=gettext_lazy("For example: Rosa Montoya, rosa.montoya@school.org"),
        max_length=200,
        required=False,
    )

    def __init__(self, *args, registration: Registration, by: Person, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.registration, self.by = registration, by
        busy = registration.training.registrations.active().values("person")
        here = hats_at(registration.organization).values("person")
        self.fields["colleague"].queryset = Person.objects.filter(pk__in=here).exclude(pk__in=busy)

    def clean(self) -> None:
        if self.errors:
            return
        if colleague := self.cleaned_data["colleague"]:
            self.entrant: Entrant | None = Entrant(person=colleague)
        elif self.cleaned_data["other"]:
            self.entrant = self._typed(self.cleaned_data["other"])
        else:
            self.add_error("colleague", _("Choose a colleague, or type a name and an address."))

    def _typed(self, text: str) -> Entrant | None:
        reading = read_text(text)
        if len(reading.people) != 1 or reading.problems or reading.refused:
            self.add_error("other", _("Type first and last name and an address, like the example."))
            for remark in [*reading.problems, *reading.refused]:
                self.add_error("other", remark.why)
            return None
        [found] = recognize(reading.people, self.registration.organization, by=self.by)
        if found.candidates:
            names = ", ".join(str(one) for one in found.candidates)
            self.add_error("other", _("We know %(names)s. Choose from the roster.") % {"names": names})
            return None
        line = found.line
        if found.person:
            return Entrant(person=found.person, joins=found.is_from_elsewhere, position=line.position)
        if not (line.given and line.family):
            self.add_error("other", _("This address is not on your roster. Type first and last name, too."))
            return None
        return Entrant(newcomer=Newcomer(line.given, line.family, line.email, line.position))
