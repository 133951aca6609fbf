"""A plan has lines that come and go. Every line is a fieldset of its own, and adding one works without scripts."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborative.figures.measures import measures
from collaborative.web.forms import BaseForm, DayField
from collaborative.web.widgets import Renderer
from initiatives.enums import Owes, Touchpoint
from initiatives.forms.drafts import SeesChanges
from initiatives.models import Initiative, InitiativeVersion

MOST_LINES = 40


class StepForm(BaseForm):
    form_tag = False
    said = {
        "touchpoint": {"required": gettext_lazy("Choose what happens.")},
        "owed_by": {"required": gettext_lazy("Choose who owes it.")},
    }

    days_after = forms.IntegerField(label=gettext_lazy("Days after the training"), min_value=1, max_value=730)
    touchpoint = forms.ChoiceField(
        label=gettext_lazy("What happens"), choices=[("", gettext_lazy("Choose")), *Touchpoint.choices]
    )
    owed_by = forms.ChoiceField(label=gettext_lazy("Who owes it"), choices=Owes.choices, initial=Owes.COACH)


class AskForm(BaseForm):
    form_tag = False
    said = {
        "measure": {"required": gettext_lazy("Choose what is counted.")},
        "target": {"required": gettext_lazy("Enter how many each REC owes.")},
    }

    measure = forms.ChoiceField(label=gettext_lazy("What is counted"))
    target = forms.DecimalField(
        label=gettext_lazy("How many each REC owes"), min_value=0, max_digits=9, decimal_places=2
    )
    due_on = DayField(label=gettext_lazy("Due day"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [
            ("", _("Choose")),
            *(
                (one.name, _("%(title)s (%(unit)s)") % {"title": one.title, "unit": one.unit})
                for one in measures.values()
            ),
        ]

    def clean_target(self):
        target = self.cleaned_data["target"]
        if not target:
            raise forms.ValidationError(_("Enter how many each REC owes: more than nothing."))
        return target

    def clean(self) -> dict[str, Any]:
        """What no REC could ever reach is told before anybody owes it."""
        answers = super().clean()
        name, target = answers.get("measure"), answers.get("target")
        if not name or not target:
            return answers
        counted = measures[name]
        if counted.is_whole and target != int(target):
            words = _("Enter a whole number: %(unit)s are counted one by one.")
            self.add_error("target", words % {"unit": counted.unit})
        if counted.whole and target > 100:
            self.add_error("target", _("Enter a share in percent, at most 100."))
        return answers


class Lines(BaseFormSet):
    """All lines count as new ones, so that one left empty simply falls away. `same` names what two lines may not share."""

    same: tuple[str, ...] = ()
    same_words: str | Any = ""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        met = set()
        for form in self.forms:
            answers = getattr(form, "cleaned_data", {})
            key = tuple(answers.get(name) for name in self.same)
            if None in key:
                continue
            if key in met:
                form.add_error(self.same[0], str(self.same_words))
            met.add(key)

    @property
    def answers(self) -> list[dict]:
        return [form.answers for form in self.forms if form.cleaned_data]


class Steps(Lines):
    same = ("days_after", "touchpoint")
    same_words = gettext_lazy("Enter another number of days: the plan has this touchpoint on that day already.")


class Asks(Lines):
    same = ("measure", "due_on")
    same_words = gettext_lazy("Choose something else to count: it is asked for that day already.")


def _lines(form: type[BaseForm], lines: type[Lines]) -> type[Lines]:
    made: Any = formset_factory(
        form, formset=lines, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES, renderer=Renderer()
    )
    made.renderer = Renderer()
    return made


KINDS = {"steps": _lines(StepForm, Steps), "asks": _lines(AskForm, Asks)}


class RevisionMark(SeesChanges, BaseForm):
    revision: Any = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PlanForm:
    """The follow-up plan and the deliverables of a draft, as one form with two kinds of lines. A local initiative asks none."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        local: bool,
        lines: dict[str, list[dict]] | None = None,
        revision: int | str = 0,
    ) -> None:
        self.mark = RevisionMark(data, initial={"revision": revision})
        shown = lines or {}
        kinds = {"steps": KINDS["steps"]} if local else KINDS
        self.lines = {name: kind(data, prefix=name, initial=shown.get(name)) for name, kind in kinds.items()}

    @classmethod
    def of(cls, initiative: Initiative, version: InitiativeVersion) -> "PlanForm":
        steps = version.planned_steps.values(*StepForm.base_fields)
        asks = [
            {**line, "target": f"{line['target'].normalize():f}"}
            for line in version.asked_deliverables.values(*AskForm.base_fields)
        ]
        lines = {"steps": list(steps) or [{}], "asks": asks or [{}]}
        return cls(local=initiative.is_local, lines=lines, revision=initiative.revision)

    @classmethod
    def with_lines_changed(cls, data: QueryDict, *, local: bool) -> "PlanForm":
        """What was typed, with a line more («add») or less («remove»); nothing is checked yet."""
        lines = {name: list(_typed(data, name, kind.form)) for name, kind in KINDS.items()}
        if (name := data.get("add")) in lines:
            lines[name].append({})
        name, _dash, number = data.get("remove", "").partition("-")
        if name in lines and number.isdecimal() and int(number) < len(lines[name]):
            del lines[name][int(number)]
        form = cls(local=local, lines=lines, revision=data.get("revision", ""))
        form.put_focus(data.get("add") or name)
        return form

    def put_focus(self, name: str) -> None:
        """On the last line of its kind, so that the keyboard stays where the work is."""
        if name in self.lines and (forms_ := self.lines[name].forms):
            first = next(iter(forms_[-1].fields.values()))
            first.widget.attrs["autofocus"] = True

    @property
    def steps(self) -> Lines:
        return self.lines["steps"]

    @property
    def asks(self) -> Lines | None:
        return self.lines.get("asks")

    @property
    def revision(self) -> int:
        return self.mark.revision

    def is_valid(self) -> bool:
        return all([self.mark.is_valid(), *(lines.is_valid() for lines in self.lines.values())])

    def run(self, act):
        return self.mark.run(act)

    @property
    def errors(self) -> bool:
        return bool(self.problems)

    @property
    def problems(self) -> list[tuple[str, str]]:
        if not self.mark.is_bound:
            return []
        found = list(self.mark.problems)
        for lines in self.lines.values():
            found += [("", str(message)) for message in lines.non_form_errors()]
            found += [problem for form in lines.forms for problem in form.problems]
        return found


def _typed(data: QueryDict, prefix: str, form: type[BaseForm]) -> Iterator[dict[str, str]]:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    for number in range(min(int(total), MOST_LINES) if total.isdecimal() else 0):
        yield {name: data.get(f"{prefix}-{number}-{name}", "") for name in form.base_fields}
