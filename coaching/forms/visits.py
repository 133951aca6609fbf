from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coaching.models import FollowUpStep
from coaching.queries import named_there
from collaborative.calendar.days import short_day
from collaborative.errors import ActionError
from collaborative.people.models import Organization, Person
from collaborative.web.forms import BaseForm, DayField, LinesField, LongTextField, ModelTicksField
from collaborative.web.widgets import SuggestInput
from initiatives.enums import Touchpoint
from initiatives.models import Initiative

NOTE = "note_"
NOTE_RULE = gettext_lazy(
    "Only you and this person can ever read it: no superior, no report, no search. Do not write the names of students."
)


class CoachForm(BaseForm):
    coach = forms.ModelChoiceField(label=gettext_lazy("Coach"), queryset=Person.objects.none(), empty_label="")
    others = forms.BooleanField(label="", required=False)

    submit_label = gettext_lazy("Name the coach")
    said = {"coach": {"required": gettext_lazy("Choose a coach.")}}

    def __init__(self, *args: Any, coaches: QuerySet, others: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coach"].queryset = coaches
        if others:
            self.fields["others"].label = ngettext(
                "Also for the %(n)s other district of this training that has no coach yet",
                "Also for the %(n)s other districts of this training that have no coach yet",
                others,
            ) % {"n": others}
        else:
            del self.fields["others"]


class FinishForm(BaseForm):
    done_on = DayField(label=gettext_lazy("Done on"))
    note = forms.CharField(
        label=gettext_lazy("What came of it"),
        max_length=300,
        help_text=gettext_lazy("A sentence. Everybody who sees this district’s follow-up can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    submit_label = gettext_lazy("Finish the step")
    said = {
        "done_on": {
            "required": gettext_lazy("Enter the day on which it was done."),
            "invalid": gettext_lazy("Enter the day on which it was done, for example 2027-01-14."),
        },
        "note": {"required": gettext_lazy("Say in a sentence what came of it.")},
    }


class MoveForm(BaseForm):
    due_on = DayField(label=gettext_lazy("New day"))
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("For example: spring testing, no students that week."),
    )
    submit_label = gettext_lazy("Move the step")


class WhyForm(BaseForm):
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    said = {"why": {"required": gettext_lazy("Enter a reason; it stays with the record.")}}


class DistrictForm(BaseForm):
    district = forms.ModelChoiceField(label=gettext_lazy("District"), queryset=Organization.objects.none())

    method = "get"
    submit_label = gettext_lazy("Continue")

    def __init__(self, *args: Any, districts: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = districts


class VisitForm(BaseForm):
    """What planning and logging have in common. Choices come by keyword: steps, candidates, coaches."""

    acts = True

    step = forms.ModelChoiceField(
        label=gettext_lazy("For which step"),
        queryset=FollowUpStep.objects.none(),
        required=False,
        empty_label=gettext_lazy("None of the steps"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Touchpoint.choices)
    planned_for = DayField(label=gettext_lazy("Day"))
    held_on = DayField(label=gettext_lazy("Held on"))
    location = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=120,
        widget=SuggestInput,
        help_text=gettext_lazy("A school and room, or “by phone”."),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=720)
    miles = forms.DecimalField(
        label=gettext_lazy("Miles, both ways"),
        required=False,
        min_value=0,
        max_value=1500,
        max_digits=6,
        decimal_places=1,
    )
    people = ModelTicksField(label=gettext_lazy("People"), queryset=Person.objects.none())
    others = LinesField(
        label=gettext_lazy("Other people"),
        required=False,
        rows=2,
        most_lines=20,
        help_text=gettext_lazy("Names or addresses of people who work there, one a line."),
    )
    agreed = LongTextField(
        label=gettext_lazy("What was agreed"),
        required=False,
        max_length=2000,
        rows=3,
        help_text=gettext_lazy("Everybody who sees this district’s follow-up can read it. No names of students."),
    )
    finishes_step = forms.BooleanField(label=gettext_lazy("The step is done with this visit"), required=False)
    next_on = DayField(
        label=gettext_lazy("Next visit on"),
        required=False,
        help_text=gettext_lazy("The same people get a letter that it is planned."),
    )
    coach = forms.ModelChoiceField(label=gettext_lazy("Coach"), queryset=Person.objects.none(), empty_label=None)
    initiative = forms.ModelChoiceField(
        label=gettext_lazy("Initiative"), queryset=Initiative.objects.none(), required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    shown: tuple[str, ...] = ()
    said = {
        "people": {"required": gettext_lazy("Tick at least one person, or name somebody under “Other people”.")},
        "others": {"required": gettext_lazy("Name at least one person.")},
        "planned_for": {"required": gettext_lazy("Enter the day of the visit.")},
        "held_on": {
            "required": gettext_lazy("Enter the day on which it was held."),
            "invalid": gettext_lazy("Enter the day on which it was held, for example 2027-01-14."),
        },
        "next_on": {"invalid": gettext_lazy("Enter the day of the next visit, for example 2027-01-14.")},
    }

    def __init__(
        self,
        *args: Any,
        district: Organization,
        candidates: QuerySet,
        steps: QuerySet | None = None,
        coaches: QuerySet | None = None,
        initiatives: QuerySet | None = None,
        places: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["location"].widget.suggestions = places
        self.district = district
        choices = {"step": steps, "coach": coaches, "initiative": initiatives, "people": candidates}
        for name, rows in choices.items():
            if rows is None:
                del self.fields[name]
            else:
                self.fields[name].queryset = rows
        for name in set(VisitForm.base_fields) - set(self.shown):
            self.fields.pop(name, None)
        if "step" in self.fields:
            self.fields["step"].label_from_instance = _step_text
        if not candidates.exists():
            del self.fields["people"]
            self.fields["others"].label, self.fields["others"].required = _("People"), True
        self.order_fields(self.shown)

    def clean_others(self) -> list[Person]:
        try:
            return named_there(self.district, self.cleaned_data["others"])
        except ActionError as refused:
            raise ValidationError(refused.message) from None

    def clean(self) -> dict[str, Any]:
        """People are those ticked and those named; one of the two suffices."""
        cleaned = super().clean()
        others = cleaned.pop("others", None) or []
        if others and not cleaned.get("people"):
            self.errors.pop("people", None)
        cleaned["people"] = list(dict.fromkeys([*(cleaned.get("people") or ()), *others]))
        return cleaned


class PlanForm(VisitForm):
    shown: tuple[str, ...] = ("step", "kind", "planned_for", "location", "people", "others", "coach", "initiative")
    submit_label = gettext_lazy("Plan the visit")


class LogForm(VisitForm):
    """Of a planned visit. For each person to be met there is a box for a private note, where the coach logs it."""

    shown: tuple[str, ...] = (
        "held_on",
        "minutes",
        "miles",
        "location",
        "people",
        "others",
        "agreed",
        "finishes_step",
        "next_on",
        "revision",
    )
    submit_label = gettext_lazy("Log the visit")

    def __init__(self, *args: Any, notes_for: list[Person], has_step: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_step:
            del self.fields["finishes_step"]
        self.noted = {f"{NOTE}{person.pk}": person for person in notes_for}
        for name, person in self.noted.items():
            self.fields[name] = LongTextField(
                label=_("Private note to %(name)s") % {"name": person},
                required=False,
                max_length=4000,
                rows=3,
                help_text=NOTE_RULE,
            )

    @property
    def answers(self) -> dict[str, Any]:
        answers = super().answers
        answers["notes"] = {person: answers.pop(name) for name, person in self.noted.items() if answers.get(name)}
        return {name: value for name, value in answers.items() if not name.startswith(NOTE)}


class CorrectForm(VisitForm):
    """Of a visit that was logged."""

    shown: tuple[str, ...] = (
        "held_on",
        "minutes",
        "miles",
        "location",
        "people",
        "others",
        "agreed",
        "why",
        "revision",
    )
    submit_label = gettext_lazy("Correct the visit")
    said = {**VisitForm.said, "why": {"required": gettext_lazy("Say what was wrong; it stays in the history.")}}

    why = forms.CharField(
        label=gettext_lazy("What was wrong"),
        max_length=200,
        help_text=gettext_lazy("It stays in the history, with what stood here before. No names of students."),
    )


class UnplannedLogForm(LogForm):
    shown: tuple[str, ...] = (
        "step",
        "kind",
        "held_on",
        "minutes",
        "miles",
        "location",
        "people",
        "others",
        "agreed",
        "finishes_step",
        "next_on",
        "coach",
        "initiative",
    )


class NoteForm(BaseForm):
    acts = True

    coached = forms.ModelChoiceField(label=gettext_lazy("To"), queryset=Person.objects.none(), empty_label=None)
    text = LongTextField(label=gettext_lazy("Private note"), max_length=4000, rows=6, help_text=NOTE_RULE)

    submit_label = gettext_lazy("Keep the note")
    said = {
        "coached": {"required": gettext_lazy("Choose to whom you write.")},
        "text": {"required": gettext_lazy("Write the note, or leave without saving.")},
    }

    def __init__(self, *args: Any, people: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coached"].queryset = people


def _step_text(step: FollowUpStep) -> str:
    return _("%(number)s. %(touchpoint)s, due %(day)s") % {
        "number": step.number,
        "touchpoint": step.get_touchpoint_display(),
        "day": short_day(step.due_on),
    }
