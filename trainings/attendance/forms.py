from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.calendar.hours import in_hours
from collaborative.people.enums import TAKE_PART, OrganizationKind
from collaborative.people.models import Hat, Organization
from collaborative.web.forms import BaseForm, OneOfField
from trainings.attendance.sheet import Line
from trainings.attendance.walk_ins import WalkIn, answering
from trainings.enums import Audience, Mode, SeatMode
from trainings.models import Meeting, Registration, Training

ELSE = "else"
FOUND_AT_MOST = 20


class MarkSheet:
    """The roster of one meeting as a form: one line a person. Read by hand, since forty forms are slow on a phone.

    Only lines that say something new become `marks`; where something cannot be read, all lines stay as they were typed.
    """

    def __init__(self, meeting: Meeting, lines: list[Line], data: Mapping[str, str] | None = None) -> None:
        self.meeting = meeting
        self.lines = lines
        self.marks: dict[int, tuple[bool, Decimal]] = {}
        self.problems: list[tuple[str, str]] = []
        for line in lines:
            line.there = {"absent": "no", "unmarked": ""}.get(line.state, "yes")
            line.typed = line.hours
            if data is not None:
                self._read(line, data)

    @property
    def errors(self) -> bool:
        return bool(self.problems)

    def _read(self, line: Line, data: Mapping[str, str]) -> None:
        pk = line.registration.pk
        there, typed = data.get(f"there-{pk}", ""), data.get(f"hours-{pk}", "").strip()
        if there not in ("yes", "no"):
            return
        line.there, line.typed = there, typed
        present, hours = there != "no", Decimal(0) if there == "no" else self._hours(typed)
        if hours is None or not 0 <= hours <= self.meeting.hours or (present and not hours):
            line.problem = _("%(name)s: enter more than 0 and at most %(most)s hours, or choose “Absent”.") % {
                "name": line.registration.person,
                "most": in_hours(self.meeting.hours),
            }
            self.problems.append((f"hours-{pk}", line.problem))
        elif not line.mark or (line.mark.present, line.mark.hours) != (present, hours):
            self.marks[pk] = present, hours

    def _hours(self, typed: str) -> Decimal | None:
        """In hundredths; the whole meeting where nothing was typed; None for what is no number."""
        if not typed:
            return self.meeting.hours
        try:
            hours = Decimal(typed.replace(",", ".")).quantize(Decimal("0.01"))
        except InvalidOperation:
            return None
        return hours if hours.is_finite() else None


class WalkInForm(BaseForm):
    """Somebody found on a roster or the waiting list, or a name and an address."""

    acts = True
    submit_label = gettext_lazy("Add to the roster")
    said = {
        "chosen": {"required": gettext_lazy("Choose who it is, or “Somebody else”.")},
        "why": {"required": gettext_lazy("Say why one more can come in.")},
        "organization": {"required": gettext_lazy("Choose the district or REC.")},
        "address": {
            "invalid": gettext_lazy("Enter the address in full, for example rosa@school.org, or leave it out.")
        },
    }

    chosen = OneOfField(label=gettext_lazy("Who is it?"))
    given_name = forms.CharField(label=gettext_lazy("First name"), max_length=80, required=False)
    family_name = forms.CharField(label=gettext_lazy("Last name"), max_length=80, required=False)
    address = forms.EmailField(
        label=gettext_lazy("Work address"),
        required=False,
        help_text=gettext_lazy("The certificate is sent there."),
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("District or REC"),
        queryset=Organization.objects.none(),
        empty_label=gettext_lazy("Choose"),
        required=False,
    )
    seat_mode = OneOfField(label=gettext_lazy("Takes part"), choices=SeatMode.choices, initial=SeatMode.ROOM)
    why = forms.CharField(
        label=gettext_lazy("Why one more can come in"),
        max_length=200,
        help_text=gettext_lazy("All seats are taken; this adds one. The reason is kept."),
    )

    def __init__(
        self, *args: Any, training: Training, found: list[Hat], waiting: list[Registration], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found = {f"hat-{hat.pk}": hat for hat in found}
        self.waiting = {f"waits-{one.pk}": one for one in waiting}
        self.fields["organization"].queryset = invited_organizations(training)
        choices = [(key, _hat_text(hat)) for key, hat in self.found.items()]
        choices += [
            (
                key,
                _("%(name)s, %(organization)s, waiting")
                % {"name": one.person, "organization": one.organization.short_name},
            )
            for key, one in self.waiting.items()
        ]
        if choices:
            self.fields["chosen"].choices = [*choices, (ELSE, _("Somebody else: write the name below"))]
        else:
            del self.fields["chosen"]
            for name in ("given_name", "family_name", "organization"):
                self.fields[name].required = True
        if training.mode != Mode.BOTH:
            del self.fields["seat_mode"]
        if not training.is_full:
            self.fields["why"].required = False
            self.fields["why"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if "chosen" in self.errors or typed.get("chosen", ELSE) != ELSE:
            return typed
        for name, words in (
            ("given_name", _("Enter the first name.")),
            ("family_name", _("Enter the last name.")),
            ("organization", _("Choose the district or REC.")),
        ):
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, words)
        return typed

    @property
    def comer(self) -> tuple[WalkIn, Organization]:
        """Who it is and for whom they come."""
        typed = self.cleaned_data
        chosen = typed.get("chosen", ELSE)
        if chosen in self.found:
            hat = self.found[chosen]
            return WalkIn(person=hat.person), answering(hat.organization)
        if chosen in self.waiting:
            return WalkIn(person=self.waiting[chosen].person), self.waiting[chosen].organization
        names = {name: typed[name] for name in ("given_name", "family_name", "address")}
        return WalkIn(**names), typed["organization"]


def invited_organizations(training: Training) -> Any:
    """Whom a walk-in can come for: a REC at a session for RECs, else a district, those of the host's region first."""
    kinds = (OrganizationKind.REC,) if training.audience == Audience.ALL_RECS else TAKE_PART
    own_region_first = Case(When(parent=training.host_id, then=Value(0)), default=Value(1))
    return Organization.objects.of_kind(*kinds).active().order_by(own_region_first, "sort_key")


def _hat_text(hat: Hat) -> str:
    words = [str(hat.person), hat.position, hat.organization.short_name]
    return ", ".join(word for word in words if word)


class CorrectionForm(BaseForm):
    submit_label = gettext_lazy("Correct the attendance")
    acts = True

    there = OneOfField(
        label=gettext_lazy("Attendance"), choices=[("yes", gettext_lazy("Present")), ("no", gettext_lazy("Absent"))]
    )
    hours = forms.DecimalField(label=gettext_lazy("Hours"), max_digits=5, decimal_places=2, min_value=0, required=False)
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Stands in the ledger of hours and on a certificate that is replaced."),
    )


class CloseForm(BaseForm):
    acts = True
