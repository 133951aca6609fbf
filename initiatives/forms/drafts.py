from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collaborative.people.models import Organization, Person
from collaborative.web.forms import BaseForm, DayField, LongTextField, ModelTicksField, TicksField, UploadField
from initiatives.actions.edit_lock import ChangedMeanwhile
from initiatives.enums import AudienceRole, Grade, Level
from initiatives.models import Initiative, InitiativeVersion

SAYS = ("purpose", "audience_roles", "audience_grades", "starts_on", "ends_on", "expert_valid_months", "what_changed")


class SeesChanges:
    """A form that carries the draft's revision. Told of another's save, it carries the new one: saved again, it stands."""

    @property
    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in super().answers.items() if name != "revision"}

    @property
    def revision(self) -> int:
        return self.cleaned_data.get("revision") or 0

    def refuse(self, refused: Exception) -> None:
        if isinstance(refused, ChangedMeanwhile):
            self.data = self.data.copy()
            self.data[self.add_prefix("revision")] = refused.revision
        super().refuse(refused)


class OutlineForm(SeesChanges, BaseForm):
    """What it is and for whom, until its first publication."""

    acts = True
    submit_label = _("Save and go on to the plan")
    said = {
        "audience_roles": {"required": _("Choose at least one group of people it is for.")},
        "starts_on": {"required": _("Enter the first day.")},
        "ends_on": {"required": _("Enter the last day.")},
    }
    sections = (
        (_("What it is"), ("title", "lead", "level", "partners", "purpose")),
        (_("For whom"), ("audience_roles", "audience_grades")),
        (_("How long"), ("starts_on", "ends_on", "expert_valid_months")),
    )

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("As schools will know it: Structured literacy.")
    )
    lead = forms.ModelChoiceField(Organization.objects.none(), label=_("Lead"), empty_label=_("Choose"))
    level = forms.ChoiceField(label=_("Level"), choices=[one for one in Level.choices if one[0] != Level.LOCAL])
    partners = ModelTicksField(Organization.objects.none(), label=_("Partner bureaus"), required=False)
    purpose = LongTextField(
        label=_("Purpose"),
        rows=6,
        help_text=_("What should be different in schools, and why. RECs and districts read this first."),
    )
    audience_roles = TicksField(label=_("Who it is for"), choices=AudienceRole.choices)
    audience_grades = TicksField(
        label=_("Grades"), choices=Grade.choices, required=False, help_text=_("None ticked means all grades.")
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    expert_valid_months = forms.IntegerField(
        label=_("Months for which an expert’s certificate is good"), min_value=1, max_value=120, initial=24
    )
    revision: Any = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, person: Person, initiative: Initiative | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        own = set(person.organizations_with("initiatives.draft")) | ({initiative.lead_id} if initiative else set())
        bureaus = list(Organization.objects.of_kind("bureau").active())
        leads = [one for one in bureaus if own.intersection(one.ancestors)]
        recs = Organization.objects.of_kind("rec").filter(pk__in=person.organizations_with("initiatives.draft_local"))
        local = list(recs) if initiative is None or initiative.is_local else []
        others = bureaus if len(leads) != 1 else [one for one in bureaus if one not in leads]
        self._offer("lead", [*leads, *local], first=[] if len([*leads, *local]) == 1 else [("", _("Choose"))])
        self._offer("partners", others)
        if not leads:
            for name in ("level", "partners", "expert_valid_months"):
                del self.fields[name]

    def _offer(self, name: str, bureaus: list[Organization], first: Sequence[tuple[str, str]] = ()) -> None:
        field = self.fields[name]
        field.queryset = Organization.objects.filter(pk__in=[one.pk for one in bureaus])
        field.choices = [*first, *((one.pk, one.name) for one in bureaus)]

    def clean(self) -> dict:
        answers = super().clean()
        lead, partners = answers.get("lead"), answers.get("partners")
        if lead and lead.kind == Organization.Kind.REC:
            answers["level"] = Level.LOCAL
        if lead and partners:
            answers["partners"] = [partner for partner in partners if partner != lead]
        return answers


class RevisionForm(SeesChanges, BaseForm):
    """What a later version says: title, lead and level stay as they were published."""

    submit_label = _("Save and go on to the plan")
    said = {**OutlineForm.said, "what_changed": {"required": _("Say what changed, and why.")}}
    sections = (
        (_("What changes"), ("what_changed", "purpose")),
        (_("For whom"), ("audience_roles", "audience_grades")),
        (_("How long"), ("starts_on", "ends_on", "expert_valid_months")),
    )

    what_changed = LongTextField(
        label=_("What changed, and why"),
        rows=3,
        help_text=_("RECs read this first. The differences themselves are listed below it."),
    )
    purpose = LongTextField(label=_("Purpose"), rows=6)
    audience_roles = TicksField(label=_("Who it is for"), choices=AudienceRole.choices)
    audience_grades = TicksField(
        label=_("Grades"), choices=Grade.choices, required=False, help_text=_("None ticked means all grades.")
    )
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    expert_valid_months = forms.IntegerField(
        label=_("Months for which an expert’s certificate is good"), min_value=1, max_value=120
    )
    revision: Any = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, local: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if local:
            del self.fields["expert_valid_months"]


def outline_of(initiative: Initiative, version: InitiativeVersion) -> dict:
    """What the form shows of a draft."""
    says = {name: getattr(version, name) for name in SAYS}
    if initiative.is_published:
        return {**says, "revision": initiative.revision}
    naming = {"title": initiative.title, "lead": initiative.lead_id, "level": initiative.level}
    return {
        **naming,
        **says,
        "partners": [one.pk for one in initiative.partners.all()],
        "revision": initiative.revision,
    }


class DocumentForm(BaseForm):
    submit_label = _("Add the document")

    file = UploadField(label=_("Document"), kinds=(".pdf", ".docx", ".xlsx", ".pptx", ".png", ".jpg", ".txt"))


class DiscardForm(BaseForm):
    submit_label = _("Discard the draft")
